"""Entries as another installation of Sapa kept them, with their ids, reversals among them.

They come in the ledger's order, by value date, which is not that of their posting: a withdrawal
dated before the deposit that covers it is right if all of them together are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shared.domain.installments import Entry
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid, Refusal

from . import changes, entries, opening, rules
from .ledger_schemas import KeptEntry
from .repository import Account, Row


@dataclass(frozen=True, slots=True)
class Step:
    """The account one entry further, the entry's row, and the row of what it reversed."""

    account: Account
    row: Row
    marked: Row | None = None


Course = tuple[list[Step], list[tuple[int, Refusal]]]
"""The steps, and (place among the entries, why it is refused)."""


def reopened(opened: Account, kept: Sequence[KeptEntry]) -> Account:
    """A new account whose disbursement has the id that it was kept with."""
    passed = _superseded(kept)
    disbursed = (one for one in kept if one.type == "disbursement")
    lent = next((one for one in disbursed if one.transaction_id not in passed), None)
    if opened.lending is None or lent is None or lent.transaction_id is None:
        return opened
    last = f"{lent.value_date}#{lent.transaction_id}"
    return replace(opened, last=last, lending=replace(opened.lending, last=last))


def course(
    caller: Caller,
    start: Account,
    kept: Sequence[KeptEntry],
    clock: Clock,
    ledger: Iterable[Row] | None = None,
) -> Course:
    """What becomes of an account and its ledger (of a new one: its disbursement) by the entries.

    A disbursement is passed over: the opening posts it. Where the entries come to less than 0, each
    that is not covered by those before it is refused.
    """
    known = opening.disbursement(caller, start, clock) if ledger is None else list(ledger)
    steps, refused = _Walk(caller, start, known, clock, covered=False).through(kept)
    if steps and steps[-1].account.amount < 0:
        return _Walk(caller, start, known, clock, covered=True).through(kept)
    return steps, refused


def _superseded(kept: Sequence[KeptEntry]) -> set[str | None]:
    """Disbursements in whose place another came with another schedule (docs/decisions/feed.md)."""
    lent = {one.transaction_id for one in kept if one.type == "disbursement"}
    gone = lent & {one.reverses for one in kept}
    return gone if gone != lent else set()


class _Walk:
    """On the way through entries; `covered`: none may take the account below 0."""

    def __init__(
        self, caller: Caller, start: Account, ledger: Sequence[Row], clock: Clock, *, covered: bool
    ) -> None:
        self._caller, self._clock, self._covered = caller, clock, covered
        self._account = start
        self._rows = {row["transaction_id"]: row for row in ledger}

    def through(self, kept: Sequence[KeptEntry]) -> Course:
        steps: list[Step] = []
        refused: list[tuple[int, Refusal]] = []
        passed = _superseded(kept)
        for place, one in enumerate(kept):
            if one.type == "disbursement" or one.reverses in passed:
                continue
            try:
                _check_id(one)
                steps.append(self._reversed(one) if one.type == "reversal" else self._next(one))
            except Refusal as refusal:
                refused.append((place, refusal))
        return steps, refused

    def _next(self, one: KeptEntry) -> Step:
        standing, today = changes.standing(self._account), self._clock.today()
        judge = rules.effect if self._covered else rules.change_by
        effect = judge(standing, one.type, one.value_date, one.amount, today)  # type: ignore[arg-type]
        entry = Entry(_id_of(one), one.type, one.value_date, one.amount)
        account, allocation = changes.with_entry(self._account, entry, effect, self._ledger)
        row = entries.row(
            self._caller,
            account,
            entry,
            effect,
            self._clock,
            balance=account.amount,
            note=one.note or None,
            document_no=one.document_no or None,
            allocation=allocation,
        )
        return self._to(Step(account, row))

    def _reversed(self, one: KeptEntry) -> Step:
        original = self._rows.get(one.reverses or "")
        if original is None or original["value_date"] != str(one.value_date):
            raise Invalid("reverses", "unknown", one.reverses)
        entry = entries.of_row(original)
        rules.check_reversible(changes.standing(self._account), entry, original["reversed_by"])
        undone = Entry(_id_of(one), "reversal", one.value_date, entry.amount, entry.entry_id)
        effect = -original["effect"]
        if self._covered and self._account.amount + effect < 0:
            raise Conflict("transaction_id", "below_zero", undone.entry_id)
        account = changes.without(self._account, entry, undone, effect, self._ledger)
        row = entries.row(
            self._caller,
            account,
            undone,
            effect,
            self._clock,
            balance=account.amount,
            note=one.note or None,
        )
        return self._to(Step(account, row, {**original, "reversed_by": undone.entry_id}))

    def _ledger(self) -> list[Entry]:
        return [entries.of_row(row) for row in self._rows.values()]

    def _to(self, step: Step) -> Step:
        self._account = step.account
        self._rows[step.row["transaction_id"]] = step.row
        if step.marked:
            self._rows[step.marked["transaction_id"]] = step.marked
        return step


def _check_id(one: KeptEntry) -> None:
    """An id ends with the value date."""
    if one.transaction_id and one.transaction_id[-8:] != f"{one.value_date:%Y%m%d}":
        raise Invalid("transaction_id", "bad_form", one.transaction_id)


def _id_of(one: KeptEntry) -> str:
    return one.transaction_id or entries.new_transaction_id(one.value_date)
