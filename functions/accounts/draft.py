"""An account on its way from the version that was read: several changes, one transaction.

A change that is refused leaves the draft as it was. Where somebody else was faster a draft is of no
use any more: read the account and draft anew.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from shared.aws import dynamo, write
from shared.domain.financing import Financing
from shared.domain.installments import Entry, live
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, NotFound

from . import changes, entries, posting, repository, rules
from .ledger_schemas import NewTransaction
from .repository import Account, Row


@dataclass(slots=True)
class _Pending:
    account: Account
    last_ids: dict[str, str]
    ledger: dict[str, Row] | None = None
    entries: list[Entry] = field(default_factory=list)
    fresh: list[Row] = field(default_factory=list)
    writes: list[write.Write] = field(default_factory=list)

    def copy(self) -> "_Pending":
        """Its own collections of the same rows: what is in them never changes."""
        return _Pending(
            self.account,
            dict(self.last_ids),
            self.ledger and dict(self.ledger),
            list(self.entries),
            list(self.fresh),
            list(self.writes),
        )


class Draft:
    """Until `commit` nothing is written."""

    def __init__(self, caller: Caller, account: Account, clock: Clock) -> None:
        self._caller, self._clock, self._read = caller, clock, account
        day, _, last_id = account.last.partition("#")
        self._pending = _Pending(account, {day: last_id})

    @property
    def account(self) -> Account:
        """The account as it would be written."""
        return self._pending.account

    @property
    def changed(self) -> bool:
        """Whether there is something to write."""
        return bool(self._pending.writes) or self.account != self._read

    @property
    def size(self) -> int:
        """How many writes a commit has, beside those that it is given."""
        return len(self._pending.writes) + 2

    def ledger(self) -> dict[str, Row]:
        """The ledger's rows by their ids, with what was entered; read at the first use."""
        if self._pending.ledger is None:
            docs = repository.ledger(self.account.account_id, str(date.max))
            self._pending.ledger = {}
            for row in [*map(json.loads, docs), *self._pending.fresh]:
                self._know(row)
        return self._pending.ledger

    def post(self, new: NewTransaction) -> Row:
        """Enter one more; its row."""
        day = str(new.value_date)
        behind = self._pending.last_ids.get(day, "")
        account, row = posting.entered(
            self._caller, self.account, new, self._clock, self._entries, behind=behind
        )
        self._pending.last_ids[day] = row["transaction_id"]
        return self._enter(account, row)

    def reverse(self, transaction_id: str, why: str) -> Row:
        """Take back an entry that is written already; the reversal's row."""
        original = self._entry(transaction_id)
        account, row = posting.taken_back(
            self._caller, self.account, original, why, clock=self._clock, known=self._entries
        )
        return self._undo(account, row, original)

    def correct(self, transaction_id: str, new: NewTransaction, why: str) -> Row:
        """Take an entry back and enter it anew; the new entry's row.

        The one that takes comes last, so that an account is never short of what it gets.
        """
        before = self._pending.copy()
        try:
            if self._entry(transaction_id)["effect"] < 0:
                self.reverse(transaction_id, why)
                return self.post(new)
            row = self.post(new)
            self.reverse(transaction_id, why)
        except Exception:
            self._pending = before
            raise
        return row

    def reschedule(self, schedule: Financing, why: str) -> None:
        """Put the ledger on another schedule (docs/decisions/feed.md).

        Where that lends another sum or asks for another margin, the disbursement is entered anew
        and the old one taken back: the ledger always sums to what is outstanding.
        """
        old, known = self.account, self._entries()
        rules.check_open(changes.standing(old))
        lent = next((e for e in live(known) if e.type == "disbursement"), None)
        if old.lending is None or lent is None:
            raise Conflict("account_id", "nothing_lent_yet")
        account = changes.rescheduled(old, old.lending, schedule, known)
        owed = old.lending.state.principal, old.lending.state.margin
        if owed == (schedule.principal, schedule.margin):
            self._pending.account = account
            return
        original = self._entry(lent.entry_id)
        effect = schedule.principal + schedule.margin
        entry_id = entries.new_transaction_id(lent.value_date, lent.entry_id)
        anew = Entry(entry_id, "disbursement", lent.value_date, schedule.principal)
        balance = old.amount + effect
        self._enter(account, self._row(anew, effect, balance, why))
        undone_id = entries.new_transaction_id(lent.value_date, entry_id)
        undone = Entry(undone_id, "reversal", lent.value_date, lent.amount, lent.entry_id)
        row = self._row(undone, -original["effect"], balance - original["effect"], why)
        self._undo(account, row, original)

    def describe(self, other: Account) -> None:
        """With what was agreed at another opening, but for its schedule."""
        self._pending.account = changes.described(self.account, other)

    def agree(self, other: Account, why: str) -> None:
        """With the schedule of another opening, and the terms that it follows from."""
        self.reschedule(other.lending.state if other.lending else Financing(()), why)
        self._pending.account = changes.agreed(self.account, other)

    def close(self, on: date | None, reason: str | None) -> None:
        """Close the account on a day, or open it again (None)."""
        if on is not None:
            rules.check_closing(changes.standing(self.account), on, self._clock.today())
        self._pending.account = changes.closed(self.account, on, reason)

    def commit(self, also: Sequence[write.Write]) -> None:
        """Write all that was changed, with `also`; ConditionFailed (guard `version`) or Contended
        where somebody else was faster."""
        pending = self._pending
        if not self.changed:
            dynamo.transact(also)
            return
        dynamo.transact([*repository.saved(self._read, pending.account), *pending.writes, *also])
        self._read = replace(pending.account, version=self._read.version + 1)
        if lending := self._read.lending:
            later = replace(lending, version=lending.version + 1)
            self._read = replace(self._read, lending=later)
        pending.account, pending.writes, pending.fresh = self._read, [], []

    def _entries(self) -> list[Entry]:
        self.ledger()
        return self._pending.entries

    def _entry(self, transaction_id: str) -> Row:
        if (row := self.ledger().get(transaction_id)) is None:
            raise NotFound("transaction", transaction_id)
        return row

    def _know(self, row: Row) -> None:
        if self._pending.ledger is not None:
            self._pending.ledger[row["transaction_id"]] = row
            self._pending.entries.append(entries.of_row(row))

    def _enter(self, account: Account, row: Row, undone: str | None = None) -> Row:
        today = self._clock.today()
        self._pending.writes.append(repository.brought(account.row, row, today, undone))
        self._pending.account = account
        self._pending.fresh.append(row)
        self._know(row)
        return row

    def _undo(self, account: Account, row: Row, original: Row) -> Row:
        marked = {**original, "reversed_by": row["transaction_id"]}
        self._pending.writes.append(repository.marked_reversed(account.account_id, marked))
        self.ledger()[original["transaction_id"]] = marked
        return self._enter(account, row, original["type"])

    def _row(self, entry: Entry, effect: int, balance: int, why: str) -> Row:
        return entries.row(
            self._caller, self.account, entry, effect, self._clock, balance=balance, note=why
        )
