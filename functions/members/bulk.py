"""A member with all that is known of them, as an import takes them in: the writes of one row."""

from shared.aws import write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Forbidden
from shared.records.search_index.entries import Card

from . import repository, service, versions
from .repository import Profile, StoredMember
from .schemas import MemberChange, NewMember
from .versions import Revision

_NUMBERS_LEAP = 4


def opened(
    caller: Caller, new: NewMember, member_id: str, phones: tuple[str, ...], clock: Clock
) -> list[write.Write]:
    """Profile, guards, card and entries (guards as in repository.save) of a first version."""
    return repository.save(*first(caller, new, member_id, phones, clock), None)


def first(
    caller: Caller, new: NewMember, member_id: str, phones: tuple[str, ...], clock: Clock
) -> tuple[Profile, Card]:
    """The first version of a member; the number is given out where there is none.

    A Refusal says what only we can judge.
    """
    fresh = versions.accepted(caller, new, clock)
    number = new.member_no or service.given_out(new.joined_on, _NUMBERS_LEAP)
    now = timestamp(clock.now())
    return versions.built(fresh, member_id, number, now, phones)


def revised(
    caller: Caller, old: StoredMember, wanted: MemberChange, phones: tuple[str, ...], clock: Clock
) -> Revision:
    """A member with the fields that were sent and these phones: what differs, and its writes.

    A Refusal says what only we can judge.
    """
    row = old.card.row
    if not caller.may_see(row["office"]):
        raise Forbidden("member_no", "other_office", row["member_no"])
    return versions.revised(caller, old, wanted, clock, phones)
