"""The keys of idempotency records, the same in every room's table. Pure."""

SORT_KEY = "I"


def partition(username: str, method: str, path: str, key: str) -> str:
    """The partition of a request's `Idempotency-Key`, scoped to user and route."""
    return f"I#{username}#{method} {path}#{key}"
