"""What WhatsApp tells: statuses in any order, replies, and what is not signed."""

import json

import pytest

from reminders.delivery import webhook as delivery_webhook
from shared.records.failures import Failures
from tests.cloud_api.server import VERIFY_TOKEN, Body, reply, signature, status, webhook
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import UNKNOWN_ID, event, invoke
from tests.integration.reminders.cooperative import Member
from tests.integration.reminders.delivery_room import ALL_DAY, Delivery, clock, desk_marks, timeline

NUMBER = "+6281234567890"


def state(member: Member) -> tuple[str, str | None]:
    return member.messages[0].status, member.messages[0].reason


def sent(delivery: Delivery, **more: object) -> tuple[Member, Body]:
    """A member whose message was taken as wamid.1."""
    member = delivery.ready(**more)
    delivery.deliver()
    return member, delivery.cloud.received[0]


@pytest.mark.parametrize(
    ("order", "last"),
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "sent", "delivered", "delivered"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["failed", "delivered"], "failed"),
    ],
)
def test_statuses_only_move_forward_whatever_their_order(
    delivery: Delivery, order: list[str], last: str
) -> None:
    siti, body = sent(delivery)
    for name in order:
        told = status(body, "wamid.1", name, 131047 if name == "failed" else None)
        assert delivery.told(statuses=[told]).status == 200
    assert state(siti)[0] == last
    versions = siti.messages[0].version
    for name in order:
        delivery.told(statuses=[status(body, "wamid.1", name, 131047)])
    assert siti.messages[0].version == versions
    assert len(timeline(siti)) == 1


def test_a_status_that_comes_before_the_answer_is_kept(delivery: Delivery) -> None:
    def delivered(body: Body, own: str) -> None:
        answer = delivery.told(statuses=[status(body, own, "delivered")])
        assert answer.status == 200

    delivery.cloud.before_answer = delivered
    siti = delivery.ready()
    delivery.deliver()
    (message,) = siti.messages
    assert (message.status, message.provider_id) == ("delivered", "wamid.1")
    assert [step.status for step in message.history] == ["ready", "claimed", "delivered"]
    assert len(timeline(siti)) == 1


def test_a_failure_that_comes_later_marks_the_number_and_the_desk(delivery: Delivery) -> None:
    siti, body = sent(delivery)
    delivery.told(statuses=[status(body, "wamid.1", "failed", 131026)])
    assert state(siti) == ("failed", "undeliverable")
    assert '"dead_number"' in desk_marks(siti)[0]
    (phone,) = siti.contacts("GET", "contacts", None, 200)["phones"]
    assert phone["undeliverable_since"]


def test_a_limit_that_is_told_later_is_waited_for_and_old_news_do_not_touch_the_next_attempt(
    delivery: Delivery,
) -> None:
    delivery.room("PUT", "/reminders/rules", {"channel": "whatsapp", "hours": ALL_DAY})
    siti, body = sent(delivery)
    failed = status(body, "wamid.1", "failed", 130429)
    delivery.told(statuses=[failed])
    assert state(siti) == ("waiting", "rate_limited")
    delivery.sweep_and_deliver(clock("23:58"))
    assert state(siti)[0] == "sent"
    delivery.told(statuses=[failed])
    assert (state(siti)[0], siti.messages[0].provider_id) == ("sent", "wamid.2")


def test_a_number_that_a_message_reached_after_all_is_alive_again(delivery: Delivery) -> None:
    delivery.room("PUT", "/reminders/rules", {"channel": "whatsapp", "hours": ALL_DAY})
    siti, body = sent(delivery)
    delivery.told(statuses=[status(body, "wamid.1", "failed", 131026)])
    (phone,) = siti.contacts("GET", "contacts", None, 200)["phones"]
    siti.contacts("PATCH", f"phones/{phone['phone_id']}", {"number": phone["e164"]}, 200)
    path = f"/reminders/{siti.member_id}/{TODAY}/retry"
    assert delivery.room("POST", path).status == 200
    delivery.deliver()
    delivery.told(statuses=[status(delivery.cloud.received[1], "wamid.2", "read")])
    assert state(siti) == ("read", None)
    (phone,) = siti.contacts("GET", "contacts", None, 200)["phones"]
    assert phone["undeliverable_since"] is None


def test_a_wrong_signature_is_refused_and_nothing_changes(delivery: Delivery) -> None:
    siti, body = sent(delivery)
    told = webhook(
        statuses=[status(body, "wamid.1", "read")],
        messages=[reply("+6281200000001", "STOP", at=1_900_000_000)],
    )
    for signed in ("", "sha256=", signature(told, "guess"), signature(told + b" ")):
        assert delivery.posted(told, signed).status == 403
    assert state(siti) == ("sent", None)
    assert siti.contacts("GET", "contacts", None, 200)["consents"]["whatsapp"] == "granted"
    assert delivery.posted(told).status == 200
    assert state(siti) == ("read", None)


