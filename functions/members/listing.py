"""The member list and the search: pages of rows, flat in the number of members."""

from collections.abc import Iterator
from heapq import merge

from shared.aws.vault import lookup_hash
from shared.kernel.caller import Caller
from shared.kernel.errors import Forbidden
from shared.records.search_entries import ALL, Sort, list_pk
from shared.web.cursor import seal, unseal

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
    found, last, narrow = rows(query, offices, position)
    return found, last and seal(last, scope), narrow


def rows(query: ListQuery, offices: tuple[str, ...], position: str | None) -> Page:
    """A page behind a position: (rows as JSON, where it ends, whether a search met its ceiling)."""
    if query.q:
        return _search(query, offices, position)
    return _list(query, offices, position)


def _list(query: ListQuery, offices: tuple[str, ...], after: str | None) -> Page:
    """One Query an office, merged; a caller bound to no office makes one."""
    sort: Sort = query.sort.removeprefix("-")  # type: ignore[assignment]
    descending = query.sort.startswith("-")
    pages = [
        repository.listed(
            list_pk(office, query.status or ALL, sort),
            limit=query.limit + 1,
            after=after,
            descending=descending,
        )
        for office in offices or (ALL,)
    ]
    found = list(merge(*pages, key=lambda e: e.sk, reverse=descending))
    shown = found[: query.limit]
    more = len(found) > query.limit
    return [e.text for e in shown], shown[-1].sk if more else None, False


def _search(query: ListQuery, offices: tuple[str, ...], position: str | None) -> Page:
    """The next matches; a place is `<number of the lookup>#<sort key of the entry>`."""
    lookups = rules.lookups(query.q, lookup_hash)
    found: dict[str, str] = {}
    last = (0, "")
    for number, sk, match in _matches(lookups, query, offices, position):
        if match is None:
            return list(found.values()), f"{number}#{sk}", True
        member_id = match.member_id
        if member_id in found:
            continue
        if len(found) == query.limit:
            return list(found.values()), f"{last[0]}#{last[1]}", False
        found[member_id] = match.text
        last = (number, sk)
    return list(found.values()), None, not lookups


def _matches(
    lookups: list[rules.Lookup],
    query: ListQuery,
    offices: tuple[str, ...],
    position: str | None,
) -> Iterator[tuple[int, str, repository.Entry | None]]:
    """(lookup, sort key, entry) of each match; a place without entry at the ceiling of calls."""
    first, _, after = (position or "0#").partition("#")
    sk: str | None = after or None
    matched = position is not None
    calls = 0
    filtered = bool(query.status or offices)
    for number, lookup in list(enumerate(lookups))[int(first) :]:
        if lookup.fallback and matched and number != int(first):
            continue
        more = True
        while more:
            if calls == MAX_SEARCH_CALLS:
                yield number, sk or "", None
                return
            entries = repository.search(lookup.pk, lookup.prefix, limit=query.limit + 1, after=sk)
            calls += 1
            for entry in entries:
                sk = entry.sk
                if filtered and not _wanted(query, offices, entry):
                    continue
                if lookup.matches(sk, entry.row):
                    matched = True
                    yield number, sk, entry
            more = len(entries) > query.limit
        sk = None


def _wanted(query: ListQuery, offices: tuple[str, ...], entry: repository.Entry) -> bool:
    if query.status and entry.row()["status"] != query.status:
        return False
    return not offices or entry.row()["office"] in offices
