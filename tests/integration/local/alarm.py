"""A function that schedules call in tests; it says when it was called and fails when told to."""

from typing import Any

rung: list[str] = []
broken: list[Exception] = []


def lambda_handler(event: dict[str, Any], _context: object) -> None:
    assert event["source"] == "aws.scheduler"
    rung.append(event["time"])
    if broken:
        raise broken.pop()


def reset() -> None:
    rung.clear()
    broken.clear()
