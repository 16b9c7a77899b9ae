from datetime import UTC, date, datetime
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from botocore.exceptions import EndpointConnectionError

from arrears.snapshots import sources, stored_snapshots
from arrears.snapshots.stored_snapshots import SnapshotJob
from shared.aws import dynamo, observability
from shared.kernel.settings import settings
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.arrears.snapshots import delivers, finishes, record, schedule_fires, takes
from tests.integration.arrears.test_due_and_ageing import LATE, lends, of_another, offices, pages
from tests.integration.events import Answer, Room

__all__ = ["offices"]

EVENING = "2026-11-24T15:30:00Z"
"""22:30 in Jakarta."""


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setenv("TODAY", day)
    settings.cache_clear()


def ageing(arrears: Room, **query: object) -> Answer:
    return arrears("GET", "/arrears/ageing", query=query)


def of_account(arrears: Room, account: str, as_of: str) -> Any:
    return arrears("GET", f"/accounts/{account}/arrears", query={"as_of": as_of}).body


def test_the_evenings_snapshot_answers_tomorrow_what_ageing_said_today(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, TODAY)
    accounts = [lends(clerk, due_on) for due_on in LATE]
    said = ageing(arrears).body
    listed = pages(arrears, "/arrears/ageing/accounts", bucket=31)
    schedule_fires(EVENING)
    job = finishes(TODAY)
    assert (job.source, job.accounts, job.parts, job.members) == ("index", 6, 1, 1)
    on(monkeypatch, "2026-11-25")
    clerk.posted(accounts[-1], "repayment", 200_000, "2026-11-25")
    answer = ageing(arrears, as_of=TODAY)
    assert (answer.body, answer.calls) == (said, 2)
    assert pages(arrears, "/arrears/ageing/accounts", bucket=31, as_of=TODAY) == listed


