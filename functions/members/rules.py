"""What a NIK says, and by which keys a search looks. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shared.folding import code, typed_words, words
from shared.search_entries import (
    ALL,
    LEAD_LENGTH,
    TAIL_LENGTH,
    Row,
    list_pk,
    pair_keys,
    pair_pk,
    tail_pk,
    word_keys,
)

NIK_LENGTH = 16


def mask_nik(nik: str) -> str:
    """All but the last two digits hidden."""
    return "•" * (NIK_LENGTH - 2) + nik[-2:]


def nik_warnings(
    nik: str | None, birth_date: date | None, gender: str | None
) -> list[tuple[str, dict[str, object]]]:
    """Codes and params of what disagrees: digits 7-12 are DDMMYY, with 40 added to a woman's day.

    A warning, never a refusal: a NIK is permanent and its date may be wrong (FACTS, dukcapil).
    """
    if nik is None:
        return []
    day, month_year = int(nik[6:8]), nik[8:12]
    found: list[tuple[str, dict[str, object]]] = []
    if birth_date and f"{day % 40:02}{month_year}" != birth_date.strftime("%d%m%y"):
        written = f"{day % 40:02}-{month_year[:2]}-{month_year[2:]}"
        found.append(("nik_date", {"nik_date": written}))
    if gender and gender != ("P" if day > 40 else "L"):
        found.append(("nik_gender", {}))
    return found


@dataclass(frozen=True, slots=True)
class Lookup:
    """One partition and the beginning of its sort keys; `keys_of` says which a row has there.

    A `fallback` is looked up only where nothing was found before it.
    """

    pk: str
    prefix: str
    keys_of: Callable[[Row], list[str]] | None = None
    fallback: bool = False

    def first_of(self, row: Row, sk: str) -> bool:
        """Whether this entry is the row's first here, so that no member comes twice."""
        return self.keys_of is None or sk == min(self.keys_of(row), default=None)


def lookups(text: str) -> list[Lookup]:
    """Where to look for what was typed, best first; empty where it holds too little."""
    if any(c.isdecimal() for c in text):
        return _number_lookups(text)
    finished, last = typed_words(text)
    found = [_name_lookup([*finished, reading]) for reading in last]
    if finished:
        found.append(_word_lookup([*finished, last[0]], fallback=True))
    return found


def _number_lookups(text: str) -> list[Lookup]:
    number = code(text)
    if len(number) < 2:
        return []
    found = [Lookup(f"D#{number[:2]}", number)]
    if number.isdecimal() and len(number) >= TAIL_LENGTH:
        found.append(Lookup(tail_pk(number[-TAIL_LENGTH:]), ""))
    if number.isdecimal() and len(number) == NIK_LENGTH:
        found.append(Lookup(tail_pk(number), ""))
    return found


def _name_lookup(typed: list[str]) -> Lookup:
    *finished, last = typed
    lead = max((w for w in finished if len(w) >= LEAD_LENGTH), key=len, default="")
    if lead:
        return _pair_lookup(lead, last, typed)
    if finished and len(last) >= LEAD_LENGTH:
        return _pair_lookup(last, finished[0], typed)
    return _word_lookup(typed)


def _word_lookup(typed: list[str], *, fallback: bool = False) -> Lookup:
    longest = max(typed, key=len)
    if len(longest) == 1:
        return Lookup(list_pk(ALL, ALL, "name"), longest)

    def keys_of(row: Row) -> list[str]:
        return _matching(word_keys(row), longest, typed, row)

    return Lookup(f"S#{longest[:2]}", longest, keys_of, fallback)


def _pair_lookup(lead: str, second: str, typed: list[str]) -> Lookup:
    pk = pair_pk(lead, second)

    def keys_of(row: Row) -> list[str]:
        keys = [k for k in pair_keys(row) if k[0] == pk and k[1].split("#")[1].startswith(lead)]
        return _matching(keys, second, typed, row)

    return Lookup(pk, second, keys_of)


def _matching(keys: list[tuple[str, str]], prefix: str, typed: list[str], row: Row) -> list[str]:
    have = words(row["name"])
    if not all(any(w.startswith(t) for w in have) for t in typed):
        return []
    return [sk for _, sk in keys if sk.startswith(prefix)]


def tail_matches(text: str, number: str) -> bool:
    """Whether the digits typed end this phone number; a NIK's entry, which has none, always does."""
    digits = code(text)
    return not number or number.endswith(digits)
