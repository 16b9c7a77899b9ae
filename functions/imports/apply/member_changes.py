"""What a row changes of a member who is there, and the writes that do it.

The dry run asks for the changes, the run for the writes: members and contacts in one transaction.
"""

from dataclasses import dataclass

from contacts import bulk as contacts
from contacts.bulk import Change, ContactCard
from imports.store.staged_rows import Staged
from members import bulk as members
from members.bulk import MemberChange, Revision, StoredMember
from shared.aws.write import Write
from shared.domain.contact_book import Book
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class MemberUpdate:
    """A member and their contacts behind a row; `changes` and `writes` are empty where it says
    nothing new. Refused (guards as in members.bulk, `book`) where somebody else was faster."""

    member: Revision
    old_book: Book
    book: Book
    writes: list[Write]

    @property
    def changes(self) -> list[Change]:
        """By field; the NIK is masked, of contacts the primary one stands for all."""
        found = [(field, *pair) for field, pair in self.member.fields.items()]
        return [*found, *contacts.changes(self.old_book, self.book)]


def update_by_row(
    caller: Caller, row: Staged, old: StoredMember, book: Book, clock: Clock
) -> MemberUpdate:
    """What a row makes of the member who is there; their number stays as it is."""
    fields = {name: value for name, value in row.body["member"].items() if name != "member_no"}
    wanted = MemberChange.model_validate(fields)
    card = ContactCard.model_validate(row.body["card"])
    return update_of(caller, old, book, wanted, card, clock=clock)


def update_of(
    caller: Caller,
    old: StoredMember,
    old_book: Book,
    wanted: MemberChange,
    card: ContactCard,
    *,
    clock: Clock,
) -> MemberUpdate:
    """What a change and a contact card make of a member; a Refusal says what is not possible."""
    member_id = old.card.row["member_id"]
    book, contact_writes = contacts.next_contacts(caller, member_id, old_book, card, clock)
    member = members.next_version(caller, old, wanted, book.numbers, clock)
    return MemberUpdate(member, old_book, book, member.writes_with(contact_writes))