def test_monitoring_hears_of_the_days_own_snapshot_and_not_of_a_past_days(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(observability, "ran", heard.append)
    on(monkeypatch, TODAY)
    lends(clerk, "2026-05-01")
    arrears("POST", "/arrears/snapshots", {"date": "2026-11-20"})
    finishes("2026-11-20")
    assert heard == []
    schedule_fires(EVENING)
    finishes(TODAY)
    assert heard == ["snapshot"]


def test_a_past_day_is_replayed_also_for_accounts_that_were_paid_since(
    clerk: Clerk, arrears: Room
) -> None:
    late, paid = lends(clerk, "2026-05-01"), lends(clerk, "2026-08-01")
    clerk.posted(paid, "repayment", 50_000, "2026-08-20")
    clerk.posted(paid, "repayment", 150_000, "2026-11-02")
    mistake = clerk.posted(late, "repayment", 200_000, "2026-09-01")
    clerk.reverses(late, mistake["transaction_id"])
    lends(clerk, "2026-12-01", opened_on="2026-11-01")
    refused = ageing(arrears, as_of="2026-10-31")
    assert (refused.status, refused.fields) == (422, ["as_of"])
    assert "POST /arrears/snapshots" in refused.body["errors"][0]["message"]
    job = takes("2026-10-31")
    assert (job.source, job.accounts, job.members) == ("ledger", 2, 1)
    rows = {row.account_id: row for row in stored_snapshots.accounts(date(2026, 10, 31))}
    for account in (late, paid):
        said = of_account(arrears, account, "2026-10-31")
        row = rows[account]
        assert str(row.due_on) == said["oldest_due_on"]
        assert row.delinquent_days == said["delinquent_days"]
        assert row.overdue == row.amount == said["overdue_amount"]
        assert row.outstanding_principal == said["outstanding_principal"]
    body = ageing(arrears, as_of="2026-10-31").body
    assert (body["count"], body["overdue_amount"]) == (2, 350_000)


def test_of_today_index_and_ledgers_say_the_same(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = [lends(clerk, due_on) for due_on in (*LATE, "2026-12-20")]
    clerk.posted(accounts[4], "repayment", 100_000)
    pause = {"start_on": "2026-06-01", "end_on": "2026-07-01"}
    assert arrears("POST", f"/accounts/{accounts[5]}/pauses", pause).status == 201
    day = date.fromisoformat(TODAY)
    monkeypatch.setattr(sources, "MOST_ENTRIES", 2)
    rows = []
    place: str | None = ""
    while place is not None:
        chunk = sources.from_index(day, place)
        rows += chunk.rows
        place = chunk.position
    ledgers = sources.from_ledgers(day, "")
    assert len(rows) == 7
    assert sorted(rows, key=lambda r: r.sort_key) == sorted(ledgers.rows, key=lambda r: r.sort_key)


def test_a_chunk_that_comes_twice_late_or_half_died_leaves_the_same_snapshot(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_MEMBERS", 1)
    others = [clerk, *(of_another(clerk, "PST", f"Budi {n}") for n in range(3))]
    for other in others:
        lends(other, "2026-08-01")
    arrears("POST", "/arrears/snapshots", {"date": "2026-10-31"})
    first = record("2026-10-31")
    delivers(first, first)
    second = record("2026-10-31")
    delivers(first)
    with monkeypatch.context() as broken:

        def dies(*_: object) -> None:
            raise EndpointConnectionError(endpoint_url="http://engine")

        broken.setattr(dynamo, "transact", dies)
        with pytest.raises(BatchProcessingError, match="http://engine"):
            delivers(second)
    assert ageing(arrears, as_of="2026-10-31").status == 422
    delivers(second)
    delivers(second)
    job = finishes("2026-10-31")
    assert (job.accounts, job.members, job.parts) == (4, 4, 4)
    rows = list(stored_snapshots.accounts(job.day))
    assert len({row.account_id for row in rows}) == len(rows) == 4
    assert ageing(arrears, as_of="2026-10-31").body["count"] == 4


def test_starting_is_idempotent_and_moves_on_what_got_stuck(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    lends(clerk, "2026-08-01")
    asked = {"date": "2026-10-31"}
    first = arrears("POST", "/arrears/snapshots", asked)
    again = arrears("POST", "/arrears/snapshots", asked)
    assert (first.status, first.body["status"]) == (202, "running")
    assert again.body == first.body == arrears("GET", "/arrears/snapshots/2026-10-31").body
    old = stored_snapshots.job(date(2026, 10, 31))
    assert old
    stuck = SnapshotJob(old.day, old.source, old.started_at, "2026-10-31T00:00:00.000Z")
    dynamo.transact([stored_snapshots.moved(old, stuck)])
    assert (
        arrears("POST", "/arrears/snapshots", asked).body["updated_at"] >= first.body["updated_at"]
    )
    moved = stored_snapshots.job(old.day)
    assert moved
    assert moved.version == 3
    finishes("2026-10-31")
    done = arrears("POST", "/arrears/snapshots", asked).body
    assert (done["status"], done["accounts"]) == ("done", 1)


def test_a_schedule_that_comes_a_day_late_takes_its_own_day_from_the_ledgers(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    lends(clerk, "2026-08-01")
    monkeypatch.delenv("TODAY")
    settings.cache_clear()
    schedule_fires("2026-11-22T15:30:00Z")
    assert finishes("2026-11-22").source == "ledger"
    schedule_fires("2026-11-20T17:30:00Z")
    assert finishes("2026-11-21").done


def test_offices_and_products_are_as_they_were_on_the_day(
    clerk: Clerk, arrears: Room, offices: None
) -> None:
    pst, sgr = of_another(clerk, "PST"), of_another(clerk, "SGR", "Made Wirawan")
    first = lends(pst, "2026-08-01")
    mikro, usaha = lends(sgr, "2026-08-01"), lends(sgr, "2026-08-02", product="Usaha")
    takes("2026-10-31")
    moved = Room("members", arrears.caller)("PATCH", f"/members/{sgr.member_id}", {"office": "PST"})
    assert moved.status == 200
    day = {"as_of": "2026-10-31"}
    assert ageing(arrears, **day, office="SGR").body["count"] == 2
    assert ageing(arrears, **day, office="SGR", product="Usaha").body["count"] == 1
    assert ageing(arrears.by("viewer", "PST"), **day).body["count"] == 1
    assert ageing(arrears.by("viewer", "PST"), **day, office="SGR").status == 403
    path = "/arrears/ageing/accounts"
    found = pages(arrears, path, bucket=91, **day, office="SGR", limit=1)
    assert [(row["account_id"], row["office"]) for row in found] == [(mikro, "SGR")]
    bound = arrears.by("viewer", "SGR")
    assert ageing(bound, **day).body["count"] == 2
    assert pages(bound, path, bucket=91, **day) == []
    all_of_them = pages(arrears, path, bucket=91, **day, limit=1)
    assert {row["account_id"] for row in all_of_them} == {first, mikro}
    found = pages(arrears, path, bucket=61, **day, product="Usaha")
    assert [row["account_id"] for row in found] == [usaha]


def test_the_trend_tells_each_day_in_one_call(clerk: Clerk, arrears: Room, offices: None) -> None:
    pst, sgr = of_another(clerk, "PST"), of_another(clerk, "SGR", "Made Wirawan")
    lends(pst, "2026-08-01")
    lends(sgr, "2026-09-20")
    for day in ("2026-08-31", "2026-10-01"):
        takes(day)
    arrears("POST", "/arrears/snapshots", {"date": "2026-10-31"})
    answer = arrears("GET", "/arrears/trend", query={"from": "2026-08-01"})
    assert answer.calls == 1
    august, october = answer.body["items"]
    assert august == {
        "date": "2026-08-31",
        "count": 2,
        "late_count": 1,
        "overdue_amount": 100_000,
        "outstanding_principal": 400_000,
        "par": {
            "1": {"amount": 200_000, "ratio": 0.5},
            "30": {"amount": 0, "ratio": 0.0},
            "60": {"amount": 0, "ratio": 0.0},
            "90": {"amount": 0, "ratio": 0.0},
        },
    }
    assert (october["late_count"], october["par"]["30"]["amount"]) == (2, 200_000)
    own = arrears("GET", "/arrears/trend", query={"from": "2026-08-01", "office": "SGR"}).body
    assert [day["late_count"] for day in own["items"]] == [0, 1]


@pytest.mark.parametrize("moment", ["2026-11-24T16:59:59Z", "2026-11-23T17:00:00Z"])
def test_the_day_of_a_schedule_is_the_cooperatives(tables: None, moment: str) -> None:
    from arrears.worker import business_date_of

    assert business_date_of({"time": moment}) == date(2026, 11, 24)
    assert datetime.fromisoformat(moment).tzinfo == UTC
