"""What a NIK says, and by which keys a search looks. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shared.domain.names import code, typed_words, words
from shared.records.search_entries import (
    ALL,
    LEAD_LENGTH,
    TAIL_LENGTH,
    Mark,
    Row,
    list_pk,
    pair_keys,
    pair_pk,
    tail_pk,
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
    """One partition and the beginning of its sort keys.

    `matches(sk, row)` says whether an entry is a match that was not shown before; it asks for the
    row only where the sort key does not tell. A `fallback` is for when nothing else was found.
    """

    pk: str
    prefix: str
    matches: Callable[[str, Callable[[], Row]], bool] = lambda _sk, _row: True
    fallback: bool = False


def lookups(text: str, mark: Mark) -> list[Lookup]:
    """Where to look for what was typed, best first; empty where it holds too little."""
    if any(c.isdecimal() for c in text):
        return _number_lookups(code(text), mark)
    finished, readings = typed_words(text)
    found = [_name_lookup([*finished, reading]) for reading in readings]
    if finished:
        found.append(_word_lookup([*finished, readings[0]], fallback=True))
    return found


def _number_lookups(number: str, mark: Mark) -> list[Lookup]:
    if len(number) < 2:
        return []
    found = [Lookup(f"D#{number[:2]}", number)]
    if number.isdecimal() and len(number) >= TAIL_LENGTH:
        found.append(Lookup(tail_pk(number[-TAIL_LENGTH:], mark), "", _ends_with(number)))
    if number.isdecimal() and len(number) == NIK_LENGTH:
        found.append(Lookup(tail_pk(number, mark), ""))
    return found


def _ends_with(digits: str) -> Callable[[str, Callable[[], Row]], bool]:
    def matches(sk: str, _: Callable[[], Row]) -> bool:
        kind, number = sk.split("#")[:2]
        return number.endswith(digits) if kind == "phone" else len(digits) == TAIL_LENGTH

    return matches


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
    one_letter = len(longest) == 1

    def matches(sk: str, row: Callable[[], Row]) -> bool:
        shown_before = not one_letter and int(sk.split("#")[2]) >= len(longest)
        return not shown_before and (len(typed) == 1 or _has_all(typed, row()))

    pk = list_pk(ALL, ALL, "name") if one_letter else f"S#{longest[:2]}"
    return Lookup(pk, longest, matches, fallback)


def _pair_lookup(lead: str, second: str, typed: list[str]) -> Lookup:
    pk = pair_pk(lead, second)

    def matches(sk: str, row: Callable[[], Row]) -> bool:
        if not (sk.split("#")[1].startswith(lead) and _has_all(typed, row())):
            return False
        keys = (k for p, k in pair_keys(row()) if p == pk and k.startswith(second))
        return sk == min(k for k in keys if k.split("#")[1].startswith(lead))

    return Lookup(pk, second, matches)


def _has_all(typed: list[str], row: Row) -> bool:
    have = words(row["name"])
    return all(any(w.startswith(t) for w in have) for t in typed)
