"""Instalments, ledger entries and what entries cover of instalments. Pure; whole rupiah."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Part = Literal["penalty", "margin", "principal"]
EntryType = Literal[
    "disbursement",
    "repayment",
    "penalty",
    "fee",
    "adjustment",
    "deposit",
    "withdrawal",
    "interest",
    "reversal",
]

PENALTY_FIRST: tuple[Part, ...] = ("penalty", "margin", "principal")
CHARGES: frozenset[EntryType] = frozenset({"penalty", "fee"})
PAYMENTS: frozenset[EntryType] = frozenset({"repayment", "adjustment"})


@dataclass(frozen=True, slots=True)
class Installment:
    """One instalment: what falls due on a date, and what of it is paid."""

    number: int
    due_on: date
    principal: int
    margin: int
    penalty: int = 0
    paid_principal: int = 0
    paid_margin: int = 0
    paid_penalty: int = 0

    @property
    def amount(self) -> int:
        return self.principal + self.margin + self.penalty

    @property
    def paid(self) -> int:
        return self.paid_principal + self.paid_margin + self.paid_penalty

    @property
    def unpaid_principal(self) -> int:
        return self.principal - self.paid_principal

    @property
    def unpaid_margin(self) -> int:
        return self.margin - self.paid_margin

    @property
    def unpaid_penalty(self) -> int:
        return self.penalty - self.paid_penalty

    @property
    def unpaid(self) -> int:
        return self.amount - self.paid

    def unpaid_part(self, part: Part) -> int:
        """What is unpaid of one part."""
        match part:
            case "penalty":
                return self.unpaid_penalty
            case "margin":
                return self.unpaid_margin
            case "principal":
                return self.unpaid_principal

    def pay(self, paid: Mapping[Part, int]) -> "Installment":
        """The instalment with so much more paid of its parts (whole rupiah)."""
        return replace(
            self,
            paid_principal=self.paid_principal + paid.get("principal", 0),
            paid_margin=self.paid_margin + paid.get("margin", 0),
            paid_penalty=self.paid_penalty + paid.get("penalty", 0),
        )

    def as_lent(self) -> "Installment":
        """The original instalment: nothing paid, no penalty."""
        return Installment(self.number, self.due_on, self.principal, self.margin)


@dataclass(frozen=True, slots=True)
class NamedParts:
    """What a payment was made for, where it says so: its amount by parts."""

    principal: int = 0
    margin: int = 0
    penalty: int = 0

    @property
    def amount(self) -> int:
        return self.principal + self.margin + self.penalty

    def items(self) -> Iterator[tuple[Part, int]]:
        """(part, amount), of parts with an amount."""
        for part in PENALTY_FIRST:
            if amount := getattr(self, part):
                yield part, amount


@dataclass(frozen=True, slots=True)
class Entry:
    """What a state needs of a ledger entry. `entry_id` sorts in the order of posting."""

    entry_id: str
    type: EntryType
    value_date: date
    amount: int
    reverses: str | None = None
    parts: NamedParts | None = None

    @property
    def sort_key(self) -> str:
        """By which a ledger is sorted: value date, then the order of posting."""
        return f"{self.value_date}#{self.entry_id}"


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a payment covered, or on which instalment a charge was put.

    `credit` is the part of a payment that found nothing to cover yet; `first` and `last` are
    numbers of instalments.
    """

    principal: int = 0
    margin: int = 0
    penalty: int = 0
    credit: int = 0
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What was paid of one instalment, by its number."""

    number: int
    principal: int = 0
    margin: int = 0
    penalty: int = 0


@dataclass(frozen=True, slots=True)
class AllocationStep:
    """What one entry did to a schedule.

    `shares` are (payment, what it paid of an instalment): a payment's own, or for a charge those
    of earlier payments whose credit covers it. `oldest` is the oldest unpaid instalment afterwards,
    `charged` the number of the instalment on which a charge was put.
    """

    entry: Entry
    shares: tuple[tuple[Entry, Share], ...]
    oldest: Installment | None
    charged: int | None


def effective_entries(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without reversals and what they reversed, in the ledger's order."""
    all_entries = list(entries)
    reversed_ids = {e.reverses for e in all_entries if e.reverses}
    effective = (e for e in all_entries if e.type != "reversal" and e.entry_id not in reversed_ids)
    return sorted(effective, key=lambda e: e.sort_key)
