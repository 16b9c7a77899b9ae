"""What posting, reversing and correcting make of an account and its ledger.

Everything is planned on the account before any of it is taken over, so that a refusal changes
nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from shared.domain.installments import PAYMENTS
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid

from . import changes, posting, rules
from .changes import Ledger
from .ledger_schemas import NewTransaction
from .ledger_view import LedgerView
from .model import Account, LedgerEntry, SavingsAccount
from .posting import AccountChange


class EntryPlanner:
    """Plans changes over a ledger, each of them on the account after the one before.

    `by_hand`: the entries are a clerk's, so that no past day may end with less than nothing in
    savings. What a file or a core system brings is right as a whole, in whatever order it comes.
    """

    def __init__(self, caller: Caller, view: LedgerView, clock: Clock, *, by_hand: bool) -> None:
        self._caller, self._view, self._clock, self._by_hand = caller, view, clock, by_hand

    def posting(self, account: Account, new: NewTransaction) -> AccountChange:
        """An entry, of any value date since the opening."""
        change = self._posting(account, new, [])
        if day := self._short_on(account, change):
            raise Invalid("amount", "over_past_balance", new.amount, day=str(day))
        return change

    def together(self, account: Account, several: Sequence[NewTransaction]) -> list[AccountChange]:
        """One entry, or two of a value date that name each other."""
        planned: list[AccountChange] = []
        for new in several:
            planned.append(self._posting(account, new, planned))
            account = planned[-1].account
        if len(planned) == 1:
            return planned
        first, second = planned
        return [_naming(first, second.entry), _naming(second, first.entry)]

    def reversal(self, account: Account, transaction_id: str, reason: str) -> list[AccountChange]:
        """That of an entry first, then that of what was posted together with it.

        A payment that is taken back opens its financing again, if that was closed.
        """
        wanted = [self._view.entry(transaction_id)]
        if other := wanted[0].together_with:
            wanted.append(self._view.entry(other))
        if account.kind == "financing" and account.is_closed and wanted[0].type in PAYMENTS:
            account = changes.closed(account, None, reason)
        planned: list[AccountChange] = []
        for original in wanted:
            after = planned[-1].account if planned else account
            planned.append(self._reversal(after, original, reason, planned))
        if day := self._short_on(account, planned[0]):
            raise Conflict("transaction_id", "below_zero_on", transaction_id, day=str(day))
        return planned

    def correction(
        self, account: Account, transaction_id: str, new: NewTransaction, reason: str
    ) -> tuple[LedgerEntry, list[AccountChange]]:
        """An entry anew, and its changes: it and the reversal of the old one.

        The one that takes comes last, so that an account is never short of what it gets.
        """
        original = self._view.entry(transaction_id)
        if original.effect < 0:
            reversal = self._reversal(account, original, reason, [])
            posted = self._posting(reversal.account, new, [reversal])
            return posted.entry, [reversal, posted]
        posted = self._posting(account, new, [])
        return posted.entry, [posted, self._reversal(posted.account, original, reason, [posted])]

    def _posting(
        self, account: Account, new: NewTransaction, planned: Sequence[AccountChange]
    ) -> AccountChange:
        behind = max((one.entry.transaction_id for one in planned if _on(one, new)), default="")
        behind = max(behind, self._view.last_id(new.value_date))
        known = self._ledger_with(planned)
        return posting.post_entry(self._caller, account, new, self._clock, known, behind=behind)

    def _reversal(
        self,
        account: Account,
        original: LedgerEntry,
        reason: str,
        planned: Sequence[AccountChange],
    ) -> AccountChange:
        return posting.reverse_entry(
            self._caller,
            account,
            original,
            reason,
            clock=self._clock,
            known=self._ledger_with(planned),
        )

    def _ledger_with(self, planned: Sequence[AccountChange]) -> Ledger:
        return lambda: [*self._view.entries(), *(one.entry.entry for one in planned)]

    def _short_on(self, account: Account, change: AccountChange) -> date | None:
        """The day on which a change by hand leaves savings with less than nothing, if there is one:
        the ledger is read only where entries of later days may be."""
        entry = change.entry
        if not self._by_hand or not isinstance(account, SavingsAccount) or entry.effect >= 0:
            return None
        if str(entry.value_date) >= account.last[:10]:
            return None
        effects = [(one.value_date, one.effect) for one in self._view.whole().values()]
        return rules.first_day_short(change.account.amount, entry.value_date, effects)


def _on(change: AccountChange, new: NewTransaction) -> bool:
    return change.entry.value_date == new.value_date


def _naming(change: AccountChange, other: LedgerEntry) -> AccountChange:
    return replace(change, entry=replace(change.entry, together_with=other.transaction_id))
