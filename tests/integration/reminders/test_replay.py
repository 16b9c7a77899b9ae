"""What a stream gave up on is delivered by the replay command, and only once."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.template import StreamSource, load
from shared.kernel.settings import settings
from tests.integration.reminders.delivery_room import ALL_DAY, Delivery
from tools.replay import replay_file

ARN = "arn:aws:dynamodb:::table/{}/stream/1"


def streams() -> list[StreamSource]:
    stack = settings().reminders_table.removesuffix("-reminders")
    return load(stack).streams


def of_reminders() -> StreamSource:
    (stream,) = (one for one in streams() if one.handler.endswith("deliver_handler"))
    return stream


def test_dead_letters_are_delivered_once_and_leave_the_file(
    delivery: Delivery, tmp_path: Path
) -> None:
    delivery.room("PUT", "/reminders/rules", {"channel": "whatsapp", "hours": ALL_DAY})
    delivery.ready()
    delivery.ready()
    arn = ARN.format(settings().reminders_table)
    records = [{**record, "eventSourceARN": arn} for record in delivery.records()]
    letters = [{"handler": of_reminders().handler, "record": record} for record in records]
    lines = [json.dumps(letter) for letter in letters]
    bad = {"eventSourceARN": arn, "dynamodb": {"SequenceNumber": "1"}}
    broken = json.dumps({"handler": of_reminders().handler, "record": bad})
    bare = [json.dumps(record) for record in records]
    path = tmp_path / "dead_letters.jsonl"
    path.write_text("".join(f"{line}\n" for line in [*lines, broken, *bare]))
    assert replay_file(path, streams()) == (4, 1)
    assert path.read_text() == f"{broken}\n"
    assert len(delivery.cloud.received) == 2
    assert replay_file(path, streams()) == (0, 1)
    assert replay_file(tmp_path / "none.jsonl", streams()) == (0, 0)


@pytest.mark.usefixtures("tables")
def test_a_letter_reaches_the_function_that_failed_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[str, Any]] = []

    def record_call(handler: str, record: Any) -> bool:
        called.append((handler, record["dynamodb"]["SequenceNumber"]))
        return True

    monkeypatch.setattr("tools.replay._given", record_call)
    table = ARN.format("t-members")
    two = [
        StreamSource("Counts", "members.worker.lambda_handler", "t-members", 1, 1, ()),
        StreamSource("Other", "other.worker.lambda_handler", "t-members", 1, 1, ()),
    ]
    only_deletions = StreamSource(
        "Third", "third.worker.lambda_handler", "t-members", 1, 1, ({"eventName": ["REMOVE"]},)
    )
    record = {"eventSourceARN": table, "eventName": "INSERT", "dynamodb": {"SequenceNumber": "7"}}
    named = {"handler": "other.worker.lambda_handler", "record": record}
    renamed = {"handler": "other.old_name.lambda_handler", "record": record}
    path = tmp_path / "dead_letters.jsonl"
    path.write_text(f"{json.dumps(named)}\n")
    assert replay_file(path, [*two, only_deletions]) == (1, 0)
    assert called == [("other.worker.lambda_handler", "7")]
    called.clear()
    path.write_text(f"{json.dumps(renamed)}\n{json.dumps(record)}\n")
    assert replay_file(path, [*two, only_deletions]) == (2, 0)
    assert [handler for handler, _ in called] == [stream.handler for stream in two] * 2
