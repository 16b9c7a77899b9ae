"""The planning of a day as a job: its chunks, who calls them, and what becomes of one that died."""

import json
import time
from datetime import date
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from botocore.exceptions import EndpointConnectionError

from reminders.planning import gather, planner, stored_runs
from reminders.worker import sweep_handler
from shared.aws import dynamo, write
from shared.aws.transaction_packing import transact_all
from shared.kernel.settings import settings
from shared.records import system_clock
from shared.records.keys import reminders as keys
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Room
from tests.integration.reminders.cooperative import Member, Members, at
from tests.integration.reminders.plannings import delivers, finishes, record, the_run

EIGHT = at(f"{TODAY}T08:00")
PRESENT = system_clock.SystemClock()
"""The clock by which requests are answered."""


@pytest.fixture
def two_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "MOST_MEMBERS", 2)
    monkeypatch.setattr(planner, "MEMBERS_AT_ONCE", 1)


def planned(members: list[Member]) -> list[int]:
    """How many messages each has."""
    return [len(one.messages) for one in members]


@pytest.mark.usefixtures("two_a_chunk")
def test_the_schedule_begins_and_the_stream_goes_on_chunk_by_chunk(members: Members) -> None:
    five = [members.add(TODAY) for _ in range(5)]
    planner.start(EIGHT)
    assert (planned(five), the_run().version) == ([0] * 5, 1)
    delivers(EIGHT, record())
    assert planned(five) == [1, 1, 0, 0, 0]
    assert (the_run().messages, the_run().position) == (2, five[1].member_id)
    assert finishes(EIGHT) == 2
    assert planned(five) == [1] * 5
    assert (the_run().messages, the_run().planned, the_run().done) == (5, 5, True)


@pytest.mark.usefixtures("two_a_chunk")
def test_a_member_has_one_message_whatever_sources_and_chunks_it_is_found_in(
    members: Members, reminders: Room
) -> None:
    reminders("PUT", "/reminders/rules", {"channel": "whatsapp"})
    five = [members.add(TODAY, consent=True) for _ in range(5)]
    for one in reversed(five):
        one.borrows("2026-11-27")
        one.clerk.savings("wajib", opened_on="2026-10-01", monthly_amount=25_000, due_day=17)
    planner.start(EIGHT)
    finishes(EIGHT)
    assert planned(five) == [1] * 5
    assert {len(one.messages[0].dues) for one in five} == {3}


def test_a_chunk_whose_time_is_over_hands_over_after_at_least_some_members(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "MEMBERS_AT_ONCE", 1)
    monkeypatch.setattr(planner, "CHUNK_SECONDS", 0.0)
    three = [members.add(TODAY) for _ in range(3)]
    planner.start(EIGHT)
    assert finishes(EIGHT) == 3
    assert planned(three) == [1, 1, 1]


