"""Entries of one account as an import writes them, each transaction with its undo record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accounts.bulk import Batch
from accounts.ledger_schemas import NewTransaction
from accounts.repository import Account, Row
from accounts.schemas import NewAccount
from accounts.service import post
from imports.store import account_rows, undo_journal
from imports.store.account_rows import RowFault
from imports.store.staged_rows import Staged
from imports.store.undo_journal import LedgerKind, LedgerWritten
from imports.undo import fingerprints
from shared.aws import write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Refusal
from shared.records.idempotency import IdempotentRequest


@dataclass(slots=True)
class Writing:
    """How an import writes an account: `first` are the rows of the account itself."""

    caller: Caller
    import_id: str
    clock: Clock
    kind: LedgerKind
    first: Sequence[Staged] = ()
    _rows: dict[str, Staged] = field(default_factory=dict)

    def batch(self, account: Account, new: NewAccount | None = None) -> Batch:
        """A batch whose transactions carry their undo records."""
        return Batch(self.caller, account, self.clock, new, self._undo_records)

    def enter(
        self, batch: Batch, rows: Sequence[Staged], ledger: Iterable[Row] | None = None
    ) -> list[RowFault]:
        """Enter rows in an account that has a `ledger` (None: a new one); what is wrong with some.

        ConditionFailed or Contended where somebody else was faster.
        """
        self._rows |= {i: row for row in rows if (i := row.body.get("transaction_id"))}
        steps, faults = account_rows.steps(self.caller, batch.account, rows, self.clock, ledger)
        for row, step in steps:
            self._rows[step.row["transaction_id"]] = row
            batch.take(step)
        return faults

    def post(self, account: Account, rows: Sequence[Staged]) -> list[RowFault]:
        """Entries of which some are dated before the last, each in a transaction of its own: they
        re-age the account."""
        faults: list[RowFault] = []
        for row in rows:
            new = NewTransaction.model_validate(row.body)
            try:
                post(self.caller, account.account_id, new, self._once(account.row, row), self.clock)
            except Refusal as refusal:
                faults.append((row.id, refusal.errors[0]))
        return faults

    def _once(self, account: Row, row: Staged) -> IdempotentRequest:
        return _WithUndoRecord("", None, "", self.clock.now(), self, account, row)

    def _undo_records(self, account: Account, rows: Sequence[Row]) -> list[write.Write]:
        ids = [str(row["transaction_id"]) for row in rows]
        written = [self._rows[one] for one in ids if one in self._rows]
        if account.version == 0:
            return [self.undo_record("opened", account.row, [*self.first, *written], ids)]
        kind: LedgerKind = "posted" if self.kind == "posted" else "continued"
        return [self.undo_record(kind, account.row, written, ids)]

    def undo_record(
        self, kind: LedgerKind, account: Row, rows: Sequence[Staged], entries: Sequence[str]
    ) -> write.Write:
        """The write of what one transaction did."""
        record = LedgerWritten(
            kind=kind,
            account_id=account["account_id"],
            terms=fingerprints.of_account(account),
            rows=tuple(row.id for row in rows),
            entries=tuple(entries),
            counts=dict(Counter(row.kind for row in rows)),
        )
        return undo_journal.save(self.import_id, record, self.clock)


@dataclass(frozen=True, slots=True)
class _WithUndoRecord(IdempotentRequest):
    """A single entry's transaction has its undo record where a request's would have its key."""

    writing: Writing
    account: Row
    row: Staged

    def record(self, answer: dict[str, object]) -> list[write.Write]:
        """The undo record of the entry that is answered."""
        entry = str(answer["transaction_id"])
        kind: LedgerKind = "posted" if self.writing.kind == "posted" else "continued"
        return [self.writing.undo_record(kind, self.account, [self.row], [entry])]
