"""The one logger. Ids are logged, personal data never."""

from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger


@cache
def logger() -> "Logger":
    """Powertools' logger, loaded at first use: docs/decisions/lean-imports.md."""
    from aws_lambda_powertools import Logger

    return Logger(service="sapa", use_rfc3339=True)


def ran(what: Literal["reminders", "snapshot"]) -> None:
    """A daily run was finished: monitoring.yaml counts this line, and alarms where none comes."""
    logger().info("finished", extra={"ran": what})
