"""What messages of every kind have in common: who sends them, which of them count, and the pace."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TypeVar

from shared.aws import dynamo, write
from shared.aws.retry import attempts
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError, Forbidden, Refusal
from shared.records import member_card
from shared.records.audit import audit

from . import repository
from .repository import Link
from .schemas import FedKind, Message, Result

ENVELOPE = {"id", "sequence"}
"""What of a message is not its content."""
WORKERS = 4
SECONDS = 20.0
"""After so long no more messages are begun: API Gateway gives an answer 29 s."""
_CARDS_AT_ONCE = 100

Told = TypeVar("Told", bound=Message)
Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message."""

    result: Result
    sapa_id: str | None = None
    faults: tuple[FieldError, ...] = ()


NOT_REACHED = Outcome("refused", None, (FieldError("id", "not_reached"),))


@dataclass(frozen=True, slots=True)
class Feed:
    """A core system that sends messages: which, by whom, when."""

    caller: Caller
    source: str
    clock: Clock
    begun: float = field(default_factory=time.monotonic)

    @property
    def is_late(self) -> bool:
        """Whether there is no time left for another message."""
        return time.monotonic() - self.begun > SECONDS

    def links(self, kind: FedKind, ids: Iterable[str]) -> dict[str, Link]:
        """The links of the core's ids."""
        return repository.read(self.source, kind, ids)

    def linked(self, kind: FedKind, message: Message, old: Link | None, new: Link) -> write.Write:
        """The write of a message's link (guard `link`)."""
        return repository.saved(self.source, kind, message.id, old, new)

    def record(self, action: str, subject: str, **detail: object) -> write.Write:
        """The audit of what messages brought."""
        return audit(self.caller, self.clock.now(), action, subject, of=self.source, **detail)

    def is_only_linked(self, there: write.Write, linked: write.Write) -> bool:
        """Write a link whose message says nothing new; False where what it names is not there any
        more, since the import that made it was undone."""
        try:
            dynamo.transact([there, linked])
        except dynamo.ConditionFailed as failed:
            if repository.GUARD in failed.guards:
                raise
            return False
        return True

    def require_visible(self, member_ids: Iterable[str]) -> Callable[[str], None]:
        """A check that one of these members is the caller's to see; an unbound caller sees all."""
        wanted = sorted(set(member_ids)) if self.caller.offices else []
        found: dict[str, str | None] = {}
        for start in range(0, len(wanted), _CARDS_AT_ONCE):
            found |= member_card.offices(wanted[start : start + _CARDS_AT_ONCE])

        def check(member_id: str) -> None:
            if self.caller.offices and not self.caller.may_see(found.get(member_id)):
                raise Forbidden("member", "other_office")

        return check


def settled(message: Message, link: Link | None) -> Outcome | None:
    """What becomes of a message that is not newer than the last; None where it counts."""
    if link is None or message.sequence > link.sequence:
        return None
    return Outcome("same" if message.sequence == link.sequence else "stale", link.sapa_id)


def refused(refusal: Refusal, link: Link | None) -> Outcome:
    """What becomes of a message that cannot be taken."""
    return Outcome("refused", link.sapa_id if link else None, refusal.errors)


def each(
    feed: Feed,
    kind: FedKind,
    messages: Sequence[Told],
    work: Callable[[Told, Link | None, int], Outcome],
) -> list[Outcome]:
    """Messages that have a transaction each; `work` is given the link and the number of the try.

    Where that lets ConditionFailed or Contended pass, it is tried again behind who was faster.
    """
    links = feed.links(kind, (message.id for message in messages))

    def one(message: Told) -> Outcome:
        link = links.get(message.id)
        for attempt in attempts():
            if feed.is_late:
                break
            if attempt:
                link = feed.links(kind, [message.id]).get(message.id)
            if (known := settled(message, link)) is not None:
                return known
            try:
                return work(message, link, attempt)
            except Refusal as refusal:
                return refused(refusal, link)
            except (dynamo.ConditionFailed, dynamo.Contended):
                continue
        return NOT_REACHED

    return list(in_parallel(one, messages))


def in_parallel(work: Callable[[Task], Done], tasks: Sequence[Task]) -> Iterator[Done]:
    """A few at a time, since each mostly waits; what they cost is counted in the request."""
    contexts = [copy_context() for _ in tasks]
    with ThreadPoolExecutor(WORKERS) as workers:
        yield from workers.map(lambda context, task: context.run(work, task), contexts, tasks)
