"""The wire format of the Cloud API."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.delivery.whatsapp_rules import (
    Reply,
    events_in,
    is_signed,
    payload,
    result_of_error,
)
from reminders.message import Due, ReminderMessage
from tests.cloud_api.server import signature

MESSAGE = ReminderMessage(
    member_id="01JB0000000000000000000001",
    day=date(2026, 11, 24),
    name="Siti",
    office=None,
    channel="whatsapp",
    to="+6281234567890",
    template="late",
    language="id",
    text="…",
    fields={"name": "Siti", "dues": "• Angsuran ke-1\n•  Angsuran ke-2", "total": "Rp2"},
    dues=(Due(kind="birthday", stage=0, due_on=date(2026, 11, 24)),),
    status="claimed",
    attempts=2,
)


def test_a_message_names_template_language_fields_in_their_order_and_the_attempt() -> None:
    sent = payload(MESSAGE, "Yth. {name}: {dues} {name}")
    assert sent["to"] == "6281234567890"
    assert sent["biz_opaque_callback_data"] == "01JB0000000000000000000001.2026-11-24.2"
    assert sent["template"] == {
        "name": "sapa_late",
        "language": {"code": "id"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "parameter_name": "name", "text": "Siti"},
                    {
                        "type": "text",
                        "parameter_name": "dues",
                        "text": "Angsuran ke-1; Angsuran ke-2",
                    },
                ],
            }
        ],
    }


def test_a_template_without_fields_has_no_components() -> None:
    assert payload(MESSAGE, "Selamat")["template"] == {
        "name": "sapa_late",
        "language": {"code": "id"},
    }


@given(st.text(max_size=200))
def test_a_parameter_never_has_line_breaks_tabs_or_runs_of_blanks(text: str) -> None:
    message = replace(MESSAGE, fields={"name": text})
    template = payload(message, "{name}")["template"]
    assert isinstance(template, dict)
    said = template["components"][0]["parameters"][0]["text"]
    assert not set(said) & {"\n", "\r", "\t"}
    assert "  " not in said


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        (130429, "later", "rate_limited"),
        (131056, "later", "rate_limited"),
        (131016, "later", "unavailable"),
        (190, "later", "configuration"),
        (210, "later", "configuration"),
        (132001, "later", "template"),
        (131047, "failed", "needs_template"),
        (131049, "failed", "held_back"),
        (131050, "failed", "opted_out"),
        (999999, "failed", "refused"),
    ],
)
def test_an_error_is_understood_by_its_code(code: int, status: str, reason: str) -> None:
    result = result_of_error(code)
    assert (result.status, result.reason, result.dead) == (status, reason, False)


def test_only_an_undeliverable_number_is_dead() -> None:
    assert result_of_error(131026).dead


@given(st.binary(max_size=200), st.text(max_size=80))
def test_only_our_secret_signs(body: bytes, guess: str) -> None:
    assert is_signed(body, signature(body, "secret"), "secret")
    assert not is_signed(body, guess, "secret")
    assert not is_signed(body + b"x", signature(body, "secret"), "secret")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["entry", "changes", "value", "statuses", "messages", "id", "from"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_no_form_of_a_body_breaks_the_reading(told: object) -> None:
    assert list(events_in(json.dumps(told).encode())) == []


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("STOP", True),
        ("Stop!", True),
        ("  berhenti. ", True),
        ("UNSUBSCRIBE", True),
        ("Saya berhenti kerja", False),
        ("non-stop", False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_word_alone_says_stop(text: str | None, stops: bool) -> None:
    assert Reply("1", "+62", datetime.now(UTC), text).says_stop is stops
