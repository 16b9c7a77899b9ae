"""Members that a core system sends: each with their contacts in one transaction over two rooms."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from contacts import bulk as contacts
from contacts.bulk import ContactCard
from members import bulk as members
from members.bulk import MemberChange, NewMember, mask_nik
from shared.aws import dynamo
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.ids import new_id
from shared.records import contact_records, member_card

from . import repository as feed_links
from .batches import ENVELOPE, Feed, Outcome, each
from .repository import Link
from .schemas import FedMember


def take(feed: Feed, messages: Sequence[FedMember]) -> list[Outcome]:
    """What becomes of each."""
    return each(feed, "members", messages, partial(_member, feed))


def _member(feed: Feed, message: FedMember, link: Link | None, attempt: int) -> Outcome:
    mark = feed_links.mark(message.model_dump(mode="json", exclude_unset=True, exclude=ENVELOPE))
    if link and link.sapa_id and link.mark == mark:
        fresh = Link(message.sequence, link.sapa_id, mark)
        there = member_card.exists(link.sapa_id)
        if feed.is_only_linked(there, feed.linked("members", message, link, fresh)):
            return Outcome("same", link.sapa_id)
    member_id = link.sapa_id if link else _of_number(message.member_no) if attempt else None
    try:
        if member_id:
            return _revised(feed, message, link, member_id, mark)
        return _new(feed, message, link, mark)
    except dynamo.ConditionFailed as failed:
        if failed.guards == ("nik",):
            raise Conflict("nik", "duplicate", message.nik and mask_nik(message.nik)) from failed
        if failed.guards == ("member_no",) and link:
            raise Conflict("member_no", "duplicate", message.member_no) from failed
        raise


def _of_number(member_no: str | None) -> str | None:
    """Who has this number already: they came by a file or by hand."""
    number = (member_no or "").casefold()
    return members.ids_by_number([number]).get(number) if number else None


def _new(feed: Feed, message: FedMember, link: Link | None, mark: str) -> Outcome:
    member_id = new_id()
    book, contact_writes = contacts.first_contacts(
        feed.caller, member_id, _card(message), feed.clock
    )
    new = NewMember.model_validate(_sent(message, NewMember))
    first = members.first_version(feed.caller, new, member_id, book.numbers, feed.clock)
    dynamo.transact(
        [
            *members.create_writes(*first),
            *contact_writes,
            feed.linked("members", message, link, Link(message.sequence, member_id, mark)),
            feed.record("member.feed", f"member:{member_id}"),
        ]
    )
    return Outcome("created", member_id)


def _revised(
    feed: Feed, message: FedMember, link: Link | None, member_id: str, mark: str
) -> Outcome:
    try:
        stored = members.load(member_id)
    except NotFound:  # their import was undone
        return _new(feed, message, link, mark)
    wanted = MemberChange.model_validate(_sent(message, MemberChange))
    old = contact_records.load(member_id)
    card = _card(message)
    book, contact_writes = contacts.next_contacts(feed.caller, member_id, old, card, feed.clock)
    revision = members.next_version(feed.caller, stored, wanted, book.numbers, feed.clock)
    writes = revision.writes_with(contact_writes)
    if writes:
        fields = [*revision.fields, *(field for field, *_ in contacts.changes(old, book))]
        writes.append(feed.record("member.feed", f"member:{member_id}", fields=fields))
    fresh = Link(message.sequence, member_id, mark)
    dynamo.transact([*writes, feed.linked("members", message, link, fresh)])
    return Outcome("updated" if writes else "same", member_id)


def _sent(message: FedMember, schema: type[NewMember | MemberChange]) -> dict[str, Any]:
    names = message.model_fields_set & schema.model_fields.keys()
    return {name: getattr(message, name) for name in names}


def _card(message: FedMember) -> ContactCard:
    return ContactCard(**{name: getattr(message, name) for name in ContactCard.model_fields})
