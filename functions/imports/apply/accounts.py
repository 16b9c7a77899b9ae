"""Rows of accounts are opened with their entries, or accounts get the entries that they lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts import bulk
from accounts.bulk import Closing, NewAccount, UnitOfWork
from imports import reach, repository
from imports.store import account_rows, undo_journal
from imports.store.account_rows import RowFault
from imports.store.staged_rows import Staged
from imports.store.staging import Staging
from imports.store.undo_journal import LedgerKind
from members.bulk import ids_by_number
from shared.aws.retry import retry_on_conflict
from shared.aws.write import Write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldError, Refusal

from .entries import AccountWriter
from .worker_pool import RowResult

_ENTRIES_PACKED = 80


@dataclass(frozen=True, slots=True)
class Opening:
    """An account's row with what belongs to it; `there` if its number is known already."""

    row: Staged
    new: NewAccount
    installments: list[Staged]
    entries: list[Staged]
    there: bool

    @property
    def rows(self) -> list[Staged]:
        return [self.row, *self.installments, *self.entries]


class AccountApplier:
    """Writes the accounts and entries of one import, in the caller's name."""

    def __init__(self, caller: Caller, import_id: str, staging: Staging, clock: Clock) -> None:
        self._caller, self._import_id = caller, import_id
        self._staging, self._clock = staging, clock

    def plan_openings(self, rows: Sequence[Staged]) -> list[Opening]:
        """What rows of accounts ask for, to be given to `open`."""
        numbers = [row.key or "" for row in rows]
        given = [row.owner for row in rows if row.owner]
        there = ids_by_number(given) | self._staging.matched_members(given)
        owners = reach.members(self._caller, there)
        known = bulk.account_ids(numbers)
        installments = self._staging.of_owners("installments", numbers)
        entries = self._staging.of_owners("transactions", numbers)
        return [
            Opening(
                row,
                account_rows.new_account(
                    row, installments[number], owners.get(row.owner or "", "")
                ),
                installments[number],
                entries[number],
                there=number in known,
            )
            for number, row in zip(numbers, rows, strict=True)
        ]

    def prepare(self, task: Opening) -> tuple[list[Write], RowResult] | None:
        """The writes that open an account and the result that they have; None for a long one."""
        if task.there or not task.new.member_id or len(task.entries) > _ENTRIES_PACKED:
            return None
        try:
            writer, unit, faults = self._opened(task)
        except Refusal:
            return None
        return writer.writes(unit), (task.rows, faults)

    def open(self, task: Opening) -> RowResult:
        """Open an account with its entries, or add what one that is there lacks."""
        if not task.new.member_id:
            fault = reach.unknown_member(self._caller, task.row.owner)
            return task.rows, [(row.id, fault) for row in task.rows]
        number = task.row.key or ""
        if account_id := bulk.account_ids([number]).get(number):
            if not account_id.startswith(f"{task.new.member_id}."):
                fault = FieldError("account_no", "duplicate", number)
                return task.rows, [(row.id, fault) for row in task.rows]
            how = account_rows.closing(task.row)
            return task.rows, self._entries(account_id, task.entries, how)
        try:
            writer, unit, faults = self._opened(task)
            writer.commit(unit)
        except Refusal as refusal:
            return task.rows, [(row.id, refusal.errors[0]) for row in task.rows]
        return task.rows, faults

    def _opened(self, task: Opening) -> tuple[AccountWriter, UnitOfWork, list[RowFault]]:
        """The account with its entries, to be written."""
        account = account_rows.opened(task.row, task.new, task.entries, self._clock)
        unit = UnitOfWork.open(self._caller, account, self._clock)
        writer = self._writer("opened", [task.row, *task.installments])
        faults = writer.add(unit, task.entries)
        if how := account_rows.closing(task.row):
            self._close(unit, how)
        return writer, unit, faults

    def _close(self, unit: UnitOfWork, how: Closing) -> None:
        unit.close(how.closed_on or self._clock.today(), how.reason)

    def plan_postings(self, numbers: Sequence[str]) -> list[tuple[str | None, list[Staged]]]:
        """(id, entries) of accounts that were there before, to be given to `post`."""
        known = reach.accounts(self._caller, bulk.account_ids(numbers))
        entries = self._staging.of_owners("transactions", numbers)
        return [(known.get(number), rows) for number, rows in entries.items()]

    def post(self, task: tuple[str | None, list[Staged]]) -> RowResult:
        """Add entries to an account."""
        account_id, rows = task
        if account_id is None:
            fault = reach.unknown_account(self._caller, rows[0].owner)
            return rows, [(row.id, fault) for row in rows]
        return rows, self._entries(account_id, rows)

    def _entries(
        self, account_id: str, rows: Sequence[Staged], how: Closing | None = None
    ) -> list[RowFault]:
        """Add to an account what it lacks: by the document, or else by what this import did.

        One that this import began to open is closed behind them where its row says `how`.
        """

        def attempt() -> list[RowFault]:
            account, documents = repository.account(account_id)
            records = undo_journal.of_account(self._import_id, account_id)
            done = undo_journal.row_ids(records)
            fresh = [row for row in rows if row.document not in documents and row.id not in done]
            ours = any(record.kind == "opened" for record in records)
            writer = self._writer("continued" if ours else "posted")
            if account_rows.are_backdated(fresh, account):
                return writer.post_alone(account_id, fresh)
            unit = UnitOfWork(self._caller, account, self._clock)
            try:
                faults = writer.add(unit, fresh, repository.entries(documents))
                if how and ours and len(faults) < len(fresh):
                    self._close(unit, how)
                writer.commit(unit)
            except Refusal as refusal:
                return [(row.id, refusal.errors[0]) for row in fresh]
            return faults

        try:
            return retry_on_conflict(attempt, busy=Conflict("account_no", "busy"))
        except Conflict as busy:
            return [(row.id, busy.errors[0]) for row in rows]

    def _writer(self, kind: LedgerKind, rows: Sequence[Staged] = ()) -> AccountWriter:
        return AccountWriter(self._caller, self._import_id, self._clock, kind, rows)