def test_unsigned_calls_are_limited_by_address_and_signed_ones_pass_all_the_same(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_webhook, "_UNSIGNED", Failures("webhook", 3))
    siti, body = sent(delivery)
    told = webhook(statuses=[status(body, "wamid.1", "read")])
    assert {delivery.posted(told, "sha256=0").status for _ in range(3)} == {403}
    refused = delivery.posted(told, "sha256=0")
    assert (refused.status, refused.fields) == (429, ["address"])
    assert delivery.posted(told).status == 200
    assert state(siti) == ("read", None)


@pytest.mark.parametrize(
    "reference", ["", "x", f"{UNKNOWN_ID}.{TODAY}.1", "a.b.c", "..", "1.2.3.4"]
)
def test_a_status_of_a_message_that_is_not_ours_is_passed_over(
    delivery: Delivery, reference: str
) -> None:
    siti, body = sent(delivery)
    foreign = {**status(body, "wamid.9", "read"), "biz_opaque_callback_data": reference}
    assert delivery.told(statuses=[foreign]).status == 200
    assert state(siti) == ("sent", None)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", '{"entry": 1}', '{"entry": [{"changes": [{"value": {"statuses": [1]}}]}]}'],
)
def test_a_signed_body_of_another_form_is_passed_over(delivery: Delivery, text: str) -> None:
    assert delivery.posted(text.encode()).status == 200


@pytest.mark.parametrize("text", ["STOP", " berhenti!", "Unsubscribe.", "stop pesan"])
def test_a_reply_that_says_stop_withdraws_the_consent_of_everybody_with_that_number(
    delivery: Delivery, text: str
) -> None:
    siti, budi = (delivery.members.add(phone=NUMBER, consent=True) for _ in range(2))
    other = delivery.members.add(consent=True)
    for _ in range(2):
        assert delivery.told(messages=[reply(NUMBER, text, at=1_900_000_000)]).status == 200
    for member in (siti, budi):
        assert member.contacts("GET", "contacts", None, 200)["consents"]["whatsapp"] == "withdrawn"
        last, _ = timeline(member, "consent")
        assert text.strip() in last["text"]
    assert other.contacts("GET", "contacts", None, 200)["consents"]["whatsapp"] == "granted"


def test_an_old_stop_that_is_told_again_does_not_undo_a_consent_given_since(
    delivery: Delivery,
) -> None:
    siti = delivery.members.add(phone=NUMBER)
    delivery.told(messages=[reply(NUMBER, "STOP", at=1_700_000_000)])
    siti.contacts("PUT", "consents", {"whatsapp": True}, 200)
    delivery.told(messages=[reply(NUMBER, "STOP", at=1_700_000_000)])
    assert siti.contacts("GET", "contacts", None, 200)["consents"]["whatsapp"] == "granted"


def test_any_other_reply_is_noted_down_once_and_is_no_withdrawal(delivery: Delivery) -> None:
    siti = delivery.members.add(phone=NUMBER, consent=True)
    said = "Besok saya bayar, jangan berhenti mengingatkan ya"
    for _ in range(2):
        delivery.told(messages=[reply(NUMBER, said)])
    (row,) = timeline(siti)
    assert (row["direction"], row["channel"], row["text"]) == ("in", "whatsapp", said)
    assert siti.contacts("GET", "contacts", None, 200)["consents"]["whatsapp"] == "granted"


def test_a_picture_is_noted_down_without_words_and_a_stranger_is_passed_over(
    delivery: Delivery,
) -> None:
    siti = delivery.members.add(phone=NUMBER)
    picture = {**reply(NUMBER, ""), "type": "image", "image": {"id": "1"}}
    assert delivery.told(messages=[picture, reply("+628999", "Halo")]).status == 200
    assert [row["text"] for row in timeline(siti)] == [None]


def test_the_address_is_verified_with_our_own_token_only(delivery: Delivery) -> None:
    def asked(token: str, mode: str = "subscribe") -> tuple[int, object]:
        query = {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": "1158201444"}
        sent_event = event("GET", "/reminders/webhook", query=query)  # type: ignore[arg-type]
        answer = invoke("reminders.app.lambda_handler", sent_event)
        return answer.status, answer.body

    assert asked(VERIFY_TOKEN) == (200, "1158201444")
    assert asked("guess")[0] == 403
    assert asked(VERIFY_TOKEN, "unsubscribe")[0] == 403


def test_a_webhook_of_hundreds_of_news_is_taken_whole(delivery: Delivery) -> None:
    siti, body = sent(delivery)
    many = [status(body, "wamid.1", "delivered") for _ in range(200)]
    assert len(json.dumps(many)) < 1024 * 1024
    assert delivery.told(statuses=many).status == 200
    assert state(siti) == ("delivered", None)
