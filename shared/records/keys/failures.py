"""The keys of counted failures, the same in every room's table. Pure."""

from shared.aws.items import Key


def failures(tried: str, address: str, window: int) -> Key:
    """How often `tried` failed from an address (or its network) in one window of time."""
    return f"FAILED#{tried}#{address}#{window}", "FAILED"
