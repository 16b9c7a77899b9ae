"""The member list and the search: pages of rows, flat in the number of members."""

from heapq import merge

from shared.kernel.caller import Caller
from shared.kernel.errors import Forbidden
from shared.records.keys.search import ALL, Sort
from shared.records.search_index import table as search_table
from shared.records.search_index.entries import ListRow
from shared.records.search_index.search import Filter, Page, search
from shared.web.cursor import seal, unseal

from .schemas import ListQuery


def page(caller: Caller, query: ListQuery) -> Page:
    """A page of what the caller may see; its `next_position` is sealed as a cursor.

    Forbidden for another office than the caller's.
    """
    if query.office and not caller.may_see(query.office):
        raise Forbidden("office", "other_office", query.office)
    offices = (query.office,) if query.office else caller.offices
    scope = query.model_dump_json(exclude={"cursor", "limit"}) + ",".join(offices)
    found = rows(query, offices, unseal(query.cursor, scope))
    cursor = found.next_position and seal(found.next_position, scope)
    return Page(found.rows, cursor, found.narrow)


def rows(query: ListQuery, offices: tuple[str, ...], position: str | None) -> Page:
    """A page behind a position, of members of these offices (of all, where there are none)."""
    if query.q:
        wanted = _filter(query.status, offices)
        return search(query.q, limit=query.limit, position=position, wanted=wanted)
    return _sorted(query, offices, position)


def _sorted(query: ListQuery, offices: tuple[str, ...], after: str | None) -> Page:
    """One Query an office, merged; a caller bound to no office makes one."""
    sort: Sort = query.sort.removeprefix("-")  # type: ignore[assignment]
    descending = query.sort.startswith("-")
    pages = [
        search_table.read_list(
            office,
            query.status or ALL,
            sort,
            limit=query.limit + 1,
            after=after,
            descending=descending,
        )
        for office in offices or (ALL,)
    ]
    found = list(merge(*pages, key=lambda e: e.sk, reverse=descending))
    shown = found[: query.limit]
    more = len(found) > query.limit
    return Page([e.text for e in shown], shown[-1].sk if more else None, narrow=False)


def _filter(status: str | None, offices: tuple[str, ...]) -> Filter | None:
    """Which rows a search shows; None where it shows all that it finds."""
    if not (status or offices):
        return None

    def wanted(row: ListRow) -> bool:
        if status and row["status"] != status:
            return False
        return not offices or row["office"] in offices

    return wanted
