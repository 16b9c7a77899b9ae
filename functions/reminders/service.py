"""Use cases: planning by hand and dry, the rules, the templates and their preview."""

from dataclasses import asdict
from datetime import date, timedelta

from shared.aws import dynamo
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid
from shared.records import financing_accounts, member_card
from shared.records.audit import audit
from shared.records.cooperative import cooperative

from . import repository, template_text
from .message import Due
from .planning import dry_run, planner, stored_runs
from .repository import ReminderTemplate
from .rules_document import Rules
from .schemas import NewTemplate, PlanQuery, PreviewRequest
from .template_text import TemplateName

SECONDS = 15.0
"""With the longest wait for a throttled table (13 s) under the gateway's 30; the stream goes on."""


def plan(caller: Caller, query: PlanQuery, clock: Clock) -> dict[str, object]:
    """Plan today at once, or show what would be planned (a Planned)."""
    if query.dry_run:
        return dry_run.planned(caller, query, clock)
    today = clock.today()
    if query.date not in {None, today}:
        raise Invalid("date", "only_today", str(query.date))
    dynamo.transact([audit(caller, clock.now(), "reminders.plan", str(today))])
    made = planner.run_here(clock, SECONDS)
    return {
        "date": str(made.day),
        "since": str(made.since),
        "dry_run": False,
        "finished": made.done,
        "messages": made.messages,
        "planned": made.planned,
        "skipped": made.skipped,
        "items": [],
        "next_cursor": None,
    }


def planning(day: date) -> dict[str, object]:
    """How far the planning of a day is (a PlanningState)."""
    run = stored_runs.of_day(day)
    return {
        "date": str(day),
        "since": str(run.since) if run else None,
        "finished": bool(run and run.done),
        "started_at": run and run.started_at,
        "updated_at": run and run.updated_at,
        "finished_at": run and run.finished_at,
        "messages": run.messages if run else 0,
        "planned": run.planned if run else 0,
        "skipped": run.skipped if run else 0,
    }


def rules() -> dict[str, object]:
    """The rules (a RulesRow)."""
    found, version = repository.rules()
    return {**found.model_dump(mode="json"), "version": version}


def save_rules(caller: Caller, new: Rules, clock: Clock) -> dict[str, object]:
    """Put the rules in place of those there are."""
    _, version = repository.rules()
    record = audit(caller, clock.now(), "reminders.rules", "rules", channel=new.channel)
    try:
        dynamo.transact([repository.save_rules(new, version), record])
    except dynamo.ConditionFailed as failed:
        raise Conflict("rules", "changed_meanwhile") from failed
    return {**new.model_dump(mode="json"), "version": version + 1}


def templates() -> dict[str, object]:
    """All templates (a TemplateList)."""
    items = [_template_row(each) for each in repository.templates()]
    return {"items": items, "fields": list(template_text.FIELDS), "next_cursor": None}


def save_template(
    caller: Caller, name: TemplateName, new: NewTemplate, clock: Clock
) -> dict[str, object]:
    """Put another text in place of a template's; Invalid where it names an unknown field."""
    template_text.check(new.text)
    earlier = next(
        each
        for each in repository.templates()
        if (each.name, each.language) == (name, new.language)
    )
    made = ReminderTemplate(name, new.language, new.text, earlier.version)
    record = audit(
        caller, clock.now(), "reminders.template", f"template:{name}", language=new.language
    )
    try:
        dynamo.transact([repository.save_template(made), record])
    except dynamo.ConditionFailed as failed:
        raise Conflict("template", "changed_meanwhile") from failed
    return _template_row(made)


def preview(caller: Caller, asked: PreviewRequest, clock: Clock) -> dict[str, object]:
    """A text as a member would get it today (a Preview)."""
    template_text.check(asked.text)
    member_card.require_visible(caller, asked.member_id)
    card, _ = member_card.read(asked.member_id)
    today = clock.today()
    dues = _dues(asked.member_id, today)
    fields = template_text.fields_of(
        card.row["name"], cooperative().name, dues or [_sample(today)], today, asked.language
    )
    return {"text": template_text.fill(asked.text, fields), "fields": fields, "sample": not dues}


def _dues(member_id: str, today: date) -> list[Due]:
    """The oldest unpaid instalment of each of a member's financing accounts."""
    return [
        Due(
            kind="installment",
            stage=(today - oldest.due_on).days,
            due_on=oldest.due_on,
            amount=oldest.unpaid,
            account_id=account.account_id,
            account_no=account.account_no,
            product=account.product,
            number=oldest.number,
            owed=account.state.due_by(today),
        )
        for account in financing_accounts.of_member(member_id)
        if (oldest := account.state.oldest_unpaid)
    ]


def _sample(today: date) -> Due:
    due_on = today + timedelta(days=3)
    return Due(
        kind="installment",
        stage=-3,
        due_on=due_on,
        amount=500_000,
        account_no="PB00001",
        product="Modal Usaha",
        number=1,
    )


def _template_row(template: ReminderTemplate) -> dict[str, object]:
    row = asdict(template)
    del row["version"]
    return {**row, "default_text": template_text.default_text(template.name, template.language)}
