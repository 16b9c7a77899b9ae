"""An account's rows as the accounts room takes them: its opening, its entries, its closing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from accounts import bulk, opening, restoring
from accounts.ledger_schemas import KeptEntry, NewTransaction
from accounts.repository import Account, Row
from accounts.restoring import Step
from accounts.schemas import Closing, NewAccount
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
    schedule = opening.schedule_of(new, clock.today())
    account = opening.new_account(new, new.account_no or "", schedule)
    if account.lending is None:
        return account
    spans = row.body.get("pauses", ())
    pauses = [tuple(map(date.fromisoformat, (s["start_on"], s["end_on"]))) for s in spans]
    lending = replace(account.lending, pauses=tuple(sorted(pauses)))  # type: ignore[arg-type]
    told = {**account.row, **_terms(row.body)}
    return restoring.reopened(replace(account, row=told, lending=lending), _kept(entries))


def standing(
    row: Staged, installments: Sequence[Staged], entries: Sequence[Staged], clock: Clock
) -> Account:
    """The account as the dry run has it: before its entries, of nobody."""
    return opened(row, new_account(row, installments, ""), entries, clock)


def steps(
    caller: Caller,
    account: Account,
    rows: Sequence[Staged],
    clock: Clock,
    ledger: Iterable[Row] | None = None,
) -> tuple[list[tuple[Staged, Step]], list[RowFault]]:
    """The account's way through entries by their days, and what is wrong with some of them.

    Those with ids come from another installation's ledger, whose order they have; `ledger` is what
    the account has already, None for a new one.
    """
    if any("transaction_id" in row.body for row in rows):
        return _restored(caller, account, rows, clock, ledger)
    found: list[tuple[Staged, Step]] = []
    faults: list[RowFault] = []
    for row in rows:
        try:
            new = NewTransaction.model_validate(row.body)
            step = Step(*bulk.entered(caller, account, new, clock))
        except Refusal as refusal:
            faults.append((row.id, refusal.errors[0]))
        else:
            account = step.account
            found.append((row, step))
    return found, faults


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
    ledger: Iterable[Row] | None,
) -> tuple[list[tuple[Staged, Step]], list[RowFault]]:
    kept = _kept(rows)
    found, refused = restoring.course(caller, account, kept, clock, ledger)
    faults = [(rows[place].id, refusal.errors[0]) for place, refusal in refused]
    of_id = {one.transaction_id: row for one, row in zip(kept, rows, strict=True)}
    by_hand = (row for one, row in zip(kept, rows, strict=True) if one.transaction_id is None)
    return [(of_id.get(s.row["transaction_id"]) or next(by_hand), s) for s in found], faults


def _kept(rows: Sequence[Staged]) -> list[KeptEntry]:
    if any("transaction_id" in row.body for row in rows):
        return [KeptEntry.model_validate(row.body) for row in rows]
    return []


def _terms(body: dict[str, Any]) -> dict[str, Any]:
    """What was agreed, as an account's row says it, also where its schedule is another's."""
    terms: dict[str, Any] = {
        name: body[name] for name in ("method", "tenor_months") if name in body
    }
    if "annual_rate" in body:
        terms["annual_rate"] = f"{Decimal(body['annual_rate']).normalize():f}"
    return terms
