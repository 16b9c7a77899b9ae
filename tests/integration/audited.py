"""What stands in the audit."""

import json
from datetime import UTC, datetime
from typing import Any

from shared.aws import dynamo
from shared.kernel.settings import settings
from shared.records.keys.auth import audit_partitions


def audited(day: str = "") -> list[dict[str, Any]]:
    """The entries of a UTC date (today), in their order."""
    parts = audit_partitions(day or str(datetime.now(UTC).date()))
    items = [item for part in parts for item in dynamo.query(settings().auth_table, part)]
    return [json.loads(str(i["doc"])) for i in sorted(items, key=lambda item: str(item["sk"]))]
