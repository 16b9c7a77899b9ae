from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders import outbox
from reminders.message import Due, ReminderMessage
from reminders.message_rules import AMENDABLE, STATUSES, SWEPT, MessageStatus, may_become
from shared.kernel.errors import Conflict
from shared.records.keys.reminders import office_of

AT = "2026-11-24T01:00:00.000Z"
DUE = Due(
    kind="installment",
    stage=7,
    due_on=date(2026, 11, 17),
    amount=910_000,
    account_id="01JB0000000000000000000002.F01JB0000000000000000000023",
    account_no="PB1",
    product="Mikro",
    number=9,
)


def a_message(status: MessageStatus = "waiting") -> ReminderMessage:
    return ReminderMessage(
        member_id="01JB0000000000000000000002",
        day=date(2026, 11, 24),
        name="Siti",
        office="JKT",
        channel="whatsapp",
        to="+6281234567890",
        template="late",
        language="id",
        text="Yth. Siti",
        fields={"name": "Siti"},
        dues=(DUE,),
        status=status,
        wait_until=AT if status in SWEPT else None,
    )


def test_a_stage_has_one_sort_key() -> None:
    assert DUE.stage_sort_key == "LEDGER#F01JB0000000000000000000023#9#+7"
    birthday = Due(kind="birthday", stage=0, due_on=date(2026, 11, 24))
    assert birthday.stage_sort_key == "LEDGER#birthday#2026-11-24#+0"


@pytest.mark.parametrize("status", STATUSES)
def test_a_message_is_read_as_it_was_written(status: MessageStatus) -> None:
    message = a_message(status)
    item = outbox.to_item(message)
    read = outbox.from_item(item)
    assert read.version == message.version + 1
    assert outbox.to_item(read) == {**item, "v": 2}
    assert ("wait" in item) == (status in SWEPT)
    assert office_of(str(item["day_sort"])) == "JKT"


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES))
def test_a_step_is_taken_where_it_may_be_and_kept_in_the_history(
    old: MessageStatus, new: MessageStatus
) -> None:
    message = a_message(old)
    if not may_become(old, new):
        with pytest.raises(Conflict):
            message.moved(new, AT)
        return
    moved = message.moved(new, AT, reason="why", by="siti", attempts=3)
    assert (moved.status, moved.reason, moved.attempts) == (new, "why", 3)
    assert (moved.history[-1].status, moved.history[-1].by) == (new, "siti")
    assert moved.wait_until == (AT if new in SWEPT else None)


def test_what_may_have_gone_out_is_never_amended_and_what_has_never_sent_again() -> None:
    assert {"waiting", "queued", "ready"} == AMENDABLE
    for status in ("sent", "delivered", "read"):
        assert not any(may_become(status, again) for again in ("ready", "queued", "claimed"))
    assert not may_become("unknown", "claimed")
    assert not may_become("read", "delivered")
