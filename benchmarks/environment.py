"""The environment in which a benchmark calls the rooms' code."""

import os
from pathlib import Path

from local import template
from local.keys import ensure_keys


def set_environment(endpoint: str, folder: Path) -> None:
    """Set what the rooms read: the template's variables, new keys in `folder`, and an engine."""
    os.environ |= {
        **template.load().environment,
        **ensure_keys(folder),
        "DYNAMODB_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
        "POWERTOOLS_LOG_LEVEL": "WARNING",
    }
