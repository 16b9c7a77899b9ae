"""Opaque cursors: where the next page begins, encrypted and bound to the list it belongs to."""

from shared.aws.vault import Tampered, decrypt, encrypt
from shared.kernel.errors import Invalid


def seal(position: str, scope: str) -> str:
    """A cursor for the list that `scope` names (its route, filters and sort)."""
    return encrypt("cursor", position, scope)


def unseal(cursor: str | None, scope: str) -> str | None:
    """The position of a cursor, None without one; Invalid if it is broken or another list's."""
    if cursor is None:
        return None
    try:
        return decrypt("cursor", cursor, scope)
    except Tampered as error:
        raise Invalid("cursor", "cursor", cursor[:12] + "…") from error
