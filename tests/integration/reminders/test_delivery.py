"""Messages go out once, if they are still true and still allowed. 24 November 2026 is a Tuesday.

The client talks over HTTP to a server that speaks the Cloud API's wire format.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from local.streams.records import passes
from reminders.delivery import sweep, whatsapp
from shared.aws import dynamo
from tests.cloud_api.server import Error, Hangup, Raw, Slow, status
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Room
from tests.integration.reminders.cooperative import Member
from tests.integration.reminders.delivery_room import (
    MORNING,
    Delivery,
    clock,
    desk_marks,
    timeline,
)

ROOT = Path(__file__).parents[3]


def state(member: Member) -> tuple[str, str | None]:
    (message,) = member.messages
    return message.status, message.reason


def test_a_message_goes_out_as_an_approved_template_and_onto_the_timeline(
    delivery: Delivery,
) -> None:
    siti = delivery.ready()
    assert delivery.deliver() == {"batchItemFailures": []}
    (sent,) = delivery.cloud.received
    assert sent["to"] == "6281200000001"
    assert sent["biz_opaque_callback_data"] == f"{siti.member_id}.{TODAY}.1"
    assert (sent["template"]["name"], sent["template"]["language"]) == ("sapa_due", {"code": "id"})
    ((body,)) = sent["template"]["components"]
    said = {one["parameter_name"]: one["text"] for one in body["parameters"]}
    assert said["name"] == "Anggota 001"
    assert said["total"] == "Rp100.000"
    assert said["dues"].startswith("Angsuran ke-1")
    (message,) = siti.messages
    assert (message.status, message.provider_id) == ("sent", "wamid.1")
    assert [step.status for step in message.history] == ["ready", "claimed", "sent"]
    (told,) = timeline(siti)
    assert (told["direction"], told["text"]) == ("out", message.text)
    assert told["account_id"] == siti.accounts[0]


def test_the_same_batch_twice_and_out_of_order_sends_nothing_twice(delivery: Delivery) -> None:
    everybody = [delivery.ready() for _ in range(4)]
    batch = delivery.records()
    delivery.deliver(batch[2:])
    delivery.deliver([*reversed(batch), *batch])
    delivery.deliver(batch)
    assert len(delivery.cloud.received) == 4
    assert len({sent["to"] for sent in delivery.cloud.received}) == 4
    assert {state(member) for member in everybody} == {("sent", None)}


def test_the_stream_brings_the_sender_only_what_is_ready(delivery: Delivery) -> None:
    siti = delivery.ready()
    delivery.deliver()
    records = delivery.records()
    assert [record["dynamodb"]["NewImage"]["status"]["S"] for record in records] == ["ready"]
    assert siti.messages[0].version == 3
    assert not passes(records[0], ({"dynamodb": {"NewImage": {"status": {"S": ["sent"]}}}},))


def test_a_sender_that_is_killed_before_the_answer_leaves_unknown_and_nothing_is_sent_again(
    delivery: Delivery,
) -> None:
    siti = delivery.ready()
    delivery.cloud.script.append(Slow(5))
    sender = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.reminders.dying_sender", siti.member_id, TODAY],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'functions'}"},
    )
    assert delivery.cloud.came.wait(60)
    sender.send_signal(signal.SIGKILL)
    assert sender.wait() == -signal.SIGKILL
    assert state(siti) == ("claimed", None)
    delivery.deliver()
    delivery.sweep_and_deliver(clock("08:05"))
    assert state(siti) == ("claimed", None)
    delivery.sweep_and_deliver(clock("08:30"))
    assert state(siti) == ("unknown", "sender_died")
    delivery.sweep_and_deliver(clock("09:00"))
    assert len(delivery.cloud.received) == 1
    (mark,) = desk_marks(siti)
    assert '"unknown"' in mark
    (sent,) = delivery.cloud.received
    delivery.told(statuses=[status(sent, "wamid.1", "delivered")])
    assert state(siti) == ("delivered", None)
    assert desk_marks(siti) == [None]
    assert len(timeline(siti)) == 1


@pytest.mark.parametrize("step", [Hangup(), Slow(0.6), Raw(502, "<html>Bad gateway</html>")])
def test_no_answer_is_unknown_and_never_sent_again_by_itself(
    delivery: Delivery, step: Hangup | Slow | Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatsapp, "READ_SECONDS", 0.3)
    siti = delivery.ready()
    delivery.cloud.script.append(step)
    delivery.deliver()
    assert state(siti) == ("unknown", "no_answer")
    delivery.sweep_and_deliver(clock("08:30"))
    delivery.deliver()
    assert state(siti) == ("unknown", "no_answer")
    assert len(delivery.cloud.received) == (0 if isinstance(step, Raw) else 1)
    assert timeline(siti) == []


@pytest.mark.parametrize("code", [130429, 131056, 131000])
def test_a_limit_or_a_failure_on_their_side_waits_and_is_sent_later(
    delivery: Delivery, code: int
) -> None:
    siti = delivery.ready()
    delivery.cloud.script.append(Error(code, 500 if code == 131000 else 429))
    delivery.deliver()
    assert state(siti) == ("waiting", "unavailable" if code == 131000 else "rate_limited")
    delivery.sweep_and_deliver(clock("08:00:30"))
    assert state(siti)[0] == "waiting"
    delivery.sweep_and_deliver(clock("08:05"))
    assert state(siti) == ("sent", None)
    assert siti.messages[0].attempts == 2
    assert len(delivery.cloud.received) == 1


def test_a_connection_that_never_came_about_sent_nothing_and_is_tried_again_until_the_last(
    delivery: Delivery, tmp_path: Path
) -> None:
    siti = delivery.ready()
    dead = delivery.cloud.secret.replace(delivery.cloud.url, "http://127.0.0.1:9/v23.0")
    (tmp_path / "whatsapp.json").write_text(dead)
    delivery.deliver()
    assert state(siti) == ("waiting", "unavailable")
    for hour in ("08:10", "08:30", "09:00", "11:00"):
        delivery.sweep_and_deliver(clock(hour))
    assert state(siti) == ("failed", "unavailable")
    assert siti.messages[0].attempts == 5
    assert '"failed"' in desk_marks(siti)[0]


def test_a_wrong_token_waits_until_somebody_has_mended_it(
    delivery: Delivery, tmp_path: Path
) -> None:
    siti = delivery.ready()
    (tmp_path / "whatsapp.json").write_text(delivery.cloud.secret.replace("EAAJ", "old"))
    delivery.deliver()
    assert state(siti) == ("waiting", "configuration")
    (tmp_path / "whatsapp.json").write_text(delivery.cloud.secret)
    delivery.sweep_and_deliver(clock("08:05"))
    assert state(siti) == ("sent", None)


def test_without_an_account_nothing_is_sent_and_the_message_says_why(
    delivery: Delivery, tmp_path: Path
) -> None:
    siti = delivery.ready()
    (tmp_path / "whatsapp.json").unlink()
    delivery.deliver()
    assert state(siti) == ("waiting", "configuration")


def test_an_undeliverable_number_is_marked_with_the_member_and_on_the_desk(
    delivery: Delivery,
) -> None:
    siti = delivery.ready("2026-11-24", "2026-12-01")
    delivery.cloud.script.append(Error(131026))
    delivery.deliver()
    assert state(siti) == ("failed", "undeliverable")
    assert '"dead_number"' in desk_marks(siti)[0]
    (phone,) = siti.contacts("GET", "contacts", None, 200)["phones"]
    assert phone["undeliverable_since"] == "2026-11-24T01:00:00.000Z"
    planned = delivery.room(
        "POST", "/reminders/plan", query={"dry_run": True, "date": "2026-11-28"}
    )
    assert {row["reason"] for row in planned.body["items"]} == {"dead_number"}


@pytest.mark.parametrize(("code", "reason"), [(131047, "needs_template"), (100, "refused")])
def test_what_cannot_be_sent_is_failed_and_on_the_desk(
    delivery: Delivery, code: int, reason: str
) -> None:
    siti = delivery.ready()
    delivery.cloud.script.append(Error(code))
    delivery.deliver()
    delivery.sweep_and_deliver(clock("10:00"))
    assert state(siti) == ("failed", reason)
    assert reason in desk_marks(siti)[0]
    assert delivery.cloud.received == []


def test_consent_that_was_withdrawn_since_is_heeded(delivery: Delivery) -> None:
    siti = delivery.ready()
    siti.contacts("PUT", "consents", {"whatsapp": False}, 200)
    delivery.deliver()
    assert state(siti) == ("skipped", "opted_out")
    assert delivery.cloud.received == []


def test_what_was_paid_since_is_not_asked_for(delivery: Delivery) -> None:
    paid, partly = delivery.ready(), delivery.ready("2026-11-23", TODAY)
    paid.clerk.posted(paid.accounts[0], "repayment", 100_000)
    partly.clerk.posted(partly.accounts[0], "repayment", 130_000)
    delivery.deliver()
    assert state(paid) == ("skipped", "paid_since")
    (message,) = partly.messages
    assert message.status == "sent"
    assert [(due.number, due.amount) for due in message.dues] == [(2, 70_000)]
    assert "Rp70.000" in message.text
    assert [sent["to"] for sent in delivery.cloud.received] == ["6281200000002"]


def test_a_pause_that_was_agreed_since_silences(delivery: Delivery) -> None:
    siti = delivery.ready()
    body = {"start_on": TODAY, "end_on": "2026-12-24"}
    path = f"/accounts/{siti.accounts[0]}/pauses"
    assert Room("arrears", delivery.room.caller)("POST", path, body).status == 201
    delivery.deliver()
    assert state(siti) == ("skipped", "paused")


def test_after_the_contact_hours_it_waits_for_the_next_day(delivery: Delivery) -> None:
    siti = delivery.ready()
    delivery.deliver(clock=clock("20:00"))
    (message,) = siti.messages
    assert (message.status, message.reason) == ("waiting", "outside_hours")
    assert message.wait_until == "2026-11-25T01:00:00.000Z"
    assert delivery.cloud.received == []


def test_a_new_number_is_the_one_that_is_written_to(delivery: Delivery) -> None:
    siti = delivery.ready()
    (phone,) = siti.contacts("GET", "contacts", None, 200)["phones"]
    siti.contacts("PATCH", f"phones/{phone['phone_id']}", {"number": "081399990000"}, 200)
    delivery.deliver()
    assert [sent["to"] for sent in delivery.cloud.received] == ["6281399990000"]


def test_two_members_with_one_phone_are_not_written_to_within_six_seconds(
    delivery: Delivery,
) -> None:
    siti, budi = (delivery.ready(phone="0812 3456 7890") for _ in range(2))
    delivery.deliver()
    assert {state(siti), state(budi)} == {("sent", None), ("waiting", "rate_limited")}
    delivery.sweep_and_deliver(clock("08:05"))
    assert {state(siti), state(budi)} == {("sent", None)}


def test_a_table_that_cannot_be_reached_fails_the_record_and_another_try_sends_it(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti, budi = delivery.ready(), delivery.ready()
    batch = delivery.records()
    with monkeypatch.context() as patched:
        real, calls = dynamo.transact, iter([True, False])

        def busy(writes: object) -> None:
            if next(calls, False):
                raise dynamo.Contended
            real(writes)  # type: ignore[arg-type]

        patched.setattr(dynamo, "transact", busy)
        failed = delivery.deliver(batch)["batchItemFailures"]
    assert [one["itemIdentifier"] for one in failed] == [batch[0]["dynamodb"]["SequenceNumber"]]
    delivery.deliver(batch)
    assert {state(siti), state(budi)} == {("sent", None)}
    assert len(delivery.cloud.received) == 2


def test_the_console_sends_nothing_and_says_sent(delivery: Delivery) -> None:
    delivery.room("PUT", "/reminders/rules", {"channel": "console"})
    siti = delivery.ready()
    delivery.deliver()
    assert state(siti) == ("sent", None)
    assert delivery.cloud.received == []


def test_a_queued_message_is_not_the_senders(delivery: Delivery) -> None:
    delivery.room("PUT", "/reminders/rules", {"channel": "manual"})
    siti = delivery.ready()
    sweep.run(MORNING)
    assert delivery.records() == []
    assert state(siti) == ("queued", None)
