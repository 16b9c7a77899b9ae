"""The lookups in the search index that a typed text asks for: ranges of keys. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.domain.names import code, typed_words, words
from shared.records.keys import search as keys
from shared.records.keys.search import ALL, LEAD_LENGTH

from .entries import ENDING_LENGTH, ListRow, LookupHash, pair_keys

_NIK_LENGTH = 16

Matches = Callable[[str, Callable[[], ListRow]], bool]
"""(sort key of an entry, its row when asked for) → whether it is a match not shown before."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One partition and the beginning of its sort keys.

    `matches` asks for the row only where the sort key does not tell. A `fallback` is for when
    nothing else was found.
    """

    pk: str
    prefix: str
    matches: Matches = lambda _sk, _row: True
    fallback: bool = False


def lookups(text: str, lookup_hash: LookupHash) -> list[Lookup]:
    """The lookups for a typed text, best first; none where the text is too short."""
    if any(c.isdecimal() for c in text):
        return _of_number(code(text), lookup_hash)
    finished, readings = typed_words(text)
    found = [_of_name([*finished, reading]) for reading in readings]
    if finished:
        found.append(_of_word([*finished, readings[0]], fallback=True))
    return found


def _of_number(number: str, lookup_hash: LookupHash) -> list[Lookup]:
    if len(number) < 2:
        return []
    found = [Lookup(keys.code_partition(number), number)]
    if number.isdecimal() and len(number) >= ENDING_LENGTH:
        ending = lookup_hash(number[-ENDING_LENGTH:])
        found.append(Lookup(keys.hash_partition(ending), "", _ends_with(number)))
    if number.isdecimal() and len(number) == _NIK_LENGTH:
        found.append(Lookup(keys.hash_partition(lookup_hash(number)), ""))
    return found


def _ends_with(digits: str) -> Matches:
    def matches(sk: str, _: Callable[[], ListRow]) -> bool:
        phone = keys.hashed_number(sk)
        return len(digits) == ENDING_LENGTH if phone is None else phone.endswith(digits)

    return matches


def _of_name(typed: list[str]) -> Lookup:
    """By a pair of words where one of them is long enough to lead it, else by the longest word."""
    *finished, last = typed
    lead = max((w for w in finished if len(w) >= LEAD_LENGTH), key=len, default="")
    if lead:
        return _of_pair(lead, last, typed)
    if finished and len(last) >= LEAD_LENGTH:
        return _of_pair(last, finished[0], typed)
    return _of_word(typed)


def _of_word(typed: list[str], *, fallback: bool = False) -> Lookup:
    longest = max(typed, key=len)
    if len(longest) == 1:
        pk = keys.list_partition(ALL, ALL, "name")
        return Lookup(pk, longest, lambda _, row: _has_all(typed, row), fallback)

    def matches(sk: str, row: Callable[[], ListRow]) -> bool:
        return keys.shared_letters(sk) < len(longest) and _has_all(typed, row)

    return Lookup(keys.word_partition(longest), longest, matches, fallback)


def _of_pair(lead: str, second: str, typed: list[str]) -> Lookup:
    pk = keys.pair_partition(lead, second)

    def matches(sk: str, row: Callable[[], ListRow]) -> bool:
        if not (keys.lead_of(sk).startswith(lead) and _has_all(typed, row)):
            return False
        pairs = (k for p, k in pair_keys(row()) if p == pk and k.startswith(second))
        return sk == min(k for k in pairs if keys.lead_of(k).startswith(lead))

    return Lookup(pk, second, matches)


def _has_all(typed: list[str], row: Callable[[], ListRow]) -> bool:
    """Whether every typed word begins a word of the name; one alone was found by its key."""
    if len(typed) == 1:
        return True
    have = words(row()["name"])
    return all(any(w.startswith(t) for w in have) for t in typed)
