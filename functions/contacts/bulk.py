"""Many contacts of a member at once, as an import and the demo have them."""

from dataclasses import replace

from shared import member_card, write
from shared.audit import audit
from shared.clock import Clock
from shared.consents import timeline_of
from shared.contact_book import Address, Book, Contact, Email, Phone, in_order
from shared.contact_items import rewrite, save
from shared.identity import Caller
from shared.ids import new_id

from . import rules
from .consents import given_by
from .schemas import ContactCard
from .service import phone_of


def add_all(caller: Caller, member_id: str, card: ContactCard, clock: Clock) -> Book:
    """Add all that is known of a member in one transaction, by the rules of each alone.

    A Conflict (a twin, or more than there may be) refuses all of it.
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


def first_book(
    caller: Caller, member_id: str, card: ContactCard, clock: Clock
) -> tuple[tuple[str, ...], list[write.Write]]:
    """The contacts of a member who is being made: (numbers, the primary one first; the writes)."""
    given = given_by(caller, card.consents, clock)
    book = replace(_having(Book(), _entries(card)), consents=tuple(given.items()))
    numbers = tuple(phone.e164 for phone in in_order(book.of(Phone)))
    if book == Book():
        return numbers, []
    return numbers, [*save(member_id, Book(), book), *timeline_of(member_id, given)]


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
