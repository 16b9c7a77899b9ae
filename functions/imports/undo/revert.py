"""Reverting an import: its undo records one after another, the last first.

A first pass that writes nothing asks of each record whether something depends on what it did; it
runs the same code as the second, which writes. Either can be begun again anywhere: a record is
deleted in the transaction that reverts it.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from imports.store.undo_journal import LedgerWritten, MemberChanged, MemberCreated, UndoRecord
from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldError, Refusal
from shared.records.keys import imports as keys

from . import account_reverts, member_reverts
from .context import RevertContext, TransactionWrites

WORKERS = 4


class ImportRevert:
    """Reverts the undo records of one import, in the caller's name."""

    def __init__(self, caller: Caller, import_id: str, clock: Clock) -> None:
        self._caller, self._import_id, self._clock = caller, import_id, clock

    def find_obstacles(self, records: Sequence[UndoRecord]) -> list[FieldError]:
        """What keeps records from being reverted; nothing is written."""
        context = self._context()
        with ThreadPoolExecutor(WORKERS) as workers:
            found = workers.map(lambda record: _obstacles(context, record), records)
            return [fault for some in found for fault in some]

    def revert(self, records: Sequence[UndoRecord]) -> tuple[list[UndoRecord], list[FieldError]]:
        """(the records that are reverted, what kept others from it).

        Only those of the first one's kind are reverted, since what they depend on must stand until
        they are gone; those of one member or account one after another.
        """
        context = self._context()
        groups: dict[str, list[UndoRecord]] = {}
        for record in records:
            if keys.undo_order(record.sort_key) == keys.undo_order(records[0].sort_key):
                groups.setdefault(record.subject, []).append(record)
        with ThreadPoolExecutor(WORKERS) as workers:
            found = workers.map(lambda group: _revert_group(context, group), groups.values())
            results = [one for some in found for one in some]
        reverted = [record for record, faults in results if not faults]
        return reverted, [fault for _, faults in results for fault in faults]

    def _context(self) -> RevertContext:
        """A new one for each call, since it keeps what it reads of other rooms."""
        return RevertContext(self._caller, self._import_id, self._clock)


def _obstacles(context: RevertContext, record: UndoRecord) -> list[FieldError]:
    try:
        for _ in _transactions(context, record):
            pass
    except Refusal as refusal:
        return list(refusal.errors)
    return []


def _revert_group(
    context: RevertContext, records: Sequence[UndoRecord]
) -> list[tuple[UndoRecord, list[FieldError]]]:
    return [(record, _revert(context, record)) for record in records]


def _revert(context: RevertContext, record: UndoRecord) -> list[FieldError]:
    """What keeps a record from being reverted; empty where it is reverted."""

    def write_all() -> None:
        for writes in _transactions(context, record):
            dynamo.transact(writes)

    try:
        retry_on_conflict(write_all, busy=Conflict("import", "busy"))
    except Refusal as refusal:
        return list(refusal.errors)
    return []


def _transactions(context: RevertContext, record: UndoRecord) -> Iterator[TransactionWrites]:
    """The transactions that revert a record; a Refusal says what depends on what it did, or that
    its member is out of the caller's offices by now."""
    context.require_reach(record)
    match record:
        case MemberCreated():
            return member_reverts.delete_member(context, record)
        case MemberChanged():
            return member_reverts.restore_member(context, record)
        case LedgerWritten(kind="posted"):
            return account_reverts.reverse_entries(context, record)
        case LedgerWritten():
            return account_reverts.delete_account(context, record)