@pytest.mark.usefixtures("two_a_chunk")
def test_a_record_that_comes_twice_late_or_after_a_death_changes_nothing_twice(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = [members.add(TODAY) for _ in range(3)]
    planner.start(EIGHT)
    first = record()
    with monkeypatch.context() as broken:
        transact, writes = dynamo.transact, iter(range(10))

        def dies_at_the_second(some: Any) -> None:
            if next(writes):
                raise EndpointConnectionError(endpoint_url="http://engine")
            transact(some)

        broken.setattr(dynamo, "transact", dies_at_the_second)
        with pytest.raises(BatchProcessingError, match="http://engine"):
            delivers(EIGHT, first)
    assert (planned(three), the_run().version) == ([1, 0, 0], 1)
    delivers(EIGHT, first, first)
    assert (planned(three), the_run().version) == ([1, 1, 0], 2)
    second = record()
    delivers(EIGHT, first)
    assert the_run().version == 2
    delivers(EIGHT, second)
    assert the_run().done
    delivers(EIGHT, second, first)
    assert planned(three) == [1, 1, 1]


def test_a_run_that_midnight_finds_unfinished_is_left_to_the_next_day(members: Members) -> None:
    siti = members.add(TODAY)
    planner.start(EIGHT)
    late = record()
    tomorrow = at("2026-11-25T08:00")
    delivers(tomorrow, late)
    assert (siti.messages, the_run().done) == ([], False)
    planner.start(tomorrow)
    assert the_run("2026-11-25").since == date.fromisoformat(TODAY)
    finishes(tomorrow, "2026-11-25")
    assert siti.stage_results == {"1#+0": "superseded", "1#+1": "planned"}


def test_a_planning_is_made_up_for_where_it_is_missing_or_stuck(members: Members) -> None:
    members.add(TODAY)
    assert not planner.is_missing(at(f"{TODAY}T07:55"))
    assert planner.is_missing(EIGHT)
    planner.start(EIGHT)
    assert not planner.is_missing(at(f"{TODAY}T08:10"))
    assert planner.start(at(f"{TODAY}T08:10")).version == 1
    lost = record()
    assert planner.is_missing(at(f"{TODAY}T08:21"))
    assert planner.start(at(f"{TODAY}T08:21")).version == 2
    delivers(at(f"{TODAY}T08:22"), lost)
    assert not the_run().done
    finishes(at(f"{TODAY}T08:22"))
    assert not planner.is_missing(at(f"{TODAY}T12:00"))
    assert planner.is_missing(at("2026-11-25T08:00"))


def test_the_sweep_begins_what_the_schedule_did_not(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = members.add(TODAY)
    monkeypatch.setattr(system_clock.SystemClock, "now", lambda _: EIGHT.moment)
    sweep_handler({}, None)
    assert the_run().version == 1
    finishes(EIGHT)
    sweep_handler({}, None)
    assert (len(siti.messages), the_run().version) == (1, 2)


def test_what_came_up_since_is_found_when_it_is_planned_again(members: Members) -> None:
    siti = members.add(TODAY)
    planner.run_here(EIGHT)
    siti.borrows("2026-11-27")
    planner.start(at(f"{TODAY}T09:00"))
    finishes(at(f"{TODAY}T09:00"))
    (message,) = siti.messages
    assert ([due.stage for due in message.dues], the_run().planned) == ([0, -3], 1)


def test_a_request_is_only_told_of_a_planning_that_is_under_way(
    members: Members, reminders: Room
) -> None:
    siti = members.add("2026-11-27")
    planner.start(PRESENT)
    answer = reminders("POST", "/reminders/plan").body
    assert (answer["finished"], answer["messages"], siti.messages) == (False, 0, [])
    shown = reminders("GET", "/reminders/plan").body
    assert (shown["date"], shown["finished"], shown["finished_at"]) == (TODAY, False, None)
    finishes(PRESENT)
    answer = reminders("POST", "/reminders/plan").body
    assert (answer["finished"], answer["messages"], len(siti.messages)) == (True, 0, 1)
    assert reminders("GET", "/reminders/plan").body["finished"]
    none = reminders("GET", "/reminders/plan", query={"date": "2026-11-20"}).body
    assert (none["finished"], none["started_at"], none["messages"]) == (False, None, 0)


@pytest.mark.usefixtures("two_a_chunk")
def test_a_request_leaves_to_the_stream_what_its_time_does_not_suffice_for(
    members: Members, reminders: Room
) -> None:
    five = [members.add("2026-11-27") for _ in range(5)]
    answer = reminders("POST", "/reminders/plan").body
    assert (answer["finished"], answer["messages"]) == (False, 2)
    assert finishes(PRESENT) == 2
    assert planned(five) == [1] * 5


def test_a_request_does_not_wait_for_a_long_reading(
    members: Members, reminders: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = members.add("2026-11-27")
    with monkeypatch.context() as slow:

        def takes_too_long(*_: object, **__: object) -> None:
            raise gather.TakesTooLong

        slow.setattr(gather, "candidates", takes_too_long)
        answer = reminders("POST", "/reminders/plan").body
    assert (answer["finished"], siti.messages, the_run().version) == (False, [], 1)
    finishes(PRESENT)
    assert len(siti.messages) == 1


def test_reading_ends_when_its_time_is_over(members: Members) -> None:
    members.add("2026-12-20", "2026-12-21")
    members.add(TODAY)
    context = gather.reminder_context(EIGHT.moment, EIGHT.moment)
    day = date.fromisoformat(TODAY)
    assert len(gather.candidates(context.rules, day, day, ends=time.monotonic() + 60)) == 1
    with pytest.raises(gather.TakesTooLong):
        gather.candidates(context.rules, day, day, ends=time.monotonic())


def test_a_run_that_was_kept_before_chunks_is_known_and_goes_on(members: Members) -> None:
    """As a version that planned in one go had left it when it died."""
    siti = members.add("2026-11-20")
    doc = {
        "day": TODAY,
        "since": "2026-11-20",
        "started_at": "2026-11-24T01:00:00.000Z",
        "finished_at": None,
        "messages": 0,
        "planned": 0,
        "skipped": 0,
    }
    pk, sk = keys.run(date.fromisoformat(TODAY))
    item: dynamo.Item = {"pk": pk, "sk": sk, "doc": json.dumps(doc)}
    dynamo.transact([write.put(settings().reminders_table, item)])
    assert not planner.is_missing(at(f"{TODAY}T08:20"))
    later = at(f"{TODAY}T08:21")
    assert planner.is_missing(later)
    planner.start(later)
    finishes(later)
    assert siti.stage_results == {"1#+0": "superseded", "1#+1": "planned"}
    assert stored_runs.latest(date(2026, 12, 1)) == the_run()


def test_who_was_refused_because_of_another_is_planned_again(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many share a transaction: one of them was written by somebody else meanwhile."""
    three = [members.add(TODAY) for _ in range(3)]
    first = iter([True])

    def meanwhile(units: Any) -> list[bool]:
        if next(first, False):
            dynamo.transact(units[1])
        return transact_all(units)

    monkeypatch.setattr("reminders.planning.write_plans.transact_all", meanwhile)
    made = planner.run_here(EIGHT)
    assert (planned(three), made.messages) == ([1, 1, 1], 2)
