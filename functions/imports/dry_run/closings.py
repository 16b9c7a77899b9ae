"""Accounts that a file says are closed: their entries must have emptied them."""

from accounts import bulk
from accounts.bulk import Closing
from imports.store import account_rows
from imports.store.staged_rows import Staged
from imports.store.staging import Staging
from interchange.tables import ACCOUNT_KINDS
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError, Refusal

_LOOKED_UP = 500


def check(caller: Caller, staging: Staging, clock: Clock) -> None:
    """Refuse new accounts, with all their rows, that cannot be closed as their rows say."""
    for kind in ACCOUNT_KINDS:
        for page in staging.pages(kind, _LOOKED_UP):
            if ended := [row for row in page if account_rows.closing(row)]:
                _check(caller, ended, staging, clock)


def _check(caller: Caller, ended: list[Staged], staging: Staging, clock: Clock) -> None:
    numbers = [row.key or "" for row in ended]
    installments = staging.of_owners("installments", numbers)
    entries = staging.of_owners("transactions", numbers)
    for number, row in zip(numbers, ended, strict=True):
        parts = [row, *installments[number], *entries[number]]
        if fault := _fault(caller, row, installments[number], entries[number], clock):
            staging.refuse((one.id, fault) for one in parts)


def _fault(
    caller: Caller,
    row: Staged,
    installments: list[Staged],
    entries: list[Staged],
    clock: Clock,
) -> FieldError | None:
    account = account_rows.standing(row, installments, entries, clock)
    planned, _ = account_rows.plan(caller, account, entries, clock)
    after = planned[-1][1].account if planned else account
    try:
        bulk.check_closing(after, account_rows.closing(row) or Closing(), clock)
    except Refusal as refusal:
        return refusal.errors[0]
    return None
