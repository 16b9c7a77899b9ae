"""An account's rows as the accounts room takes them: its opening, its entries, its closing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from accounts import bulk
from accounts.bulk import (
    Account,
    Change,
    Closing,
    KeptEntry,
    LedgerEntry,
    LoanAccount,
    NewAccount,
    NewTransaction,
)
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError, Refusal

from .staged_rows import Staged

RowFault = tuple[int, FieldError]
"""A row, and what is wrong with it."""

_BESIDE = {"closing", "pauses"}
_WITH_INSTALLMENTS = {
    "account_no", "member_id", "kind", "product", "opened_on", "grace_days", "installments",
}  # fmt: skip


def new_account(row: Staged, installments: Sequence[Staged], member_id: str) -> NewAccount:
    """What a staged account asks to open, with its instalments where the files list them."""
    body: dict[str, Any] = {**row.body, "member_id": member_id}
    wanted = body.keys() - _BESIDE
    if row.kind == "financing" and installments:
        wanted = _WITH_INSTALLMENTS
        body["installments"] = [one.body for one in installments]
    return NewAccount.model_validate({name: body[name] for name in wanted if name in body})


def opened(row: Staged, new: NewAccount, entries: Sequence[Staged], clock: Clock) -> Account:
    """The account before its entries, with its pauses and what was agreed."""
    schedule = bulk.schedule_of(new, clock.today())
    account = bulk.new_account(new, new.account_no or "", schedule)
    if not isinstance(account, LoanAccount):
        return account
    spans = row.body.get("pauses", ())
    pauses = [(_day(span["start_on"]), _day(span["end_on"])) for span in spans]
    financing = replace(account.financing, pauses=tuple(sorted(pauses)))
    account = replace(account, financing=financing, **_terms(row.body))
    return bulk.with_kept_disbursement(account, _kept(entries))


def standing(
    row: Staged, installments: Sequence[Staged], entries: Sequence[Staged], clock: Clock
) -> Account:
    """The account as the dry run has it: before its entries, of nobody."""
    return opened(row, new_account(row, installments, ""), entries, clock)


def plan(
    caller: Caller,
    account: Account,
    rows: Sequence[Staged],
    clock: Clock,
    ledger: Iterable[LedgerEntry] | None = None,
) -> tuple[list[tuple[Staged, Change]], list[RowFault]]:
    """What entries make of the account, one after another, and what is wrong with some of them.

    Those with ids come from another installation's ledger, whose order they have; `ledger` is what
    the account has already, None for a new one.
    """
    if any("transaction_id" in row.body for row in rows):
        return _restored(caller, account, rows, clock, ledger)
    planned: list[tuple[Staged, Change]] = []
    faults: list[RowFault] = []
    for row in rows:
        try:
            new = NewTransaction.model_validate(row.body)
            change = bulk.append_entry(caller, account, new, clock)
        except Refusal as refusal:
            faults.append((row.id, refusal.errors[0]))
        else:
            account = change.account
            planned.append((row, change))
    return planned, faults


def are_backdated(rows: Sequence[Staged], account: Account) -> bool:
    """Whether some come before the account's last entry, and must be posted one by one."""
    if any("transaction_id" in row.body for row in rows):
        return False
    return any(row.body["value_date"] < account.last[:10] for row in rows)


def closing(row: Staged) -> Closing | None:
    """When and why the account ended, if it did."""
    said = row.body.get("closing")
    return Closing.model_validate(said) if said else None


def _restored(
    caller: Caller,
    account: Account,
    rows: Sequence[Staged],
    clock: Clock,
    ledger: Iterable[LedgerEntry] | None,
) -> tuple[list[tuple[Staged, Change]], list[RowFault]]:
    kept = _kept(rows)
    planned, refused = bulk.plan_restored(caller, account, kept, clock, ledger)
    faults = [(rows[place].id, refusal.errors[0]) for place, refusal in refused]
    of_id = {one.transaction_id: row for one, row in zip(kept, rows, strict=True)}
    by_hand = (row for one, row in zip(kept, rows, strict=True) if one.transaction_id is None)
    return [
        (of_id.get(change.entry.transaction_id) or next(by_hand), change) for change in planned
    ], faults


def _kept(rows: Sequence[Staged]) -> list[KeptEntry]:
    if any("transaction_id" in row.body for row in rows):
        return [KeptEntry.model_validate(row.body) for row in rows]
    return []


def _terms(body: dict[str, Any]) -> dict[str, Any]:
    """What was agreed, as a LoanAccount has it, also where its schedule is another's."""
    terms: dict[str, Any] = {
        name: body[name] for name in ("method", "tenor_months") if name in body
    }
    if "annual_rate" in body:
        terms["annual_rate"] = Decimal(body["annual_rate"])
    return terms


def _day(text: str) -> date:
    return date.fromisoformat(text)
