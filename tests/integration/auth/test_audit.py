from datetime import UTC, datetime, timedelta

import pytest

from auth.bootstrap import SYSTEM
from shared.aws import dynamo
from shared.records.audit import audit
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
