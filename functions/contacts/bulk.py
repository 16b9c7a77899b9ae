"""What imports, the feed and the demo data use of contacts: they import no other module of this
room.

A member's Book is read, and deleted, by shared/records/contact_records.py.
"""

from collections.abc import Sequence
from dataclasses import replace

from shared.aws.write import Write
from shared.domain.contact_book import Address, Book, Contact, Email, Phone, primary_first
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.ids import new_id
from shared.records import member_card
from shared.records.audit import audit
from shared.records.consent_timeline import timeline_of
from shared.records.contact_records import rewrite, save

from . import rules
from .consents import given_by
from .schemas import ContactCard as ContactCard
from .schemas import KeptConsents as KeptConsents
from .schemas import NewInteraction as NewInteraction
from .service import phone_of
from .timeline import add_interaction as add_interaction

Change = tuple[str, str | None, str | None]
"""A field, and its values before and after."""

_SHOWN = ((Phone, "phone", "e164"), (Email, "email", "address"), (Address, "street", "street"))
"""Each kind of contact, the field that a change is shown as, and the attribute that it shows."""


def add_contacts(caller: Caller, member_id: str, card: ContactCard, clock: Clock) -> Book:
    """Add all that is known of a member in one transaction, by the rules of each alone.

    A Conflict (one that they have already, or more than there may be) refuses all of it.
    """
    member_card.require_visible(caller, member_id)
    new, given = _entries(card), given_by(caller, card.consents, clock)

    def with_all(book: Book) -> Book:
        book = _having(book, new)
        return replace(book, consents=tuple((dict(book.consents) | given).items()))

    record = audit(
        caller,
        clock.now(),
        "contacts.add",
        f"member:{member_id}",
        ids=[contact.id for contact in new],
        **{channel: consent.granted for channel, consent in given.items()},
    )
    return rewrite(member_id, with_all, [*timeline_of(member_id, given), record])


def first_contacts(
    caller: Caller, member_id: str, card: ContactCard, clock: Clock
) -> tuple[Book, list[Write]]:
    """The contacts of a member who is being made, and their writes."""
    given = given_by(caller, card.consents, clock)
    book = replace(_having(Book(), _entries(card)), consents=tuple(given.items()))
    if book == Book():
        return book, []
    return book, [*save(member_id, Book(), book), *timeline_of(member_id, given)]


def next_contacts(
    caller: Caller, member_id: str, old: Book, card: ContactCard, clock: Clock
) -> tuple[Book, list[Write]]:
    """The contacts of a member with those of the card, and the writes (guard `book`), none where
    nothing differs.

    The first of a kind on the card becomes primary; what the card does not name stays. A Conflict
    says which are more than there may be.
    """
    said = given_by(caller, card.consents, clock)
    given = {c: new for c, new in said.items() if rules.says_more(dict(old.consents).get(c), new)}
    named = _entries(card)
    leading = {type(one): one.id for one in (*reversed(named), *(c for c in named if c.primary))}
    book = replace(old, consents=tuple((dict(old.consents) | given).items()))
    for one in named:
        kind = type(one)
        known = rules.merged(book.of(kind), replace(one, primary=one.id == leading[kind]))
        book = book.having(kind, known)
    if book == old:
        return old, []
    return book, [*save(member_id, old, book), *timeline_of(member_id, given)]


def changes(old: Book, new: Book) -> list[Change]:
    """What differs, by field: of each kind of contact the primary one, of consents no values."""
    found: list[Change] = []
    for kind, field, attribute in _SHOWN:
        before, after = old.of(kind), new.of(kind)
        if before != after:
            found.append((field, _primary(before, attribute), _primary(after, attribute)))
    if old.consents != new.consents:
        found.append(("consents", None, None))
    return found


def _primary(contacts: Sequence[Contact], attribute: str) -> str | None:
    return getattr(primary_first(contacts)[0], attribute) if contacts else None


def _entries(card: ContactCard) -> list[Contact]:
    return [
        *map(phone_of, card.phones),
        *(Email(id=new_id(), **email.model_dump()) for email in card.emails),
        *(Address(id=new_id(), **address.model_dump()) for address in card.addresses),
    ]


def _having(book: Book, new: list[Contact]) -> Book:
    for contact in new:
        kind = type(contact)
        book = book.having(kind, rules.added(book.of(kind), contact))
    return book
