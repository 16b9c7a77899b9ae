from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from auth.bootstrap import SYSTEM
from shared.aws import dynamo
from shared.kernel.caller import Caller
from shared.records.audit import audit
from shared.records.keys.auth import audit_partitions
from shared.records.keys.parts import PARTS
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import Users
from tests.integration.events import Room, identity


def test_the_audit_is_paged_newest_first_and_filtered_by_actor(admin: Browser, user: Users) -> None:
    for name in ("ani", "budi", "cici"):
        user(name)
    pages, cursor = [], None
    while True:
        query: dict[str, object] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = admin("GET", "/auth/audit", query=query).body
        pages += page["items"]
        if (cursor := page["next_cursor"]) is None:
            break
    actions = [entry["action"] for entry in pages]
    assert actions == ["login", "user.create"] * 3 + ["login", "user.create"]
    assert [entry["at"] for entry in pages] == sorted((e["at"] for e in pages), reverse=True)
    of_budi = admin("GET", "/auth/audit", query={"actor": "budi"}).body["items"]
    assert [entry["subject"] for entry in of_budi] == ["budi"]


@pytest.mark.usefixtures("tables")
def test_a_day_is_spread_over_parts_and_read_as_one_by_a_call_for_each() -> None:
    noon = datetime(2030, 1, 1, 5, tzinfo=UTC)
    moments = [noon + timedelta(milliseconds=n) for n in range(40)]
    written = [audit(SYSTEM, moment, f"action-{n}", "x") for n, moment in enumerate(moments)]
    dynamo.transact(written)
    parts = Counter(one.request["Item"]["pk"]["S"] for one in written)
    assert set(parts) <= set(audit_partitions("2030-01-01"))
    assert len(parts) == PARTS
    shown, cursor, calls = list[str](), None, list[int]()
    while not calls or cursor:
        query = {"date": "2030-01-01", "limit": 7, **({"cursor": cursor} if cursor else {})}
        answer = Room("auth", identity())("GET", "/auth/audit", query=query)
        shown += [entry["action"] for entry in answer.body["items"]]
        calls.append(answer.calls)
        cursor = answer.body["next_cursor"]
    assert shown == [f"action-{n}" for n in reversed(range(40))]
    of_zone_and_both_utc_dates = 1 + 2 * PARTS
    assert max(calls) <= of_zone_and_both_utc_dates


@pytest.mark.usefixtures("tables")
def test_looking_for_one_actor_on_a_busy_day_ends_after_some_hundred_entries() -> None:
    moments = [datetime(2030, 1, 1, 5, tzinfo=UTC) + timedelta(seconds=n) for n in range(1200)]
    rini = Caller("rini", "admin", frozenset(), (), "203.0.113.7")
    entries = [audit(rini if n == 0 else SYSTEM, m, "x", "x") for n, m in enumerate(moments)]
    for start in range(0, len(entries), 100):
        dynamo.transact(entries[start : start + 100])
    asked: dict[str, object] = {"date": "2030-01-01", "actor": "rini"}
    page = Room("auth", identity())("GET", "/auth/audit", query=asked)
    assert page.body["items"] == []
    assert page.calls <= 1 + 4 * PARTS
    rest = {**asked, "cursor": page.body["next_cursor"]}
    found = Room("auth", identity())("GET", "/auth/audit", query=rest).body["items"]
    assert [entry["actor"] for entry in found] == ["rini"]


@pytest.mark.usefixtures("tables")
def test_entries_of_days_that_had_one_partition_are_shown_between_the_others() -> None:
    noon = datetime(2030, 1, 1, 5, tzinfo=UTC)
    moments = [noon + timedelta(minutes=n) for n in range(20)]
    writes = [audit(SYSTEM, moment, f"action-{n}", "x") for n, moment in enumerate(moments)]
    for earlier in writes[:10]:
        earlier.request["Item"]["pk"]["S"] = "AUDIT#2030-01-01"
    dynamo.transact(writes)
    query: dict[str, object] = {"date": "2030-01-01", "limit": 15}
    page = Room("auth", identity())("GET", "/auth/audit", query=query).body
    rest = {**query, "cursor": page["next_cursor"]}
    others = Room("auth", identity())("GET", "/auth/audit", query=rest).body
    actions = [entry["action"] for entry in page["items"] + others["items"]]
    assert actions == [f"action-{n}" for n in reversed(range(20))]
    assert others["next_cursor"] is None


@pytest.mark.usefixtures("tables")
def test_a_date_of_the_audit_begins_at_midnight_in_jakarta() -> None:
    new_year = datetime(2030, 1, 1, 17, tzinfo=UTC)
    moments = {"late": new_year - timedelta(milliseconds=1), "early": new_year}
    dynamo.transact([audit(SYSTEM, moment, name, "x") for name, moment in moments.items()])

    def actions(day: str) -> list[str]:
        entries = Room("auth", identity())("GET", "/auth/audit", query={"date": day}).body["items"]
        return [entry["action"] for entry in entries]

    assert actions("2030-01-01") == ["late"]
    assert actions("2030-01-02") == ["early"]
    assert actions("2030-01-03") == []


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "yesterday"])
def test_a_date_without_an_audit_is_refused(day: str) -> None:
    answer = Room("auth", identity())("GET", "/auth/audit", query={"date": day})
    assert (answer.status, answer.fields) == (422, ["date"])
