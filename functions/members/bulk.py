"""A member with all that is known of them, as an import takes them in: the writes of one row."""

from shared import write
from shared.clock import Clock, timestamp
from shared.identity import Caller

from . import repository, service
from .schemas import NewMember

_NUMBERS_LEAP = 4


def opened(
    caller: Caller, new: NewMember, member_id: str, phones: tuple[str, ...], clock: Clock
) -> list[write.Write]:
    """Profile, guards, card and entries (guards as in repository.save); the number is given out
    where there is none. A Refusal says what only we can judge."""
    fresh = service.accepted(caller, new, clock)
    number = new.member_no or service.given_out(new.joined_on, _NUMBERS_LEAP)
    now = timestamp(clock.now())
    profile, card = service.built(fresh, member_id, number, now, phones)
    return repository.save(profile, card, None)
