"""What the stream gave up on is delivered by the replay command, and only once."""

import json
from pathlib import Path

from local.template import load
from shared.kernel.settings import settings
from tests.integration.reminders.delivery_room import ALL_DAY, Delivery
from tools.replay import replay_file


def handlers() -> dict[str, str]:
    (stream,) = (one for one in load().streams if one.handler.startswith("reminders."))
    return {settings().reminders_table: stream.handler}


def test_dead_letters_are_delivered_once_and_leave_the_file(
    delivery: Delivery, tmp_path: Path
) -> None:
    delivery.room("PUT", "/reminders/rules", {"channel": "whatsapp", "hours": ALL_DAY})
    delivery.ready()
    delivery.ready()
    records = delivery.records()
    table = f"arn:aws:dynamodb:::table/{settings().reminders_table}/stream/1"
    lines = [json.dumps({**record, "eventSourceARN": table}) for record in records]
    broken = json.dumps({"eventSourceARN": table, "dynamodb": {"SequenceNumber": "1"}})
    path = tmp_path / "dead_letters.jsonl"
    path.write_text("\n".join([*lines, broken, *lines]))
    assert replay_file(path, handlers()) == (4, 1)
    assert path.read_text() == f"{broken}\n"
    assert len(delivery.cloud.received) == 2
    assert replay_file(path, handlers()) == (0, 1)
    assert replay_file(tmp_path / "none.jsonl", handlers()) == (0, 0)
