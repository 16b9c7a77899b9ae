"""The lists: users, API clients, and the audit."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.records.cooperative import cooperative
from shared.web.cursor import seal, unseal

from . import repository
from .models import Client, User
from .schemas import AuditPage, Page
from .service import client_row, user_row

_DAYS = 7
_READ_AT_ONCE = 100
_MOST_ROUNDS, _MOST_READ = 8, 600
"""A round is one Query for each part of a UTC date; a page ends by what it read, too."""

Listed = TypeVar("Listed", User, Client)


def users(caller: Caller, page: Page) -> dict[str, object]:
    """A page of users of the caller's offices, by user name."""
    return _page(
        caller,
        page,
        "users",
        read=repository.users,
        key=lambda user: user.username,
        row=user_row,
    )


def clients(caller: Caller, page: Page) -> dict[str, object]:
    """A page of API clients of the caller's offices, in the order of their making."""
    return _page(
        caller,
        page,
        "clients",
        read=repository.clients,
        key=lambda client: client.client_id,
        row=client_row,
    )


def audit(caller: Caller, page: AuditPage, clock: Clock) -> dict[str, object]:
    """A page of entries; who is bound to offices sees what the users and clients of these did.

    With `actor`, and for the bound, one that is not full may still have a next one.
    """
    actors = _colleagues(caller) if caller.offices else None
    last_day = page.date or clock.now().astimezone(_zone()).date()
    first_day = page.date or last_day - timedelta(days=_DAYS - 1)
    begin, end = _midnight(first_day), _midnight(last_day + timedelta(days=1))
    scope = f"audit {page.date or ''} {page.actor or ''} {','.join(caller.offices)}"
    day, _, after = (unseal(page.cursor, scope) or timestamp(end)[:10]).partition("|")
    found: list[dict[str, object]] = []
    read = 0
    for _ in range(_MOST_ROUNDS):
        if day < timestamp(begin)[:10]:
            return {"items": found, "next_cursor": None}
        wanted = _READ_AT_ONCE if page.actor or actors else page.limit - len(found)
        rows = repository.audit_page(day, timestamp(begin), timestamp(end), after or None, wanted)
        for after, entry in rows:
            if page.actor in {None, entry["actor"]} and (not actors or entry["actor"] in actors):
                found.append(entry)
            if len(found) == page.limit:
                return {"items": found, "next_cursor": seal(f"{day}|{after}", scope)}
        if len(rows) < wanted:
            day, after = (date.fromisoformat(day) - timedelta(days=1)).isoformat(), ""
        read += len(rows)
        if read >= _MOST_READ:
            break
    return {"items": found, "next_cursor": seal(f"{day}|{after}", scope)}


def _colleagues(caller: Caller) -> set[str]:
    """The users and clients of the caller's offices, by the names that the audit has of them."""
    users = {one.username for one in repository.users() if caller.covers(one.offices)}
    clients = {one.client_id for one in repository.clients() if caller.covers(one.offices)}
    return {caller.name} | users | clients


def _page(
    caller: Caller,
    page: Page,
    scope: str,
    *,
    read: Callable[[str | None, int | None], list[Listed]],
    key: Callable[[Listed], str],
    row: Callable[[Listed], dict[str, object]],
) -> dict[str, object]:
    """One more than the page is read, to know whether there is a next one; for who is bound to
    offices all are read, and those of other offices left out."""
    scope += ",".join(caller.offices)
    some = None if caller.offices else page.limit + 1
    after = unseal(page.cursor, scope)
    found = [one for one in read(after, some) if caller.covers(one.offices)]
    shown = found[: page.limit]
    more = len(found) > page.limit
    return {
        "items": [row(each) for each in shown],
        "next_cursor": seal(key(shown[-1]), scope) if more else None,
    }


def _zone() -> ZoneInfo:
    return ZoneInfo(cooperative().zone)


def _midnight(day: date) -> datetime:
    """When this business date begins."""
    return datetime.combine(day, time(), _zone()).astimezone(UTC)
