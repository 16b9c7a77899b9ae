"""The messages that event files speak of."""

from datetime import date
from pathlib import Path

import pytest

from reminders import outbox, repository
from reminders.message import Due, MessageStep, ReminderMessage
from reminders.message_rules import MessageStatus
from reminders.planning import stored_runs
from reminders.planning.stored_runs import PlanningRun
from reminders.rules_document import Rules
from shared.aws import dynamo
from shared.kernel.settings import settings
from tests.cloud_api.server import CloudApi
from tests.integration.events import MEMBER_ID
from tests.integration.reminders.delivery_room import ALL_DAY

DAY = date(2026, 11, 24)


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Member 01JB0000000000000000000001 has a message of 24 November 2026 in the queue.

    One of 21 November was cancelled, and the planning of that day is done. Contact hours are all
    day, and the account at WhatsApp is that of tests/cloud_api.
    """
    secret = Path(settings().files_folder or "") / "whatsapp.json"
    secret.write_text(CloudApi(url="http://127.0.0.1:9").secret)
    monkeypatch.setenv("WHATSAPP_SECRET_FILE", str(secret))
    settings.cache_clear()
    rules = repository.save_rules(Rules.model_validate({"hours": ALL_DAY}), 0)
    dynamo.transact([rules, outbox.save(a_message(DAY, "queued"))])
    earlier = date(2026, 11, 21)
    dynamo.transact([outbox.save(a_message(earlier, "cancelled"))])
    begun, ended = f"{earlier}T01:00:00.000Z", f"{earlier}T01:00:02.000Z"
    stored_runs.saved(PlanningRun(earlier, earlier, begun, ended, ended, messages=1, planned=1))


def a_message(day: date, status: MessageStatus) -> ReminderMessage:
    """A greeting for a clerk to send."""
    due = Due(kind="birthday", stage=0, due_on=day)
    return ReminderMessage(
        member_id=MEMBER_ID,
        day=day,
        name="Siti Rahmawati",
        office=None,
        channel="manual",
        to="+6281234567890",
        template="birthday",
        language="id",
        text="Selamat ulang tahun!",
        dues=(due,),
        status=status,
        history=(MessageStep(at=f"{day}T01:00:00.000Z", status=status),),
    )
