"""A member who is there already, as a row says they are: one transaction over two rooms."""

from collections.abc import Sequence
from dataclasses import dataclass

from contacts.bulk import revised_book
from contacts.schemas import ContactCard
from members.bulk import revised
from members.repository import StoredMember
from members.schemas import MemberChange
from members.versions import Revision
from shared.aws import write
from shared.domain.contact_book import Address, Book, Contact, Email, Phone, in_order
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.records import member_card

Change = tuple[str, str | None, str | None]
"""A field, and its values before and after."""


@dataclass(frozen=True, slots=True)
class Revised:
    """A member and their contacts behind a row; `changes` and `writes` are empty where it says
    nothing new. Refused (guards as in repository.save, `book`) where somebody else was faster."""

    member: Revision
    old_book: Book
    book: Book
    writes: list[write.Write]

    @property
    def changes(self) -> list[Change]:
        """By field; the NIK is masked, of contacts the primary one stands for all."""
        found = [(field, *pair) for field, pair in self.member.fields.items()]
        for kind, field, attribute in _CONTACTS:
            old, new = self.old_book.of(kind), self.book.of(kind)
            if old != new:
                found.append((field, _first(old, attribute), _first(new, attribute)))
        if self.old_book.consents != self.book.consents:
            found.append(("consents", None, None))
        return found


_CONTACTS = ((Phone, "phone", "e164"), (Email, "email", "address"), (Address, "street", "street"))


def revise(
    caller: Caller,
    old: StoredMember,
    old_book: Book,
    wanted: MemberChange,
    card: ContactCard,
    *,
    clock: Clock,
) -> Revised:
    """What a row makes of a member; a Refusal says what cannot be taken."""
    member_id = old.card.row["member_id"]
    book, contacts = revised_book(caller, member_id, old_book, card, clock)
    member = revised(caller, old, wanted, book.numbers, clock)
    profile = member.writes()
    if contacts and not profile:
        profile = [member_card.exists(member_id)]
    return Revised(member, old_book, book, [*profile, *contacts])


def _first(contacts: Sequence[Contact], attribute: str) -> str | None:
    return getattr(in_order(contacts)[0], attribute) if contacts else None
