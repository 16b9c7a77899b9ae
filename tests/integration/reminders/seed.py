"""The message that event files speak of."""

from datetime import date

import pytest

from reminders import outbox
from reminders.message import Due, Message, Step
from shared import dynamo
from tests.integration.accounts.seed import FINANCING_ID
from tests.integration.events import MEMBER_ID

DAY = date(2026, 11, 24)


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Member 01JB0000000000000000000001 has a message of 24 November 2026 in the queue."""
    due = Due(
        kind="installment",
        stage=0,
        due_on=DAY,
        amount=110_000,
        account_id=FINANCING_ID,
        account_no="PB00001",
        product="Pinjaman Usaha",
        number=2,
    )
    message = Message(
        member_id=MEMBER_ID,
        day=DAY,
        name="Siti Rahmawati",
        office=None,
        channel="manual",
        to="+6281234567890",
        template="due",
        language="id",
        text="Angsuran jatuh tempo hari ini.",
        dues=(due,),
        status="queued",
        history=(Step(at="2026-11-24T01:00:00.000Z", status="queued"),),
    )
    dynamo.transact([outbox.save(message)])
