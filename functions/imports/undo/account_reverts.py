"""Reverting what an import did to accounts: those it opened, those it posted entries to."""

import json
from collections.abc import Iterable, Iterator

from accounts import repository as accounts
from accounts.bulk import Batch, reversals
from accounts.restoring import Step
from imports.store import undo_journal
from imports.store.undo_journal import LedgerWritten
from shared.aws import dynamo
from shared.kernel.errors import NotFound, Refusal

from . import dependents
from .context import RevertContext, TransactionWrites, refuse
from .dependents import Dependent

REVERSALS_AT_ONCE = 40


def delete_account(context: RevertContext, record: LedgerWritten) -> Iterator[TransactionWrites]:
    """Delete an account that the import opened: the account, then its ledger, then the records."""
    records = undo_journal.of_opened_account(context.import_id, record.account_id)
    if not records:
        return
    try:
        account = accounts.load(record.account_id)
    except NotFound:
        account = None
    ledger = dependents.ledger(record.account_id)
    writes = [context.audit(record)]
    if account:
        found = dependents.of_account(account, ledger, records, context.other_rooms)
        refuse("account_no", account.row["account_no"], found)
        writes += accounts.gone(account)
    for row in ledger:
        key = row["transaction_id"], row["value_date"]
        writes.append(accounts.unwritten(record.account_id, *key))
    writes += (undo_journal.delete(context.import_id, one) for one in records)
    for start in range(0, len(writes), dynamo.MAX_TRANSACTION_WRITES):
        yield writes[start : start + dynamo.MAX_TRANSACTION_WRITES]


def reverse_entries(context: RevertContext, record: LedgerWritten) -> Iterator[TransactionWrites]:
    """Reverse entries of an account that was there before, by the ledger's own rule."""
    account = accounts.load(record.account_id)
    known = map(json.loads, accounts.ledger(record.account_id, account.last[:10]))
    rows = {row["transaction_id"]: row for row in known if not row["reversed_by"]}
    left = [rows[entry] for entry in reversed(record.entries) if entry in rows]
    reason = f"{dependents.UNDONE}{context.import_id}"
    try:
        steps = reversals(context.caller, account, left, reason, context.clock)
    except Refusal as refusal:
        found: list[Dependent] = [(error.code, error.params) for error in refusal.errors]
        refuse("account_no", account.row["account_no"], found)
    batch = Batch(context.caller, account, context.clock)
    while len(steps) > REVERSALS_AT_ONCE:
        some, steps = steps[:REVERSALS_AT_ONCE], steps[REVERSALS_AT_ONCE:]
        yield _written(batch, some)
        batch.wrote()
    yield [*_written(batch, steps), *context.end(record)]


def _written(batch: Batch, steps: Iterable[Step]) -> TransactionWrites:
    for step in steps:
        batch.take(step)
    return batch.writes()
