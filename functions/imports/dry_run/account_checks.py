"""Rows of accounts, schedules and entries, judged against the tables and against each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from accounts import bulk
from imports import reach, repository
from imports.repository import Documents
from imports.store import account_rows
from imports.store.account_rows import RowFault
from imports.store.staged_rows import Staged
from imports.store.staging import Staging
from interchange.tables import ACCOUNT_KINDS
from members.bulk import ids_by_number
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError, Refusal
from shared.kernel.money import rupiah

_LOOKED_UP = 100


def check_accounts(caller: Caller, staging: Staging, clock: Clock) -> None:
    """Refuse rows of accounts that cannot be opened; `same` are those that are there already."""
    for kind in ACCOUNT_KINDS:
        for rows in staging.pages(kind, _LOOKED_UP):
            members = staging.find(("members",), (row.owner for row in rows))
            known = ids_by_number(_not_new((row.owner for row in rows), members))
            owners = reach.members(caller, known)
            numbers = [row.key or "" for row in rows]
            there = bulk.account_ids(numbers)
            installments = staging.of_owners("installments", numbers)
            for number, row in zip(numbers, rows, strict=True):
                listed = installments[number]
                matching = row.owner in owners or row.owner in members
                fault = (
                    _account_fault(row, listed, owners, there, clock)
                    if matching
                    else reach.unknown_member(caller, row.owner)
                )
                if fault:
                    staging.refuse([(row.id, fault)])
                elif number in there:
                    staging.set_state("same", (one.id for one in (row, *listed)))


def _not_new(numbers: Iterable[str | None], staged: Mapping[str, Staged]) -> list[str]:
    """The numbers that the tables may have: those of new rows were looked up before."""
    wanted = dict.fromkeys(number for number in numbers if number)
    return [n for n in wanted if n not in staged or staged[n].state != "new"]


def refuse_stray_installments(caller: Caller, staging: Staging) -> None:
    """Refuse instalments whose account is not in the files."""
    for owners in staging.owners("installments", _LOOKED_UP):
        financing = staging.find(("financing",), owners)
        stray = [owner for owner in owners if owner not in financing]
        for owner, rows in staging.of_owners("installments", stray).items():
            fault = reach.unknown_account(caller, owner)
            staging.refuse((row.id, fault) for row in rows)


def _account_fault(
    row: Staged,
    installments: Sequence[Staged],
    owners: Mapping[str, str],
    there: Mapping[str, str],
    clock: Clock,
) -> FieldError | None:
    if (account_id := there.get(row.key or "")) is not None:
        owner = owners.get(row.owner or "")
        same = account_id.startswith(f"{owner}.{row.kind[0].upper()}")
        return None if same else FieldError("account_no", "duplicate", row.key)
    try:
        bulk.schedule_of(account_rows.new_account(row, installments, ""), clock.today())
    except Refusal as refusal:
        return refusal.errors[0]
    return None


def check_entries(caller: Caller, staging: Staging, clock: Clock) -> None:
    """Refuse entries that their account would not take; `same` are those that it has already."""
    for owners in staging.owners("transactions", _LOOKED_UP):
        same: list[Staged] = []
        faults: list[RowFault] = []
        staged = staging.find(ACCOUNT_KINDS, owners)
        accounts = reach.accounts(caller, bulk.account_ids(_not_new(owners, staged)))
        installments = staging.of_owners("installments", owners)
        for owner, rows in staging.of_owners("transactions", owners).items():
            there: Documents = {}
            if account_id := accounts.get(owner):
                account, there = repository.account(account_id)
            elif owner in staged:
                account = account_rows.standing(staged[owner], installments[owner], rows, clock)
            else:
                fault = reach.unknown_account(caller, owner)
                faults += ((row.id, fault) for row in rows)
                continue
            again = [row for row in rows if row.document in there]
            same += again
            faults += _differing(again, there)
            fresh = [row for row in rows if row.document not in there]
            ledger = repository.entries(there) if account_id else None
            faults += account_rows.plan(caller, account, fresh, clock, ledger)[1]
        staging.set_state("same", (row.id for row in same))
        staging.refuse(faults)


def _differing(rows: Iterable[Staged], there: Documents) -> Iterator[RowFault]:
    """A document that is there says the same again, or it is refused."""
    for row in rows:
        entry = there[row.document or ""]
        told = (row.body["type"], row.body["value_date"], row.body["amount"])
        if told != (entry.type, str(entry.value_date), entry.amount):
            other = {"amount": rupiah(entry.amount), "on": str(entry.value_date)}
            yield row.id, FieldError("document_no", "document_differs", row.document, {**other})
