"""A function that listens to a stream: keeps what it got, fails for the keys that it is told."""

from typing import Any

got: list[list[str]] = []
got_by_other: list[list[str]] = []
broken: set[str] = set()


def reset() -> None:
    got.clear()
    got_by_other.clear()
    broken.clear()


def lambda_handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """A batch of stream records; answers those whose pk is broken, raises for `crash`."""
    keys = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    if "crash" in broken & set(keys):
        raise RuntimeError("crash")
    got.append([key for key in keys if key not in broken])
    return {
        "batchItemFailures": [
            {"itemIdentifier": record["dynamodb"]["SequenceNumber"]}
            for record, key in zip(event["Records"], keys, strict=True)
            if key in broken
        ]
    }


def other_handler(event: dict[str, Any], _: object) -> None:
    """Takes everything."""
    got_by_other.append([record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]])
