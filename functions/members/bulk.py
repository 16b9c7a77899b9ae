"""What imports, the feed and the demo data use of members: they import no other module of this
room.

A member is written with their contacts in one transaction, so writes are returned, not done. All of
them are refused (guards `profile`, `card`, `member_no`, `nik`) where somebody else was faster or a
number is taken.
"""

from shared.aws.write import Write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Forbidden
from shared.records.search_index.entries import Card

from . import repository, versions
from .models import Profile as Profile
from .models import StoredMember as StoredMember
from .repository import delete_writes as delete_writes
from .repository import ids_by_nik as ids_by_nik
from .repository import ids_by_number as ids_by_number
from .repository import load as load
from .repository import load_many as load_many
from .rules import mask_nik as mask_nik
from .schemas import MemberChange as MemberChange
from .schemas import MemberNo as MemberNo
from .schemas import NewMember as NewMember
from .service import create as create
from .versions import Revision as Revision
from .versions import accept_new as accept_new
from .versions import restored_version as restored_version

_NUMBERS_LEAP = 4


def first_version(
    caller: Caller, new: NewMember, member_id: str, phones: tuple[str, ...], clock: Clock
) -> tuple[Profile, Card]:
    """A new member; the number is given out where there is none. `phones` are E.164, the primary
    one first.

    A Refusal says what the schema cannot know: the office, the dates.
    """
    accepted = versions.accept_new(caller, new, clock)
    number = new.member_no or versions.next_member_no(new.joined_on, _NUMBERS_LEAP)
    now = timestamp(clock.now())
    return versions.first_version(accepted, member_id, number, now, phones)


def create_writes(profile: Profile, card: Card) -> list[Write]:
    """The writes of a first version: profile, guards, card and search entries."""
    return repository.save(profile, card, None)


def next_version(
    caller: Caller, old: StoredMember, wanted: MemberChange, phones: tuple[str, ...], clock: Clock
) -> Revision:
    """A member with the fields that were sent and these phones: what differs, and its writes.

    A Refusal says what the schema cannot know: the office, the dates.
    """
    if not caller.may_see(old.card.row["office"]):
        raise Forbidden("member_no", "other_office")
    return versions.next_version(caller, old, wanted, clock, phones)
