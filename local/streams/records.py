"""Stream records as Lambda hands them to a function, and the filter that lets them through."""

from base64 import b64encode
from datetime import datetime
from typing import Any


def as_lambda_sees_it(record: Any, arn: str) -> dict[str, Any]:
    """A record of GetRecords as one of an event: times as epoch seconds, bytes as base64."""
    return {**_as_json(record), "eventSourceARN": arn}


def passes(record: Any, patterns: tuple[dict[str, Any], ...]) -> bool:
    """Whether a function's filter lets a record through to it; no patterns let all through."""
    return not patterns or any(_matches(pattern, record) for pattern in patterns)


def number_of(record: Any) -> int:
    """A record's place in its shard."""
    return int(record["dynamodb"]["SequenceNumber"])


def _as_json(value: Any) -> Any:
    match value:
        case dict():
            return {name: _as_json(inner) for name, inner in value.items()}
        case list():
            return [_as_json(inner) for inner in value]
        case datetime():
            return value.timestamp()
        case bytes():
            return b64encode(value).decode()
    return value


def _matches(pattern: Any, value: Any) -> bool:
    """EventBridge's rule of equality: a list holds what passes, an object is gone into."""
    if isinstance(pattern, list):
        return value in pattern
    return all(name in value and _matches(inner, value[name]) for name, inner in pattern.items())
