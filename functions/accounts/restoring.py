"""Entries as another installation of Sapa kept them, with their ids, reversals among them.

They come in the ledger's order, by value date, which is not that of their posting: a withdrawal
dated before the deposit that covers it is right if all of them together are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shared.domain.installments import Entry
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid, Refusal

from . import changes, posting, rules
from .ledger_schemas import KeptEntry
from .model import Account, LedgerEntry, LoanAccount
from .posting import AccountChange

Plan = tuple[list[AccountChange], list[tuple[int, Refusal]]]
"""The changes one after another, and (place among the entries, why it is refused)."""


def with_kept_disbursement(opened: Account, kept: Sequence[KeptEntry]) -> Account:
    """A new account whose disbursement has the id that it was kept with."""
    replaced = _replaced_disbursements(kept)
    disbursed = (one for one in kept if one.type == "disbursement")
    lent = next((one for one in disbursed if one.transaction_id not in replaced), None)
    if not isinstance(opened, LoanAccount) or lent is None or lent.transaction_id is None:
        return opened
    last = f"{lent.value_date}#{lent.transaction_id}"
    return replace(opened, financing=replace(opened.financing, last=last))


def plan(
    caller: Caller,
    start: Account,
    kept: Sequence[KeptEntry],
    clock: Clock,
    ledger: Iterable[LedgerEntry] | None = None,
) -> Plan:
    """What the entries make of an account and its ledger (None: it is new).

    A disbursement is passed over: the opening posts it. Where the entries come to less than 0, each
    that is not covered by those before it is refused.
    """
    known = posting.disbursement(caller, start, clock) if ledger is None else list(ledger)
    planned, refused = _Planner(caller, start, known, clock, covered=False).through(kept)
    if planned and planned[-1].account.amount < 0:
        return _Planner(caller, start, known, clock, covered=True).through(kept)
    return planned, refused


def _replaced_disbursements(kept: Sequence[KeptEntry]) -> set[str | None]:
    """Disbursements in whose place another came with another schedule (docs/decisions/feed.md)."""
    lent = {one.transaction_id for one in kept if one.type == "disbursement"}
    reversed_ = lent & {one.reverses for one in kept}
    return reversed_ if reversed_ != lent else set()


class _Planner:
    """On the way through entries; `covered`: none may take the account below 0."""

    def __init__(
        self,
        caller: Caller,
        start: Account,
        ledger: Sequence[LedgerEntry],
        clock: Clock,
        *,
        covered: bool,
    ) -> None:
        self._caller, self._clock, self._covered = caller, clock, covered
        self._account = start
        self._ledger = {one.transaction_id: one for one in ledger}

    def through(self, kept: Sequence[KeptEntry]) -> Plan:
        planned: list[AccountChange] = []
        refused: list[tuple[int, Refusal]] = []
        replaced = _replaced_disbursements(kept)
        for place, one in enumerate(kept):
            if one.type == "disbursement" or one.reverses in replaced:
                continue
            try:
                _check_id(one)
                change = self._reversal(one) if one.type == "reversal" else self._posting(one)
            except Refusal as refusal:
                refused.append((place, refusal))
            else:
                self._go_on(change)
                planned.append(change)
        return planned, refused

    def _posting(self, one: KeptEntry) -> AccountChange:
        standing, today = changes.standing(self._account), self._clock.today()
        judge = rules.effect if self._covered else rules.change_by
        effect = judge(standing, one.type, one.value_date, one.amount, today)  # type: ignore[arg-type]
        parts = one.parts.named() if one.parts else None
        entry = Entry(_id_of(one), one.type, one.value_date, one.amount, parts=parts)
        account, allocation = changes.with_entry(self._account, entry, effect, self._entries)
        kept = posting.ledger_entry(
            self._caller,
            account,
            entry,
            effect,
            self._clock,
            note=one.note,
            document_no=one.document_no,
            allocation=allocation,
        )
        return AccountChange(account, replace(kept, together_with=one.together_with))

    def _reversal(self, one: KeptEntry) -> AccountChange:
        original = self._ledger.get(one.reverses or "")
        if original is None or original.value_date != one.value_date:
            raise Invalid("reverses", "unknown", one.reverses)
        entry = original.entry
        rules.check_reversible(changes.standing(self._account), entry, original.reversed_by)
        reversal = posting.reversal_of(entry, _id_of(one))
        effect = -original.effect
        if self._covered and self._account.amount + effect < 0:
            raise Conflict("transaction_id", "below_zero", reversal.entry_id)
        account = changes.without_entry(self._account, entry, reversal, effect, self._entries)
        kept = posting.ledger_entry(
            self._caller, account, reversal, effect, self._clock, note=one.note
        )
        return AccountChange(account, kept, original.reversed_with(reversal.entry_id))

    def _entries(self) -> list[Entry]:
        return [one.entry for one in self._ledger.values()]

    def _go_on(self, change: AccountChange) -> None:
        self._account = change.account
        self._ledger[change.entry.transaction_id] = change.entry
        if change.reversed:
            self._ledger[change.reversed.transaction_id] = change.reversed


def _check_id(one: KeptEntry) -> None:
    """An id ends with the value date."""
    if one.transaction_id and one.transaction_id[-8:] != f"{one.value_date:%Y%m%d}":
        raise Invalid("transaction_id", "bad_form", one.transaction_id)


def _id_of(one: KeptEntry) -> str:
    return one.transaction_id or posting.new_transaction_id(one.value_date)
