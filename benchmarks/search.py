"""`GET /members?q=`: by its event through Mangum and over HTTP, against the Query that it makes."""

import asyncio
from collections.abc import Callable
from typing import Any

from benchmarks.figures import Figure, medians
from benchmarks.running_sapa import RunningSapa

QUERY = "bud"
PAGE = 25


def measure(sapa: RunningSapa) -> list[Figure]:
    """Two figures, in milliseconds."""
    bare, handler, served = medians(
        [_bare_query(), _handler(), lambda: sapa.call("GET", f"/members?q={QUERY}")]
    )
    return [
        Figure("GET /members?q= by its event through Mangum", handler, bare, "ms", 1.3),
        Figure("GET /members?q= over the local API", served, bare, "ms", 2.0),
    ]


def _bare_query() -> Callable[[], object]:
    from shared.aws import dynamo
    from shared.kernel.settings import settings
    from shared.records.keys.search import word_partition

    client = dynamo.client()
    request: dict[str, Any] = {
        "TableName": settings().search_table,
        "KeyConditionExpression": "#p = :p AND begins_with(#s, :low)",
        "ExpressionAttributeNames": {"#p": "pk", "#s": "sk"},
        "ExpressionAttributeValues": {":p": {"S": word_partition(QUERY)}, ":low": {"S": QUERY}},
        "ConsistentRead": True,
        "Limit": PAGE + 1,
        "ReturnConsumedCapacity": "TOTAL",
    }
    return lambda: client.query(**request)


def _handler() -> Callable[[], object]:
    from members.app import lambda_handler

    asyncio.set_event_loop(asyncio.new_event_loop())
    context = {"sub": "admin", "role": "admin", "scope": "", "offices": "", "exp": "4102444800"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "GET /members",
        "rawPath": "/api/members",
        "rawQueryString": f"q={QUERY}",
        "headers": {"host": "sapa.example"},
        "requestContext": {
            "http": {"method": "GET", "path": "/api/members", "sourceIp": "203.0.113.7"},
            "routeKey": "GET /members",
            "stage": "api",
            "authorizer": {"lambda": context},
        },
        "isBase64Encoded": False,
    }
    return lambda: lambda_handler(event, None)  # type: ignore[arg-type]
