"""Reverting what an import did to members: those it created, those it changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from imports.store import fingerprints, undo_journal
from imports.store.undo_journal import MemberChanged, MemberCreated
from members import bulk as members
from shared.aws import write
from shared.aws.items import Value
from shared.domain.contact_book import Book, Phone
from shared.kernel.settings import settings
from shared.records import contact_records
from shared.records.keys.partitions import partition

from . import dependents
from .context import RevertContext, TransactionWrites, refuse


def delete_member(context: RevertContext, record: MemberCreated) -> Iterator[TransactionWrites]:
    """Delete a member whom the import created, with contacts and timeline."""
    (stored,) = members.load_many([record.member_id])
    if stored is None:
        yield [undo_journal.delete(record)]
        return
    book = contact_records.load(record.member_id)
    now = dependents.MemberNow(stored, book, dependents.timeline(record.member_id))
    found = dependents.of_member(context.import_id, record, now, context.other_rooms)
    refuse("member_no", stored.card.row["member_no"], found)
    contacts, pk = settings().contacts_table, partition(record.member_id)
    yield [
        *members.delete_writes(stored),
        *contact_records.delete_writes(record.member_id, book),
        *(write.delete(contacts, (pk, sk)) for sk in now.timeline),
        *context.end(record),
    ]


def restore_member(context: RevertContext, record: MemberChanged) -> Iterator[TransactionWrites]:
    """Restore a member as they were before the import's first change, all changes at once."""
    changes = undo_journal.changes_of_member(context.import_id, record.member_id)
    (stored,) = members.load_many([record.member_id])
    deletions = [undo_journal.delete(one) for one in changes]
    if not changes or stored is None:
        yield from ([deletions] if deletions else ())
        return
    book = contact_records.load(record.member_id)
    profiles = [one for one in changes if one.profile is not None]
    books = [one for one in changes if one.book is not None]
    now = fingerprints.of_member(stored.profile, stored.card)
    is_changed = bool(profiles) and profiles[-1].profile != now
    if is_changed or (books and books[-1].book != fingerprints.of_book(record.member_id, book)):
        code = "built_changed" if is_changed else "built_contacts"
        refuse("member_no", stored.card.row["member_no"], [(code, {})])
    earlier = _with_delivery_marks(books[0].contacts, book) if books else book
    before = profiles[0].before if profiles else stored
    yield [
        *members.restored_version(stored, before, earlier.numbers, context.clock).writes(),
        *(contact_records.save(record.member_id, book, earlier) if books else ()),
        *deletions,
        context.audit(record),
    ]


def _with_delivery_marks(items: Sequence[Mapping[str, Value]], now: Book) -> Book:
    """The contacts as they were, with what was found out since about delivery to their numbers."""
    marks = {phone.e164: phone.undeliverable for phone in now.of(Phone)}
    before = contact_records.from_items(items)
    phones = [replace(one, undeliverable=marks.get(one.e164)) for one in before.of(Phone)]
    return before.with_entries(Phone, phones)
