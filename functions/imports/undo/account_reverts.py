"""Reverting what an import did to accounts: those it opened, those it posted entries to."""

from collections.abc import Iterable, Iterator

from accounts import bulk
from accounts.bulk import AccountChange, UnitOfWork
from imports.store import undo_journal
from imports.store.undo_journal import LedgerWritten
from shared.aws import dynamo
from shared.kernel.errors import Refusal

from . import dependents
from .context import RevertContext, TransactionWrites, refuse
from .dependents import Dependent

REVERSALS_AT_ONCE = 40


def delete_account(context: RevertContext, record: LedgerWritten) -> Iterator[TransactionWrites]:
    """Delete an account that the import opened: the account, then its ledger, then the records."""
    records = undo_journal.of_opened_account(context.import_id, record.account_id)
    if not records:
        return
    account, ledger = bulk.find(record.account_id), bulk.ledger_of(record.account_id)
    writes = [context.audit(record)]
    if account:
        found = dependents.of_account(account, ledger, records, context.other_rooms)
        refuse("account_no", account.account_no, found)
        writes += bulk.deleting_writes(account)
    writes += map(bulk.deleting_entry_write, ledger)
    writes += (undo_journal.delete(one) for one in records)
    for start in range(0, len(writes), dynamo.MAX_TRANSACTION_WRITES):
        yield writes[start : start + dynamo.MAX_TRANSACTION_WRITES]


def reverse_entries(context: RevertContext, record: LedgerWritten) -> Iterator[TransactionWrites]:
    """Reverse entries of an account that was there before, by the ledger's own rule."""
    account, ledger = bulk.load(record.account_id), bulk.ledger_of(record.account_id)
    standing = {one.transaction_id: one for one in ledger if not one.reversed_by}
    left = [standing[entry] for entry in reversed(record.entries) if entry in standing]
    reason = f"{dependents.UNDONE}{context.import_id}"
    try:
        changes = bulk.plan_reversals(
            context.caller, account, left, reason, ledger=ledger, clock=context.clock
        )
    except Refusal as refusal:
        found: list[Dependent] = [(error.code, error.params) for error in refusal.errors]
        refuse("account_no", account.account_no, found)
    unit = UnitOfWork(context.caller, account, context.clock)
    while len(changes) > REVERSALS_AT_ONCE:
        some, changes = changes[:REVERSALS_AT_ONCE], changes[REVERSALS_AT_ONCE:]
        yield _writes(unit, some)
        unit.committed()
    yield [*_writes(unit, changes), *context.end(record)]


def _writes(unit: UnitOfWork, changes: Iterable[AccountChange]) -> TransactionWrites:
    for change in changes:
        unit.apply(change)
    return [*unit.writes(), bulk.many_record(unit)] if unit.is_changed else []
