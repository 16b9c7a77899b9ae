"""Members that a core system sends: each with their contacts, in one transaction over two rooms."""

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

from . import repository
from .batches import ENVELOPE_FIELDS, Feed, FeedResult, process_each
from .repository import Link
from .schemas import FedMember


def process(feed: Feed, messages: Sequence[FedMember]) -> list[FeedResult]:
    """The result of each message, in the same order."""
    return process_each(feed, "members", messages, partial(_process_one, feed))


def _process_one(feed: Feed, message: FedMember, link: Link | None, attempt: int) -> FeedResult:
    content = message.model_dump(mode="json", exclude_unset=True, exclude=ENVELOPE_FIELDS)
    content_hash = repository.content_hash(content)
    if link and link.sapa_id and link.content_hash == content_hash:
        new_link = Link(message.sequence, link.sapa_id, content_hash)
        link_write = feed.save_link("members", message, link, new_link)
        if feed.update_link_only(member_card.exists(link.sapa_id), link_write):
            return FeedResult("same", link.sapa_id)
    member_id = link.sapa_id if link else _find_by_number(message.member_no) if attempt else None
    try:
        if member_id:
            return _update(feed, message, link, member_id, content_hash)
        return _create(feed, message, link, content_hash)
    except dynamo.ConditionFailed as failed:
        if failed.guards == ("nik",):
            raise Conflict("nik", "duplicate", message.nik and mask_nik(message.nik)) from failed
        if failed.guards == ("member_no",) and link:
            raise Conflict("member_no", "duplicate", message.member_no) from failed
        raise


def _find_by_number(member_no: str | None) -> str | None:
    """The member who has this number already, from an imported file or entered by hand.

    Asked only after a first attempt failed, since most members of a feed are new.
    """
    number = (member_no or "").casefold()
    return members.ids_by_number([number]).get(number) if number else None


def _create(feed: Feed, message: FedMember, link: Link | None, content_hash: str) -> FeedResult:
    member_id = new_id()
    book, contact_writes = contacts.first_contacts(
        feed.caller, member_id, _contact_card(message), feed.clock
    )
    new = NewMember.model_validate(_named_fields(message, NewMember))
    first = members.first_version(feed.caller, new, member_id, book.numbers, feed.clock)
    new_link = Link(message.sequence, member_id, content_hash)
    dynamo.transact(
        [
            *members.create_writes(*first),
            *contact_writes,
            feed.save_link("members", message, link, new_link),
            feed.audit("member.feed", f"member:{member_id}"),
        ]
    )
    return FeedResult("created", member_id)


def _update(
    feed: Feed, message: FedMember, link: Link | None, member_id: str, content_hash: str
) -> FeedResult:
    try:
        stored = members.load(member_id)
    except NotFound:  # the import that made the member was undone
        return _create(feed, message, link, content_hash)
    wanted = MemberChange.model_validate(_named_fields(message, MemberChange))
    old = contact_records.load(member_id)
    card = _contact_card(message)
    book, contact_writes = contacts.next_contacts(feed.caller, member_id, old, card, feed.clock)
    revision = members.next_version(feed.caller, stored, wanted, book.numbers, feed.clock)
    writes = revision.writes_with(contact_writes)
    if writes:
        fields = [*revision.fields, *(field for field, *_ in contacts.changes(old, book))]
        writes.append(feed.audit("member.feed", f"member:{member_id}", fields=fields))
    new_link = Link(message.sequence, member_id, content_hash)
    dynamo.transact([*writes, feed.save_link("members", message, link, new_link)])
    return FeedResult("updated" if writes else "same", member_id)


def _named_fields(message: FedMember, schema: type[NewMember | MemberChange]) -> dict[str, Any]:
    """The fields of `schema` that the message names: what it does not name stays as it is."""
    names = message.model_fields_set & schema.model_fields.keys()
    return {name: getattr(message, name) for name in names}


def _contact_card(message: FedMember) -> ContactCard:
    return ContactCard(**{name: getattr(message, name) for name in ContactCard.model_fields})
