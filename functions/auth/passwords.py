"""argon2id: hashing, verifying, generating. A hash takes about 130 ms and 64 MiB.

At most four are made at once in a process, so that a flood of sign-ins cannot take the memory.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 64 * 1024
TIME_COST = 2

_NOBODYS = (
    "$argon2id$v=19$m=65536,t=2,p=1$meDmgCnONBaoGWA2YA6+5g"
    "$TBKiZBB+qtSeK6pqCHYczAzbthJ2SerfrUG7lpSMtcw"
)
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
_turns = BoundedSemaphore(4)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=1)


def hash_password(password: str) -> str:
    """The encoded hash, with its parameters and salt."""
    with _turns:
        return _hasher().hash(_normal(password))


def verify_password(encoded: str | None, password: str) -> bool:
    """Whether this password was hashed; without a hash it takes as long, and is False."""
    from argon2.exceptions import VerificationError

    try:
        with _turns:
            _hasher().verify(encoded or _NOBODYS, _normal(password))
    except VerificationError:
        return False
    return encoded is not None


def generate_password() -> str:
    """16 characters in groups of four, easy to read out, 79 bits."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(4))


def _normal(password: str) -> str:
    """Keyboards write the same accented letter in different ways."""
    return unicodedata.normalize("NFKC", password)
