"""Partitions that many write to at once lie in parts. Pure.

A partition takes 1,000 write units a second, and a transaction's write is two
(docs/decisions/partitions.md). The first part has the plain name, which was the only one until
0.2.0: what was written then is found as a part like any other.
"""

from zlib import crc32

PARTS = 4


def part(name: str, of: str) -> str:
    """The part of a partition in which that which belongs to `of` (an id) always lies."""
    return parts(name)[crc32(of.encode()) % PARTS]


def parts(name: str) -> tuple[str, ...]:
    """All parts of a partition."""
    return name, *(f"{name}#{number}" for number in range(1, PARTS))
