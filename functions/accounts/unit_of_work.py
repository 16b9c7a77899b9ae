"""The one way to change an account: changes are collected and written in one transaction.

Routes, imports, the feed, the undoing of imports and the demo all go through it
(docs/decisions/unit-of-work.md).
"""

from collections.abc import Sequence
from datetime import date

from shared.aws import dynamo, write
from shared.domain.financing import Financing
from shared.domain.installments import Entry, EntryType, effective_entries
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.records import member_card
from shared.records.audit import audit

from . import changes, posting, repository, rules
from .entry_planner import EntryPlanner
from .ledger_schemas import NewTransaction
from .ledger_view import LedgerView
from .model import Account, LedgerEntry, LoanAccount
from .posting import AccountChange
from .recap import rules as recap_rules

MOST_WRITES = 90
"""A transaction holds 100 items: these, and what is written along with them."""


class UnitOfWork:
    """An account, from the version that was read to the next; nothing is written until `commit`.

    A change that is refused (a Refusal) leaves the unit as it was. Where somebody else was faster
    `commit` raises ConditionFailed (guard `version`) or Contended; then the unit is of no more use:
    read the account and begin anew.

    The recap of a day shows what was posted on it; `by_hand` says that all entries were, as a
    clerk's are. What comes from elsewhere is only shown if its value date is this day.
    """

    def __init__(
        self, caller: Caller, account: Account, clock: Clock, *, by_hand: bool = False
    ) -> None:
        self.account = account
        """As it would be written now."""
        self._caller, self._clock, self._by_hand = caller, clock, by_hand
        self._read, self._is_new = account, False
        self._begin(LedgerView(account))

    @classmethod
    def open(
        cls, caller: Caller, account: Account, clock: Clock, *, by_hand: bool = False
    ) -> "UnitOfWork":
        """That of an account that is not there yet (opening.new_account); a loan is disbursed.

        `commit` refuses with the guards `member` (there is none) and `account_no` (it is in use).
        """
        unit = cls(caller, account, clock, by_hand=by_hand)
        unit._is_new = True
        unit._begin(LedgerView(account, is_new=True))
        for lent in posting.disbursement(caller, account, clock):
            unit.apply(AccountChange(account, lent))
        return unit

    @property
    def is_changed(self) -> bool:
        """Whether there is something to write."""
        if self._is_new or self._view.size:
            return True
        return self.account is not self._read and self.account != self._read

    @property
    def is_new(self) -> bool:
        """Whether the next commit opens the account."""
        return self._is_new

    @property
    def entries(self) -> list[LedgerEntry]:
        """The new entries that the next commit writes."""
        return self._view.new

    @property
    def size(self) -> int:
        """How many items of the ledger and the account a commit writes, an opening's apart."""
        return self._view.size + 2

    @property
    def is_full(self) -> bool:
        """Whether it must be committed before another change."""
        return self.size > MOST_WRITES

    def ledger(self) -> dict[str, LedgerEntry]:
        """The ledger by transaction ids, new entries among it; read at the first use."""
        return self._view.whole()

    def post(self, new: NewTransaction) -> LedgerEntry:
        """Post an entry, of any value date since the opening."""
        return self.apply(self._planner.posting(self.account, new))

    def post_together(self, several: Sequence[NewTransaction]) -> list[LedgerEntry]:
        """Post one entry, or two of a value date that name each other."""
        return [self.apply(one) for one in self._planner.together(self.account, several)]

    def append(self, new: NewTransaction) -> LedgerEntry:
        """Post an entry that is not dated before the last, so that no ledger is read."""
        return self.apply(posting.append_entry(self._caller, self.account, new, self._clock))

    def reverse(self, transaction_id: str, reason: str) -> LedgerEntry:
        """Take an entry back with one of the opposite effect; each names the other.

        What was posted together with it is taken back too. A payment that is taken back opens its
        financing again, if that was closed.
        """
        planned = self._planner.reversal(self.account, transaction_id, reason)
        reversals = [self.apply(one) for one in planned]
        return reversals[0]

    def correct(self, transaction_id: str, new: NewTransaction, reason: str) -> LedgerEntry:
        """Reverse an entry and post it anew; the new one."""
        posted, planned = self._planner.correction(self.account, transaction_id, new, reason)
        for change in planned:
            self.apply(change)
        return posted

    def reschedule(self, schedule: Financing, reason: str) -> None:
        """Put the ledger on another schedule (docs/decisions/feed.md).

        Where that lends another sum or asks for another margin, the disbursement is posted anew and
        the old one reversed: the ledger always sums to what is outstanding.
        """
        old, known = self.account, self._view.entries()
        rules.check_open(changes.standing(old))
        lent = next((e for e in effective_entries(known) if e.type == "disbursement"), None)
        if not isinstance(old, LoanAccount) or lent is None:
            raise Conflict("account_id", "nothing_lent_yet")
        account = changes.with_schedule(old, schedule, known)
        state = old.financing.state
        if (state.principal, state.margin) == (schedule.principal, schedule.margin):
            self.account = account
            return
        original, effect = self._view.entry(lent.entry_id), schedule.principal + schedule.margin
        day, balance = lent.value_date, old.amount + effect
        anew_id = posting.new_transaction_id(day, lent.entry_id)
        anew = Entry(anew_id, "disbursement", day, schedule.principal)
        self.apply(AccountChange(account, self._kept(anew, effect, balance, reason)))
        reversal = posting.reversal_of(lent, posting.new_transaction_id(day, anew_id))
        kept = self._kept(reversal, -original.effect, balance - original.effect, reason)
        self.apply(AccountChange(account, kept, original.reversed_with(reversal.entry_id)))

    def agree(self, other: Account) -> None:
        """Take over what was agreed at another opening, but for a loan's schedule."""
        self.account = changes.with_terms(self.account, other)

    def agree_schedule(self, other: LoanAccount, reason: str) -> None:
        """Take over the schedule of another opening, and the terms from which it follows."""
        self.reschedule(other.financing.state, reason)
        if isinstance(self.account, LoanAccount):
            self.account = changes.with_schedule_terms(self.account, other)

    def close(self, closed_on: date, reason: str | None) -> None:
        """Close the account, which must hold nothing."""
        rules.check_closing(changes.standing(self.account), closed_on, self._clock.today())
        self.account = changes.closed(self.account, closed_on, reason)

    def reopen(self, reason: str | None = None) -> None:
        """Open a closed account again."""
        self.account = changes.closed(self.account, None, reason)

    def apply(self, change: AccountChange) -> LedgerEntry:
        """Take a change of the account as it is now; its entry.

        Whoever planned several (restoring.plan, bulk.plan_reversals) applies them one by one, and
        commits whenever the unit is full.
        """
        self.account = change.account
        self._view.add(change)
        return change.entry

    def audit_record(self, action: str, **detail: object) -> write.Write:
        """The audit's record of what the caller did to the account."""
        subject = f"account:{self.account.account_id}"
        return audit(self._caller, self._clock.now(), action, subject, **detail)

    def commit(self, extra_writes: Sequence[write.Write] = ()) -> None:
        """Write all that was changed, and `extra_writes` with it, in one transaction."""
        if writes := [*self.writes(), *extra_writes]:
            dynamo.transact(writes)
        self.committed()

    def writes(self) -> list[write.Write]:
        """What a commit would write now, for a caller who packs several units in one transaction;
        it then calls `committed`."""
        if not self.is_changed:
            return []
        if self._is_new:
            opening = repository.opening_writes(self.account)
            writes = [member_card.exists(self.account.member_id), *opening]
        else:
            writes = repository.saving_writes(self._read, self.account)
        writes += (self._entry_write(*one) for one in self._view.with_undone())
        writes += map(repository.reversed_write, self._view.reversed)
        return writes

    def committed(self) -> None:
        """Go on behind what `writes` answered: it is written."""
        if self.is_changed:
            self.account = changes.written(self.account, self._read, is_new=self._is_new)
        self._read, self._is_new = self.account, False
        self._view.written()

    def _begin(self, view: LedgerView) -> None:
        self._view = view
        self._planner = EntryPlanner(self._caller, view, self._clock, by_hand=self._by_hand)

    def _kept(self, entry: Entry, effect: int, balance: int, note: str) -> LedgerEntry:
        return posting.ledger_entry(
            self._caller, self.account, entry, effect, self._clock, balance=balance, note=note
        )

    def _entry_write(self, entry: LedgerEntry, undone: EntryType | None) -> write.Write:
        today, account_no = self._clock.today(), self.account.account_no
        in_recap = self._by_hand or entry.value_date == today
        recap = recap_rules.posted(entry, account_no, undone) if in_recap else None
        return repository.entry_write(entry, recap, today)
