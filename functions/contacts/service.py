"""Use cases of the contacts room: phones, e-mails and addresses.

Every change is a transaction from one version of a member's Book to the next, with the member's
card and search entries where a number is concerned, and with its audit.
"""

from dataclasses import replace
from typing import Any

from shared.domain.contact_book import Address, AnyContact, Book, Contact, Email, Phone
from shared.domain.phones import display, e164, is_mobile
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.ids import new_id
from shared.records import member_card
from shared.records.audit import audit
from shared.records.contact_records import load, rewrite

from . import rules
from .schemas import AddressChange, EmailChange, NewAddress, NewEmail, NewPhone, PhoneChange


def contacts(caller: Caller, member_id: str) -> Book:
    """All contacts of a member: one read, a second only where there are none."""
    member_card.require_visible(caller, member_id)
    book = load(member_id)
    if book == Book():
        member_card.require_member(member_id)
    return book


def add_phone(caller: Caller, member_id: str, new: NewPhone, clock: Clock) -> Phone:
    """Add a number; lists and searches show it from the same moment."""
    return _add(caller, member_id, phone_of(new), clock)


def add_email(caller: Caller, member_id: str, new: NewEmail, clock: Clock) -> Email:
    """Add an e-mail address."""
    return _add(caller, member_id, Email(id=new_id(), **new.model_dump()), clock)


def add_address(caller: Caller, member_id: str, new: NewAddress, clock: Clock) -> Address:
    """Add a postal address."""
    return _add(caller, member_id, Address(id=new_id(), **new.model_dump()), clock)


def change_phone(
    caller: Caller, member_id: str, phone_id: str, wanted: PhoneChange, clock: Clock
) -> Phone:
    """Change the fields that were sent."""
    sent = wanted.model_dump(exclude_unset=True)
    if "number" in sent:
        sent |= _number(sent.pop("number"))
    return _change(caller, member_id, Phone, phone_id, sent, clock=clock)


def change_email(
    caller: Caller, member_id: str, email_id: str, wanted: EmailChange, clock: Clock
) -> Email:
    """Change the fields that were sent."""
    sent = wanted.model_dump(exclude_unset=True)
    return _change(caller, member_id, Email, email_id, sent, clock=clock)


def change_address(
    caller: Caller, member_id: str, address_id: str, wanted: AddressChange, clock: Clock
) -> Address:
    """Change the fields that were sent."""
    sent = wanted.model_dump(exclude_unset=True)
    return _change(caller, member_id, Address, address_id, sent, clock=clock)


def remove(
    caller: Caller, member_id: str, kind: type[Contact], contact_id: str, clock: Clock
) -> None:
    """Delete a phone, an e-mail or an address."""
    member_card.require_visible(caller, member_id)

    def without(book: Book) -> Book:
        return book.having(kind, rules.removed(book.of(kind), contact_id))

    record = audit(
        caller, clock.now(), f"{kind.__name__.lower()}.delete", f"member:{member_id}", id=contact_id
    )
    rewrite(member_id, without, [record])


def phone_of(new: NewPhone) -> Phone:
    """The phone as it is kept; Invalid where it is none."""
    fields = new.model_dump(exclude={"number"})
    return Phone(id=new_id(), **_number(new.number), **fields)


def _number(number: str) -> dict[str, Any]:
    found = e164(number)
    return {
        "e164": found,
        "display": display(found),
        "mobile": is_mobile(found),
        "undeliverable": None,
    }


def _add(caller: Caller, member_id: str, new: AnyContact, clock: Clock) -> AnyContact:
    member_card.require_visible(caller, member_id)
    kind = type(new)

    def with_one_more(book: Book) -> Book:
        return book.having(kind, rules.added(book.of(kind), new))

    record = audit(
        caller, clock.now(), f"{kind.__name__.lower()}.add", f"member:{member_id}", id=new.id
    )
    return rules.found(rewrite(member_id, with_one_more, [record]).of(kind), new.id)


def _change(
    caller: Caller,
    member_id: str,
    kind: type[AnyContact],
    contact_id: str,
    sent: dict[str, Any],
    *,
    clock: Clock,
) -> AnyContact:
    member_card.require_visible(caller, member_id)

    def with_changes(book: Book) -> Book:
        existing = book.of(kind)
        new = replace(rules.found(existing, contact_id), **sent)
        return book.having(kind, rules.changed(existing, new))

    record = audit(
        caller,
        clock.now(),
        f"{kind.__name__.lower()}.change",
        f"member:{member_id}",
        id=contact_id,
        fields=sorted(sent),
    )
    return rules.found(rewrite(member_id, with_changes, [record]).of(kind), contact_id)
