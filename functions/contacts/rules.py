"""Decisions about a member's contacts, over plain values. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from shared.domain.contact_book import (
    Address,
    AnyContact,
    Book,
    Consent,
    Contact,
    Email,
    Phone,
    primary_first,
)
from shared.domain.financing import Financing
from shared.domain.installments import Installment
from shared.kernel.errors import Conflict, Invalid, NotFound

CLOCK_SKEW = timedelta(minutes=5)


class Debt(Protocol):
    """A financing account of a member, and what is paid of it (records/financing_accounts.py)."""

    @property
    def account_id(self) -> str: ...
    @property
    def account_no(self) -> str: ...
    @property
    def last_value_date(self) -> date: ...
    @property
    def product(self) -> str: ...
    @property
    def state(self) -> Financing: ...


LIMITS: dict[type[Contact], int] = {Phone: 5, Email: 5, Address: 10}
_DETAILS = (
    "label", "rt", "rw", "village", "district", "regency", "province", "postal_code",
)  # fmt: skip
FIELDS: dict[type[Contact], str] = {Phone: "number", Email: "address", Address: "street"}


def added(existing: Sequence[AnyContact], new: AnyContact) -> tuple[AnyContact, ...]:
    """With one more at the end; the first becomes primary, and so does one that says it is.

    Conflict where there are too many, or where it is there already.
    """
    limit = LIMITS[type(new)]
    if len(existing) >= limit:
        raise Conflict(FIELDS[type(new)], "too_many", limit=limit)
    _refuse_duplicate(existing, new)
    return _with_one_primary((*existing, new), new.id if new.primary else None)


def changed(existing: Sequence[AnyContact], new: AnyContact) -> tuple[AnyContact, ...]:
    """With the one of this id replaced; where it is primary no longer, the next one is.

    NotFound where there is none of this id, Conflict where another one is the same.
    """
    old = found(existing, new.id)
    others = [entry for entry in existing if entry.id != new.id]
    _refuse_duplicate(others, new)
    everyone = tuple(new if entry.id == new.id else entry for entry in existing)
    if new.primary:
        return _with_one_primary(everyone, new.id)
    if old.primary and others:
        return _with_one_primary(everyone, _next_primary(others).id)
    return _with_one_primary(everyone, None)


def merged(existing: Sequence[AnyContact], new: AnyContact) -> tuple[AnyContact, ...]:
    """With this one added, or with what it says more of the one that is the same; that one can
    become primary by it, and never ceases to be.

    Conflict where there are too many.
    """
    same = next((entry for entry in existing if _is_same(entry, new)), None)
    if same is None:
        return added(existing, new)
    said = {name: getattr(new, name) for name in _DETAILS if getattr(new, name, None) is not None}
    return changed(existing, replace(same, **said, primary=new.primary or same.primary))


def says_more(old: Consent | None, new: Consent) -> bool:
    """Whether a consent is another than the one before, or names a proof that it lacks."""
    if old is None or old.granted != new.granted:
        return True
    proof = ((old.source, new.source), (old.note, new.note))
    return any(said is not None and said != known for known, said in proof)


def removed(existing: Sequence[AnyContact], contact_id: str) -> tuple[AnyContact, ...]:
    """Without the one of this id; where it was primary the next one is, mobile before landline."""
    old = found(existing, contact_id)
    others = tuple(entry for entry in existing if entry.id != contact_id)
    return _with_one_primary(others, _next_primary(others).id if old.primary and others else None)


def found(existing: Sequence[AnyContact], contact_id: str) -> AnyContact:
    """The one of this id, or NotFound."""
    for entry in existing:
        if entry.id == contact_id:
            return entry
    raise NotFound("contact", contact_id)


def whatsapp_number(book: Book) -> str:
    """The number to write to: the primary if it is mobile, else the first mobile one."""
    if book.consent("whatsapp") == "withdrawn":
        raise Conflict("consent", "consent_withdrawn")
    for phone in primary_first(book.of(Phone)):
        if phone.mobile:
            return phone.e164
    raise Conflict("phone", "no_mobile")


THANKED_DAYS = 7
"""So many days after a repayment a member may be thanked for it."""


def next_to_fall_due(debts: Sequence[Debt], today: date) -> tuple[Debt, Installment] | None:
    """The account whose next instalment falls due first, today or later, with that instalment."""
    coming = [(one, due) for one in debts if (due := one.state.next_due(today))]
    return min(coming, key=lambda pair: pair[1].due_on, default=None)


def longest_overdue(debts: Sequence[Debt], today: date) -> Debt | None:
    """The account with the oldest overdue instalment; of equal ones that which owes most."""
    late = [(one, overdue) for one in debts if (overdue := one.state.overdue(today))]
    first = min(
        late, key=lambda pair: (pair[1][0].due_on, -sum(i.unpaid for i in pair[1])), default=None
    )
    return first[0] if first else None


def moment_of(occurred_at: datetime | None, now: datetime) -> datetime:
    """When an interaction was: now if not said; a clerk's clock may be some minutes ahead."""
    if occurred_at is None:
        return now
    if occurred_at > now + CLOCK_SKEW:
        raise Invalid("occurred_at", "time_in_future", occurred_at.isoformat())
    return min(occurred_at, now)


def _with_one_primary(
    entries: tuple[AnyContact, ...], primary_id: str | None
) -> tuple[AnyContact, ...]:
    """With exactly one primary: this one, else the one that is, else the first."""
    if not entries:
        return entries
    if primary_id is None:
        primary_id = next((e.id for e in entries if e.primary), entries[0].id)
    return tuple(
        e if e.primary == (e.id == primary_id) else replace(e, primary=e.id == primary_id)
        for e in entries
    )


def _next_primary(others: Sequence[AnyContact]) -> AnyContact:
    return next((e for e in others if isinstance(e, Phone) and e.mobile), others[0])


def _refuse_duplicate(others: Sequence[Contact], new: Contact) -> None:
    """Conflict where a member has a number or an e-mail already; two members may share one."""
    if not isinstance(new, Address) and any(_is_same(entry, new) for entry in others):
        raise Conflict(FIELDS[type(new)], "already_theirs")


def _is_same(one: Contact, other: Contact) -> bool:
    match one, other:
        case Phone(), Phone():
            return one.e164 == other.e164
        case Email(), Email():
            return one.address.casefold() == other.address.casefold()
        case Address(), Address():
            return one.street.casefold().split() == other.street.casefold().split()
    return False
