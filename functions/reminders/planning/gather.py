"""The first step of planning: read all that the decision needs, by name.

The second and the third (decisions.py, compose.py) read nothing. The reads themselves are in
reminder_sources.py (what is due), recipients.py (how members are reached) and the room's stores.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from reminders import outbox, repository
from reminders.message import ReminderMessage
from reminders.message_rules import AMENDABLE
from reminders.rules import ReminderCandidate, SkipReason
from reminders.rules_document import Rules
from shared.kernel.clock import timestamp
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative
from shared.records.keys import reminders as keys

from . import recipients, reminder_sources
from .contact_window import ContactWindow
from .context import ReminderContext
from .decisions import DueStage, MemberFacts, due_stages
from .holiday_calendar import holidays_of


def reminder_context(local_now: datetime, now: datetime) -> ReminderContext:
    """The rules and templates as they are now (two calls), for a time; `now` is UTC."""
    rules, _ = repository.rules()
    hours = rules.hours
    holidays = holidays_of(
        frozenset(hours.days_off), national=hours.national_holidays, joint_leave=hours.joint_leave
    )
    return ReminderContext(
        rules=rules,
        window=ContactWindow(hours.contact_hours, holidays),
        templates={(each.name, each.language): each.text for each in repository.templates()},
        cooperative=cooperative().name,
        local_now=local_now,
        now=timestamp(now),
    )


class TakesTooLong(Exception):
    """More was to be read than the time allows."""


def candidates(
    rules: Rules,
    since: date,
    today: date,
    *,
    after: str = "",
    most: int | None = None,
    ends: float | None = None,
) -> dict[str, list[ReminderCandidate]]:
    """What has a stage between two business dates, both included, by member and in their order.

    Of the first `most` members behind `after`: all sources are read, but no more than twice as many
    members are kept at a time. TakesTooLong where that goes on beyond a monotonic time.
    """
    found: dict[str, list[ReminderCandidate]] = {}
    last: str | None = None
    for source in reminder_sources.SOURCES:
        for some in source(rules, since, today):
            if ends and time.monotonic() > ends:
                raise TakesTooLong
            for one in some:
                if one.member_id > after and (last is None or one.member_id <= last):
                    found.setdefault(one.member_id, []).append(one)
            if most and len(found) >= 2 * most:
                found = _first(found, most)
                last = max(found)
    return _first(found, most)


def _first(
    found: Mapping[str, list[ReminderCandidate]], most: int | None
) -> dict[str, list[ReminderCandidate]]:
    return dict(sorted(found.items())[:most])


def member_facts(
    context: ReminderContext, by_member: Mapping[str, Sequence[ReminderCandidate]], since: date
) -> Iterator[MemberFacts]:
    """What must be known of members to decide; those of whom nothing is left to write have none.

    Two reads for 20 members with a due or two each; one more Query for each e-mail address, and one
    read for each further day whose message is on its way already.
    """
    channel, opening = context.rules.channel, context.next_opening
    day = (opening or context.local_now).date()
    stages = {
        member_id: due_stages(each, since, context.today) for member_id, each in by_member.items()
    }
    found = repository.read_many(
        [
            *(_stage_key(member_id, one) for member_id, each in stages.items() for one in each),
            *(_message_key(member_id, day) for member_id in by_member),
            *(key for member_id in by_member for key in recipients.keys_of(member_id, channel)),
        ]
    )
    reached = recipients.from_items(list(by_member), found, channel)
    for member_id, each in stages.items():
        unwritten = tuple(one for one in each if not found[_stage_key(member_id, one)])
        recipient = reached.get(member_id)
        if not unwritten or recipient is None:
            continue
        item = found[_message_key(member_id, day)]
        message = outbox.from_item(item) if item else None
        sending_day = _sending_day(context, opening, member_id, message)
        yield MemberFacts(member_id, recipient, unwritten, *sending_day)


def _sending_day(
    context: ReminderContext,
    opening: datetime | None,
    member_id: str,
    message: ReminderMessage | None,
) -> tuple[datetime | None, SkipReason, ReminderMessage | None]:
    """(the first opening on whose day a message can still take dues, why not now, that message).

    `message` is the one of the day of the first `opening`. Each further day costs a read.
    """
    why_later = context.window.why_closed(context.local_now)
    while opening and message and message.status not in AMENDABLE:
        why_later = "already_messaged"
        opening = context.window.opening_after(opening)
        message = outbox.get(member_id, opening.date()) if opening else None
    return opening, why_later, message


def _stage_key(member_id: str, stage: DueStage) -> repository.TableKey:
    return settings().reminders_table, repository.stage_key(member_id, stage.due)


def _message_key(member_id: str, day: date) -> repository.TableKey:
    return settings().reminders_table, keys.message(member_id, day)
