"""Time-ordered ids, and the account id that carries its member's."""

from re import fullmatch
from typing import Literal

from ulid import ULID

from .errors import NotFound

AccountKind = Literal["savings", "financing"]

ID_LENGTH = 26

_ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"


def new_id() -> str:
    """A ULID: 26 characters, sorted by the time of their making."""
    return str(ULID())


def id_after(other: str) -> str:
    """The id that sorts directly after another."""
    return str(ULID.from_int(int(ULID.from_str(other)) + 1))


def id_before(other: str) -> str:
    """The id that sorts directly before another."""
    return str(ULID.from_int(int(ULID.from_str(other)) - 1))


def checked_id(what: str, value: str) -> str:
    """The id; NotFound, without a read, where it does not have the form of one."""
    if not fullmatch(_ULID, value):
        raise NotFound(what, value)
    return value


def new_account_id(member_id: str, kind: AccountKind) -> str:
    """`<member_id>.<own>`: own is S (savings) or F (financing) and a ULID."""
    return f"{member_id}.{kind[0].upper()}{new_id()}"


def split_account_id(account_id: str) -> tuple[str, str]:
    """(member_id, own) of an account id, or NotFound where it has not the form of one."""
    if not fullmatch(rf"{_ULID}\.[SF]{_ULID}", account_id):
        raise NotFound("account", account_id)
    member_id, own = account_id.split(".")
    return member_id, own
