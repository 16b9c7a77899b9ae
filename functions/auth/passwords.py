"""argon2id: hashing, verifying, generating. A hash takes about 130 ms and 64 MiB.

Who needs one takes a turn: half of the processors hash, at most four at once, and so many may wait.
So sixty sign-ins at once slow no other screen down, and a flood takes neither memory nor threads.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from shared.kernel.errors import TooMany

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 64 * 1024
TIME_COST = 2

_NOBODYS = (
    "$argon2id$v=19$m=65536,t=2,p=1$meDmgCnONBaoGWA2YA6+5g"
    "$TBKiZBB+qtSeK6pqCHYczAzbthJ2SerfrUG7lpSMtcw"
)
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"

HASHING = min(4, max(1, (os.cpu_count() or 1) // 2))
WAITING = 32
"""So that nobody waits much longer than four seconds."""
_turns = ThreadPoolExecutor(HASHING, "hashing")
_waiting = 0

T = TypeVar("T")


async def in_turn(work: Callable[..., T], *args: object) -> T:
    """What `work`, which hashes, answers; TooMany where too many wait already."""
    global _waiting
    if _waiting >= HASHING + WAITING:
        raise TooMany("password", "many_sign_ins", 2)
    _waiting += 1
    try:
        run = partial(copy_context().run, work, *args)
        return await asyncio.get_running_loop().run_in_executor(_turns, run)
    finally:
        _waiting -= 1


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=1)


def hash_password(password: str) -> str:
    """The encoded hash, with its parameters and salt."""
    return _hasher().hash(_normal(password))


def verify_password(encoded: str | None, password: str) -> bool:
    """Whether this password was hashed; without a hash it takes as long, and is False."""
    from argon2.exceptions import VerificationError

    try:
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
