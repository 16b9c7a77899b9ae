"""Use case: what a planning would send to whom, and why not. Nothing is written."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from reminders import outbox
from reminders.schemas import PlanQuery
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid
from shared.records.cooperative import cooperative
from shared.web.cursor import seal, unseal

from . import gather, planner
from .context import ReminderContext
from .local_time import local_now
from .member_plans import MemberPlan, member_plans
from .write_plans import MEMBERS_AT_ONCE

LATER_DAYS_PLAN_AT = time(8)
"""The hour at which a later day is looked at."""


def planned(caller: Caller, query: PlanQuery, clock: Clock) -> dict[str, object]:
    """All is decided as in a planning (a Planned). Of today: what is still to be planned."""
    moment = local_now(clock)
    day = query.date or moment.date()
    if day < moment.date():
        raise Invalid("date", "past_date", str(day))
    since = planner.since(day) if day == moment.date() else day
    if day > moment.date():
        moment = datetime.combine(day, LATER_DAYS_PLAN_AT, ZoneInfo(cooperative().zone))
    context = gather.reminder_context(moment, clock.now())
    plans = [plan for plan in _plans(context, since) if caller.may_see(plan.recipient.office)]
    scope = f"plan:{day}:{','.join(caller.offices)}"
    after = unseal(query.cursor, scope) or ""
    left = [plan for plan in plans if plan.member_id > after]
    shown = left[: query.limit]
    decisions = [one for plan in plans for one in plan.decisions]
    sent = sum(one.skip_reason is None for one in decisions)
    more = len(left) > len(shown)
    return {
        "date": str(day),
        "since": str(since),
        "dry_run": True,
        "finished": True,
        "messages": sum(plan.message is not None for plan in plans),
        "planned": sent,
        "skipped": len(decisions) - sent,
        "items": [row for plan in shown for row in _rows(context, plan)],
        "next_cursor": seal(shown[-1].member_id, scope) if more else None,
    }


def _plans(context: ReminderContext, since: date) -> list[MemberPlan]:
    """The plans of all members, with all of their stages."""
    by_member = list(gather.candidates(context.rules, since, context.today).items())
    return [
        plan
        for start in range(0, len(by_member), MEMBERS_AT_ONCE)
        for plan in member_plans(
            context, dict(by_member[start : start + MEMBERS_AT_ONCE]), since, most=None
        )
    ]


def _rows(context: ReminderContext, plan: MemberPlan) -> list[dict[str, object]]:
    """PlannedRows of a member: the message, and one for each reason why something is not sent."""
    return [
        _row(context, plan, reason)
        for reason in dict.fromkeys(one.skip_reason for one in plan.decisions)
    ]


def _row(context: ReminderContext, plan: MemberPlan, reason: str | None) -> dict[str, object]:
    message = None if reason else plan.message
    return {
        "member_id": plan.member_id,
        "name": plan.recipient.name,
        "office": plan.recipient.office,
        "channel": context.rules.channel,
        "to": plan.recipient.to,
        "date": str(message.day if message else context.today),
        "status": "skipped" if reason else "planned",
        "reason": reason,
        "dues": [outbox.due_doc(one.due) for one in plan.decisions if one.skip_reason == reason],
        "text": message.text if message else None,
    }
