"""Entries of one account as an import writes them, each transaction with its undo record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accounts import bulk
from accounts.bulk import Account, LedgerEntry, NewTransaction, UnitOfWork
from imports.store import account_rows, fingerprints, undo_journal
from imports.store.account_rows import RowFault
from imports.store.staged_rows import Staged
from imports.store.undo_journal import LedgerKind, LedgerWritten
from shared.aws.retry import retry_on_conflict
from shared.aws.write import Write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Refusal
from shared.kernel.ids import split_account_id
from shared.records import member_card


@dataclass(slots=True)
class AccountWriter:
    """How an import writes an account; `first` are the rows of the account itself.

    `kind` is what undoing asks: was the account there before (posted), or did this import open it?
    """

    caller: Caller
    import_id: str
    clock: Clock
    kind: LedgerKind
    first: Sequence[Staged] = ()
    _rows: dict[str, Staged] = field(default_factory=dict)

    def add(
        self, unit: UnitOfWork, rows: Sequence[Staged], ledger: Iterable[LedgerEntry] | None = None
    ) -> list[RowFault]:
        """Post rows to an account that has a `ledger` (None: a new one); what is wrong with some.

        The unit is committed as often as it is full: ConditionFailed or Contended where somebody
        else was faster.
        """
        self._rows |= {i: row for row in rows if (i := row.body.get("transaction_id"))}
        planned, faults = account_rows.plan(self.caller, unit.account, rows, self.clock, ledger)
        for row, change in planned:
            if unit.is_full:
                self.commit(unit)
            self._rows[change.entry.transaction_id] = row
            unit.apply(change)
        return faults

    def commit(self, unit: UnitOfWork) -> None:
        """Write what was added; a Refusal where the account cannot be opened, ConditionFailed or
        Contended where somebody else was faster."""
        bulk.commit_many(unit, [self._undo_record(unit)])

    def writes(self, unit: UnitOfWork) -> list[Write]:
        """What commit would write now."""
        return [*unit.writes(), bulk.many_record(unit), self._undo_record(unit)]

    def post_alone(self, account_id: str, rows: Sequence[Staged]) -> list[RowFault]:
        """Entries of which some are dated before the last, each in a transaction of its own: they
        re-age the account. What is wrong with some."""
        faults: list[RowFault] = []
        for row in rows:
            try:
                self._post_alone(account_id, row)
            except Refusal as refusal:
                faults.append((row.id, refusal.errors[0]))
        return faults

    def _post_alone(self, account_id: str, row: Staged) -> None:
        new = NewTransaction.model_validate(row.body)
        member_card.require_visible(self.caller, split_account_id(account_id)[0])

        def attempt() -> None:
            unit = UnitOfWork(self.caller, bulk.load(account_id), self.clock)
            entry = unit.post(new)
            self._rows[entry.transaction_id] = row
            record = unit.audit_record("transaction.post", id=entry.transaction_id, type=new.type)
            unit.commit([record, self._undo_record(unit)])

        retry_on_conflict(attempt, busy=Conflict("account_id", "busy"))

    def _undo_record(self, unit: UnitOfWork) -> Write:
        """The write of what one transaction did."""
        ids = [entry.transaction_id for entry in unit.entries]
        rows = [self._rows[one] for one in ids if one in self._rows]
        if unit.is_new:
            return self._record("opened", unit.account, [*self.first, *rows], ids)
        kind: LedgerKind = "posted" if self.kind == "posted" else "continued"
        return self._record(kind, unit.account, rows, ids)

    def _record(
        self, kind: LedgerKind, account: Account, rows: Sequence[Staged], ids: Sequence[str]
    ) -> Write:
        record = LedgerWritten(
            kind=kind,
            account_id=account.account_id,
            terms=fingerprints.of_account(account),
            rows=tuple(row.id for row in rows),
            entries=tuple(ids),
            counts=dict(Counter(row.kind for row in rows)),
        )
        return undo_journal.save(self.import_id, record, self.clock)
