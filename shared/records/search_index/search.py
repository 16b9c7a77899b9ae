"""A search: a page of the members that a typed text finds, in few reads of the search index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared.aws.vault import lookup_hash

from . import lookups, table
from .entries import ListRow
from .lookups import Lookup
from .table import Entry

MAX_CALLS = 4
"""The ceiling of reads: a search that meets it wants more typed."""

Filter = Callable[[ListRow], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as JSON, and behind which position (`<number of the lookup>#<sort key>`) the next page
    begins, None at the end; `narrow` where more must be typed to find the rest."""

    rows: list[str]
    next_position: str | None
    narrow: bool


def search(text: str, *, limit: int, position: str | None, wanted: Filter | None) -> Page:
    """The next members, best first, each once a page; `wanted` says which rows of those found."""
    steps = lookups.lookups(text, lookup_hash)
    found: dict[str, str] = {}
    last = (0, "")
    for number, sk, entry in _matches(steps, limit, position, wanted):
        if entry is None:
            return Page(list(found.values()), f"{number}#{sk}", narrow=True)
        member_id = entry.member_id
        if member_id in found:
            continue
        if len(found) == limit:
            return Page(list(found.values()), f"{last[0]}#{last[1]}", narrow=False)
        found[member_id] = entry.text
        last = (number, sk)
    return Page(list(found.values()), None, narrow=not steps)


def _matches(
    steps: list[Lookup], limit: int, position: str | None, wanted: Filter | None
) -> Iterator[tuple[int, str, Entry | None]]:
    """(lookup, sort key, entry) of each match; without entry where the ceiling of reads is met."""
    first, _, after = (position or "0#").partition("#")
    matched = position is not None
    sk: str | None = after or None
    calls = 0
    for number, lookup in list(enumerate(steps))[int(first) :]:
        if lookup.fallback and matched and number != int(first):
            continue
        more = True
        while more:
            if calls == MAX_CALLS:
                yield number, sk or "", None
                return
            entries = table.read_range(lookup.pk, lookup.prefix, limit=limit + 1, after=sk)
            calls += 1
            for entry in entries:
                sk = entry.sk
                if wanted is not None and not wanted(entry.row()):
                    continue
                if lookup.matches(sk, entry.row):
                    matched = True
                    yield number, sk, entry
            more = len(entries) > limit
        sk = None
