"""The member list and the search: pages of rows, flat in the number of members."""

import json
from collections.abc import Iterator
from heapq import merge

from shared.cursor import seal, unseal
from shared.dynamo import Item
from shared.errors import Forbidden
from shared.identity import Caller
from shared.search_entries import ALL, Row, Sort, list_pk

from . import repository, rules
from .schemas import ListQuery

MAX_SEARCH_CALLS = 4

Page = tuple[list[str], str | None, bool]


def page(caller: Caller, query: ListQuery) -> Page:
    """(rows as JSON, next cursor, whether a search met its ceiling and wants more typed)."""
    if query.office and not caller.may_see(query.office):
        raise Forbidden("office", "other_office", query.office)
    offices = (query.office,) if query.office else caller.offices
    scope = query.model_dump_json(exclude={"cursor", "limit"}) + ",".join(offices)
    position = unseal(query.cursor, scope)
    rows, last, narrow = (
        _search(query, offices, position) if query.q else _list(query, offices, position)
    )
    return rows, last and seal(last, scope), narrow


def _list(query: ListQuery, offices: tuple[str, ...], after: str | None) -> Page:
    """One Query an office, merged; a caller bound to no office makes one."""
    sort: Sort = query.sort.removeprefix("-")  # type: ignore[assignment]
    descending = query.sort.startswith("-")
    pages = [
        repository.entries(
            list_pk(office, query.status or ALL, sort),
            "",
            limit=query.limit + 1,
            after=after,
            descending=descending,
        )
        for office in offices or (ALL,)
    ]
    found = list(merge(*pages, key=lambda e: str(e["sk"]), reverse=descending))
    shown = found[: query.limit]
    more = len(found) > query.limit
    return [str(e["row"]) for e in shown], str(shown[-1]["sk"]) if more else None, False


def _search(query: ListQuery, offices: tuple[str, ...], position: str | None) -> Page:
    """The next matches; a place is `<number of the lookup>#<sort key of the entry>`."""
    found: dict[str, str] = {}
    last = position
    for place, row, text in _matches(query, offices, position):
        if row is None:
            return list(found.values()), place, True
        if row["member_id"] in found:
            continue
        if len(found) == query.limit:
            return list(found.values()), last, False
        found[row["member_id"]] = text
        last = place
    return list(found.values()), None, not rules.lookups(query.q)


def _matches(
    query: ListQuery, offices: tuple[str, ...], position: str | None
) -> Iterator[tuple[str, Row | None, str]]:
    """(place, row, row as JSON) of each entry that fits, lookup by lookup; a place without a row
    where the ceiling of calls is met."""
    first, _, after = (position or "0#").partition("#")
    sk: str | None = after or None
    matched = position is not None
    calls = 0
    for number, lookup in list(enumerate(rules.lookups(query.q)))[int(first) :]:
        if lookup.fallback and matched and number != int(first):
            continue
        more = True
        while more:
            if calls == MAX_SEARCH_CALLS:
                yield f"{number}#{sk or ''}", None, ""
                return
            entries = repository.entries(lookup.pk, lookup.prefix, limit=query.limit + 1, after=sk)
            calls += 1
            for sk, row, text in _rows(entries):
                if _fits(query, offices, lookup, sk, row):
                    matched = True
                    yield f"{number}#{sk}", row, text
            more = len(entries) > query.limit
        sk = None


def _rows(entries: list[Item]) -> Iterator[tuple[str, Row, str]]:
    """Each entry's sort key and row, those of pointers fetched in one call."""
    pointed = repository.rows_of(
        list(dict.fromkeys(str(e["member_id"]) for e in entries if "member_id" in e))
    )
    for entry in entries:
        if "member_id" not in entry:
            yield str(entry["sk"]), repository.row_of(entry), str(entry["row"])
        elif row := pointed.get(str(entry["member_id"])):
            yield str(entry["sk"]), row, json.dumps(row, ensure_ascii=False)


def _fits(
    query: ListQuery, offices: tuple[str, ...], lookup: rules.Lookup, sk: str, row: Row
) -> bool:
    if query.status and row["status"] != query.status:
        return False
    if offices and row["office"] not in offices:
        return False
    if lookup.pk.startswith("T#"):
        return rules.tail_matches(query.q, sk.split("#")[1])
    return lookup.first_of(row, sk)
