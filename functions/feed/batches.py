"""What messages of every kind share: the feed's caller and time limit, retries, parallel work."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TypeVar

from shared.aws import dynamo, write
from shared.aws.retry import attempts
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError, Refusal
from shared.records import member_card
from shared.records.audit import audit

from . import repository
from .repository import Link
from .schemas import FeedKind, FeedMessage, ResultCode

ENVELOPE_FIELDS = {"id", "sequence"}
"""Fields of a message that are not its content."""
WORKER_THREADS = 4
TIME_LIMIT_SECONDS = 20.0
"""After it no further message is begun: API Gateway waits 29 seconds for an answer."""

AnyMessage = TypeVar("AnyMessage", bound=FeedMessage)
Task = TypeVar("Task")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class FeedResult:
    """What became of a message; `sapa_id` is the id of its record here, if there is one."""

    code: ResultCode
    sapa_id: str | None = None
    errors: tuple[FieldError, ...] = ()


NOT_REACHED = FeedResult("refused", None, (FieldError("id", "not_reached"),))
"""There was no time left for the message."""
OUTSIDE = FeedResult("refused", None, (FieldError("id", "other_office"),))
"""The message is about what is not in the caller's offices."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One batch of a core system: which system (`source`), sent by whom, when."""

    caller: Caller
    source: str
    clock: Clock
    started_at: float = field(default_factory=time.monotonic)

    @property
    def is_out_of_time(self) -> bool:
        """Whether no further message may be begun."""
        return time.monotonic() - self.started_at > TIME_LIMIT_SECONDS

    def load_links(self, kind: FeedKind, ids: Iterable[str]) -> dict[str, Link]:
        """The links of these core ids; ids without a link are absent."""
        return repository.load_links(self.source, kind, ids)

    def save_link(
        self, kind: FeedKind, message: FeedMessage, old: Link | None, new: Link
    ) -> write.Write:
        """The write of a message's link (guard `link`)."""
        return repository.save_link(self.source, kind, message.id, old, new)

    def outside(self, links: Mapping[str, Link]) -> set[str]:
        """The core ids of what is linked and in other offices than the caller's; what is gone,
        because the import that made it was undone, is in none."""
        if not self.caller.offices:
            return set()
        records = {name: one.account_id or one.sapa_id for name, one in links.items()}
        members = {name: _member_of(record) for name, record in records.items() if record}
        offices = member_card.offices(sorted(set(members.values())))
        elsewhere = {one for one, office in offices.items() if not self.caller.may_see(office)}
        return {name for name, member in members.items() if member in elsewhere}

    def audit(self, action: str, subject: str, **detail: object) -> write.Write:
        """The write of the audit entry of what messages changed."""
        return audit(self.caller, self.clock.now(), action, subject, of=self.source, **detail)

    def update_link_only(self, record_exists: write.Write, link: write.Write) -> bool:
        """Write the link of a message whose content is the last one's.

        False, and nothing is written, where the record that it names is gone because the import
        that made it was undone. ConditionFailed (guard `link`) where another message was faster.
        """
        try:
            dynamo.transact([record_exists, link])
        except dynamo.ConditionFailed as failed:
            if repository.LINK_GUARD in failed.guards:
                raise
            return False
        return True

    def in_reach(self, ids: Mapping[str, str]) -> Mapping[str, str]:
        """Of members or accounts (ids by what names them) those of the caller's offices.

        What lies outside is for a feed as if it were not there. One call for each 100 members; a
        caller who is bound to no office reaches all, without a read.
        """
        if not self.caller.offices:
            return ids
        offices = member_card.offices(sorted({_member_of(one) for one in ids.values()}))
        seen = {one for one, office in offices.items() if self.caller.may_see(office)}
        return {name: one for name, one in ids.items() if _member_of(one) in seen}


def _member_of(sapa_id: str) -> str:
    """The member of a member's or an account's id."""
    return sapa_id.partition(".")[0]


def already_taken(message: FeedMessage, link: Link | None) -> FeedResult | None:
    """`same` or `stale` for a message that is not newer than the last one taken; else None."""
    if link is None or message.sequence > link.sequence:
        return None
    return FeedResult("same" if message.sequence == link.sequence else "stale", link.sapa_id)


def refused(refusal: Refusal, link: Link | None) -> FeedResult:
    """The result of a message that cannot be taken."""
    return FeedResult("refused", link.sapa_id if link else None, refusal.errors)


def process_each(
    feed: Feed,
    kind: FeedKind,
    messages: Sequence[AnyMessage],
    process: Callable[[AnyMessage, Link | None, int], FeedResult],
) -> list[FeedResult]:
    """Process messages that have a transaction each; their results, in the same order.

    `process` gets the message, its link and the number of the attempt (0 first). Where it raises
    ConditionFailed or Contended, it is called again with the link as it is then.
    """
    links = feed.load_links(kind, (message.id for message in messages))
    outside = feed.outside(links)

    def process_one(message: AnyMessage) -> FeedResult:
        if message.id in outside:
            return OUTSIDE
        link = links.get(message.id)
        for attempt in attempts():
            if feed.is_out_of_time:
                break
            if attempt:
                link = feed.load_links(kind, [message.id]).get(message.id)
            if (result := already_taken(message, link)) is not None:
                return result
            try:
                return process(message, link, attempt)
            except Refusal as refusal:
                return refused(refusal, link)
            except (dynamo.ConditionFailed, dynamo.Contended):
                continue
        return NOT_REACHED

    return list(in_parallel(process_one, messages))


def in_parallel(work: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[Answer]:
    """The answers in the order of the tasks, a few worked on at a time: each mostly waits.

    Each runs in a copy of the request's context, so that its DynamoDB calls are counted there.
    """
    contexts = [copy_context() for _ in tasks]
    with ThreadPoolExecutor(WORKER_THREADS) as workers:
        yield from workers.map(lambda context, task: context.run(work, task), contexts, tasks)
