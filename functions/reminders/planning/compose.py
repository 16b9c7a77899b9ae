"""The third step of planning: the message of a member and day, its text from the template. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reminders import template_text
from reminders.message import Due, MessageStep, ReminderMessage
from shared.kernel.clock import timestamp

from .context import ReminderContext
from .decisions import MemberFacts, StageDecision


def message_of(
    facts: MemberFacts, decisions: Sequence[StageDecision], context: ReminderContext
) -> ReminderMessage | None:
    """The member's message as it is to be written, new or with more dues; None: nothing is sent."""
    dues = [one.due for one in decisions if one.skip_reason is None]
    if not dues or facts.opening is None:
        return None
    message = facts.message or _new_message(facts, facts.opening, context)
    return with_dues(message, dues, context)


def with_dues(
    message: ReminderMessage, dues: Sequence[Due], context: ReminderContext
) -> ReminderMessage:
    """The message with these dues added, and its text written anew for all of its dues."""
    listed = tuple(sorted((*message.dues, *dues), key=lambda due: (due.due_on, due.stage_sort_key)))
    template, language = template_text.template_of(listed), message.language
    fields = template_text.fields_of(
        message.name, context.cooperative, listed, message.day, language
    )
    text = template_text.fill(context.templates[template, language], fields)
    return replace(message, dues=listed, template=template, fields=fields, text=text)


def _new_message(
    facts: MemberFacts, opening: datetime, context: ReminderContext
) -> ReminderMessage:
    """Without dues yet: it waits for the opening, or may go out now."""
    message = ReminderMessage(
        member_id=facts.member_id,
        day=opening.date(),
        name=facts.recipient.name,
        office=facts.recipient.office,
        channel=context.rules.channel,
        to=facts.recipient.to or "",
        template="",
        language=context.rules.language,
        text="",
        dues=(),
        status="waiting",
        wait_until=timestamp(opening.astimezone(UTC)),
    )
    if opening > context.local_now:
        return replace(message, history=(MessageStep(at=context.now, status="waiting"),))
    if message.sending_status == "ready":
        return message.moved("ready", context.now)
    end = context.wait_until(context.window.opening_after(opening))
    return message.moved("queued", context.now, wait_until=end)
