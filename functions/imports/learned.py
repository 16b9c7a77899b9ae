"""Headings that somebody explained once, for all imports to come."""

import json

from shared import dynamo, write
from shared.settings import settings

_PK = "HEADING"


def saved(given: dict[str, str]) -> list[write.Write]:
    """The writes of folded headings and the fields they hold."""
    table = settings().imports_table
    return [
        write.put(table, {"pk": _PK, "sk": title, "doc": json.dumps(field)})
        for title, field in given.items()
    ]


def all_of_them() -> dict[str, str]:
    """The field of each heading that was explained."""
    items = dynamo.query(settings().imports_table, _PK)
    return {str(item["sk"]): json.loads(str(item["doc"])) for item in items}
