"""What the planning of a day decides: reads, and the messages and skips that follow from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from reminders import outbox, repository, rules, template_text
from reminders.message import Due, Message, Step
from reminders.message_rules import AMENDABLE
from reminders.rules import Owed, Reach, Sending, SkipReason
from reminders.rules_document import Rules
from reminders.template_text import TemplateName
from shared.aws.dynamo import MAX_TRANSACTION_WRITES
from shared.kernel.clock import timestamp
from shared.kernel.messages import Language
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative

from . import recipients, reminder_sources
from .contact_window import Calendar

MOST_OUTCOMES = MAX_TRANSACTION_WRITES - 1

Staged = tuple[Owed, int, int]
"""What is owed, its stage, and its newest stage."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a due: why it is skipped, or None where it goes into the message."""

    due: Due
    reason: SkipReason | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be written for a member: outcomes, and the message as it will be, if any.

    `more`: there are outcomes beyond what one transaction takes.
    """

    member_id: str
    reach: Reach
    outcomes: tuple[Outcome, ...]
    message: Message | None
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    """The first moment at which anything may be sent, and the message of its day, if any."""

    first: datetime | None
    earlier: Message | None


@dataclass(frozen=True, slots=True)
class Planning:
    """All by which the planning of a business date decides; it makes up for the days from `since`.

    `moment` is the cooperative's wall clock.
    """

    rules: Rules
    calendar: Calendar
    texts: Mapping[tuple[TemplateName, Language], str]
    cooperative: str
    since: date
    moment: datetime
    now: str

    @classmethod
    def of(cls, since: date, moment: datetime, now: datetime) -> "Planning":
        """With the rules and templates as they are now."""
        own, _ = repository.rules()
        return cls(
            rules=own,
            calendar=Calendar.of(own),
            texts={(each.name, each.language): each.text for each in repository.templates()},
            cooperative=cooperative().name,
            since=since,
            moment=moment,
            now=timestamp(now),
        )

    @property
    def today(self) -> date:
        return self.moment.date()

    def owed(self) -> dict[str, list[Owed]]:
        """What has a stage between `since` and today, by member, in the order of their ids."""
        found: dict[str, list[Owed]] = {}
        for source in reminder_sources.SOURCES:
            for one in source(self.rules, self.since, self.today):
                found.setdefault(one.member_id, []).append(one)
        return dict(sorted(found.items()))

    def decide(
        self, owed: Mapping[str, Sequence[Owed]], most: int | None = MOST_OUTCOMES
    ) -> Iterator[Decision]:
        """What is still to be written for some members, at most so many outcomes of each.

        Two reads for 20 members with a due or two each (and a Query each for an e-mail address).
        """
        first = self.calendar.next(self.moment)
        table, channel = settings().reminders_table, self.rules.channel
        staged = {member_id: self._staged(each) for member_id, each in owed.items()}
        ledger = [
            (table, repository.ledger_key(member_id, one.at(stage)))
            for member_id, stages in staged.items()
            for one, stage, _ in stages
        ]
        day = (first or self.moment).date()
        messages = [(table, outbox.key(member_id, day)) for member_id in owed]
        contacts = [key for member_id in owed for key in recipients.keys_of(member_id, channel)]
        found = iter(recipients.batch([*ledger, *messages, *contacts]))
        written = {key for (_, key), item in zip(ledger, found, strict=False) if item}
        earlier = dict(zip(owed, islice(found, len(messages)), strict=True))
        reaches = recipients.reaches(list(owed), list(found), channel)
        for member_id, stages in staged.items():
            new = [
                each
                for each in stages
                if repository.ledger_key(member_id, each[0].at(each[1])) not in written
            ]
            if new and (reach := reaches.get(member_id)):
                item = earlier[member_id]
                on = _Day(first, outbox.from_item(item) if item else None)
                decided = self._decision(member_id, reach, new[:most], on)
                yield replace(decided, more=len(new) > len(decided.outcomes))

    def _staged(self, owed: Sequence[Owed]) -> list[Staged]:
        """The stages from `since` to today, of the oldest due date first."""
        return [
            (one, stage, stages[-1])
            for one in sorted(owed, key=lambda each: (each.due_on, each.account_id or ""))
            if (stages := one.stages_between(self.since, self.today))
            for stage in stages
        ]

    def _decision(
        self,
        member_id: str,
        reach: Reach,
        staged: Sequence[Staged],
        on: "_Day",
    ) -> Decision:
        why_later, first, earlier = self.calendar.closed(self.moment), on.first, on.earlier
        while first and earlier and earlier.status not in AMENDABLE:
            why_later = "already_messaged"
            first = self.calendar.next_after(first)
            earlier = outbox.get(member_id, first.date()) if first else None
        sending = Sending(first.date() if first else None, why_later)
        outcomes = tuple(
            Outcome(
                one.at(stage),
                rules.outcome(
                    one, stage, newest=newest, reach=reach, sending=sending, today=self.today
                ),
            )
            for one, stage, newest in staged
        )
        message = None
        if first and (dues := [one.due for one in outcomes if one.reason is None]):
            message = self.told(earlier or self._new(member_id, reach, first), dues)
        return Decision(member_id, reach, outcomes, message)

    def told(self, message: Message, dues: Sequence[Due]) -> Message:
        """The message, speaking of these dues too."""
        listed = tuple(sorted((*message.dues, *dues), key=lambda due: (due.due_on, due.place)))
        template, language = template_text.template_of(listed), message.language
        fields = template_text.fields_of(
            message.name, self.cooperative, listed, message.day, language
        )
        text = template_text.fill(self.texts[template, language], fields)
        return replace(message, dues=listed, template=template, fields=fields, text=text)

    def _new(self, member_id: str, reach: Reach, first: datetime) -> Message:
        message = Message(
            member_id=member_id,
            day=first.date(),
            name=reach.name,
            office=reach.office,
            channel=self.rules.channel,
            to=reach.to or "",
            template="",
            language=self.rules.language,
            text="",
            dues=(),
            status="waiting",
            wait_until=timestamp(first.astimezone(UTC)),
        )
        if first > self.moment:
            return replace(message, history=(Step(at=self.now, status="waiting"),))
        if message.sending_status == "ready":
            return message.moved("ready", self.now)
        end = self.comes_back(self.calendar.next_after(first))
        return message.moved("queued", self.now, wait_until=end)

    def comes_back(self, moment: datetime | None) -> str:
        """When somebody must come back to a message: a moment, or a day from now where none is."""
        return timestamp((moment or self.moment + timedelta(days=1)).astimezone(UTC))
