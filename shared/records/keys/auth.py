"""The keys of the auth table. Pure."""

from shared.aws.items import Key

from .parts import part, parts

USERS = "USER"
"""The partition of all users."""
CLIENTS = "CLIENT"
"""The partition of all API clients."""
SETTINGS: Key = ("SETTINGS", "COOPERATIVE")
REVOCATIONS: Key = ("REVOCATIONS", "CURRENT")
"""Users and clients whose access tokens are ended before they expire."""


def user(username: str) -> Key:
    """A user, by their name in lower case."""
    return USERS, username


def client(client_id: str) -> Key:
    """An API client."""
    return CLIENTS, client_id


def family(family_id: str) -> Key:
    """The refresh tokens that come of one sign-in."""
    return f"FAMILY#{family_id}", "FAMILY"


def attempts_of(username: str) -> str:
    """The partition of all that counts of a user name's sign-ins."""
    return f"ATTEMPT#user#{username}"


def user_attempts(username: str, known: str = "") -> Key:
    """The failed sign-ins of a user name: from all that is not known, or from a known mark."""
    return attempts_of(username), f"ATTEMPT#{known}" if known else "ATTEMPT"


def known(username: str, mark: str) -> Key:
    """That a user has signed in from a browser or a network."""
    return attempts_of(username), f"KNOWN#{mark}"


def filters(username: str) -> Key:
    """A user's saved filters of the member list."""
    return "FILTERS", username


def migration(name: str) -> Key:
    """How far a migration of stored data has come."""
    return "MIGRATIONS", name


def audit_partitions(day: str) -> tuple[str, ...]:
    """Where the audit of a UTC date (`YYYY-MM-DD`) lies."""
    return parts(_audit(day))


def audit_entry(at: str, entry_id: str) -> Key:
    """An entry of the audit, at a UTC ISO 8601 time."""
    return part(_audit(at[: len("YYYY-MM-DD")]), entry_id), f"{at}#{entry_id}"


def _audit(day: str) -> str:
    return f"AUDIT#{day}"
