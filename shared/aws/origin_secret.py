"""The secret that CloudFront adds to each request to the gateway, by which it is told from others.

JSON: `current` and, while it is being replaced, `next` (python -m tools.rotate_origin_secret).
"""

import json
from functools import cache
from typing import TYPE_CHECKING

from shared.kernel.settings import settings

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.parameters import SecretsProvider

READ_AGAIN_AFTER = 300
"""Seconds until every process knows a value that was added."""


def accepted() -> tuple[str, ...]:
    """The values that hold now."""
    text = reader().get(settings().origin_secret_arn or "", max_age=READ_AGAIN_AFTER)
    return tuple(value for value in json.loads(str(text)).values() if value)


@cache
def reader() -> "SecretsProvider":
    """What reads it, and keeps what it has read."""
    from aws_lambda_powertools.utilities.parameters import SecretsProvider

    return SecretsProvider()
