"""The keys of the auth table. Pure."""

from shared.aws.items import Key

USERS = "USER"
"""The partition of all users."""


def user(username: str) -> Key:
    """A user, by their name in lower case."""
    return USERS, username
