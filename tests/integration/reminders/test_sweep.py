"""What waits is come back to. 24 November 2026 is a Tuesday."""

from dataclasses import replace

from reminders import outbox
from reminders.delivery import sweep
from reminders.message_rules import MessageStatus
from reminders.planning import planner
from shared.aws import dynamo
from shared.aws import meter as meters
from shared.kernel.ids import new_id
from shared.kernel.settings import settings
from shared.records import delivery_marks
from shared.records.keys.arrears import collection_state
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Room
from tests.integration.reminders.cooperative import Member, Members, at

EARLY = at(f"{TODAY}T06:00")


def statuses(member: Member) -> list[tuple[int, MessageStatus, str | None]]:
    return [(message.day.day, message.status, message.reason) for message in member.messages]


def test_a_message_that_waited_is_queued_when_the_hours_begin_and_not_before(
    members: Members,
) -> None:
    siti = members.add(TODAY)
    planner.run_here(EARLY)
    sweep.run(at(f"{TODAY}T07:59"))
    assert statuses(siti) == [(24, "waiting", None)]
    sweep.run(at(f"{TODAY}T08:00"))
    assert statuses(siti) == [(24, "queued", None)]
    sweep.run(at(f"{TODAY}T08:05"))
    (message,) = siti.messages
    assert [step.status for step in message.history] == ["waiting", "queued"]


def test_of_a_machine_it_is_ready_for_the_sender(members: Members, reminders: Room) -> None:
    reminders("PUT", "/reminders/rules", {"channel": "console"})
    siti = members.add(TODAY, consent=True)
    planner.run_here(EARLY)
    sweep.run(at(f"{TODAY}T08:01"))
    assert statuses(siti) == [(24, "ready", None)]


def test_a_hundred_and_more_that_wait_are_moved_on_at_once(members: Members) -> None:
    siti = members.add(TODAY)
    planner.run_here(EARLY)
    (message,) = siti.messages
    everybody = [replace(message, member_id=new_id(), version=0) for _ in range(105)]
    for start in range(0, len(everybody), 50):
        dynamo.transact([outbox.save(each) for each in everybody[start : start + 50]])
    sweep.run(at(f"{TODAY}T08:00"))
    moved = [outbox.get(each.member_id, each.day) for each in everybody]
    assert {each.status for each in moved if each} == {"queued"}
    assert len(moved) == 105


def test_where_the_machine_was_off_until_closing_it_waits_for_the_next_day(
    members: Members,
) -> None:
    siti = members.add("2026-11-27")
    planner.run_here(EARLY)
    sweep.run(at(f"{TODAY}T20:30"))
    assert statuses(siti) == [(24, "waiting", "outside_hours")]
    assert siti.messages[0].wait_until == "2026-11-25T01:00:00.000Z"


def test_what_could_not_go_out_on_its_day_is_part_of_the_day_on_which_it_can(
    members: Members,
) -> None:
    alone, both = members.add("2026-11-27"), members.add("2026-11-27")
    both.borrows("2026-11-25")
    planner.run_here(EARLY)
    planner.run_here(at("2026-11-25T08:00"))
    sweep.run(at("2026-11-25T08:05"))
    assert statuses(alone) == [(24, "skipped", "carried_over"), (25, "queued", None)]
    assert statuses(both) == [(24, "skipped", "carried_over"), (25, "queued", None)]
    dues = [(due.stage, due.due_on.day) for due in both.messages[1].dues]
    assert dues == [(0, 25), (-3, 27)]
    assert "Rp200.000" in both.messages[1].text
    assert alone.messages[1].dues == alone.messages[0].dues


def test_what_a_later_stage_has_overtaken_is_not_sent_any_more(members: Members) -> None:
    siti = members.add("2026-11-27")
    planner.run_here(EARLY)
    planner.run_here(at("2026-11-26T08:00"))
    sweep.run(at("2026-11-26T08:05"))
    assert statuses(siti) == [(24, "skipped", "superseded"), (26, "queued", None)]
    assert [due.stage for due in siti.messages[1].dues] == [-1]


def test_where_the_days_message_was_sent_it_waits_for_another_day(members: Members) -> None:
    siti = members.add("2026-11-27")
    siti.borrows("2026-11-25")
    planner.run_here(EARLY)
    planner.run_here(at("2026-11-25T08:00"))
    sent = siti.messages[1].moved("sent", "2026-11-25T01:01:00.000Z")
    dynamo.transact([outbox.save(sent)])
    sweep.run(at("2026-11-25T08:05"))
    assert statuses(siti)[0] == (24, "waiting", "already_messaged")
    sweep.run(at("2026-11-26T08:05"))
    assert statuses(siti)[0][1] == "skipped"


def test_what_no_clerk_has_pressed_is_in_the_next_days_queue(members: Members) -> None:
    siti, budi = members.add("2026-11-10"), members.add("2026-11-23")
    planner.run_here(at(f"{TODAY}T08:00"))
    sweep.run(at(f"{TODAY}T19:00"))
    assert statuses(siti) == [(24, "queued", None)]
    sweep.run(at("2026-11-25T08:00"))
    sweep.run(at("2026-11-26T07:00"))
    for member in (siti, budi):
        assert statuses(member) == [(24, "skipped", "carried_over"), (25, "queued", None)]
    planner.run_here(at("2026-11-30T08:00"))
    sweep.run(at("2026-11-30T08:00"))
    assert statuses(siti)[-2:] == [(25, "skipped", "carried_over"), (30, "queued", None)]
    assert statuses(budi)[-2:] == [(25, "skipped", "superseded"), (30, "queued", None)]
    assert [due.stage for due in budi.messages[-1].dues] == [7]


def test_what_nobody_has_pressed_for_a_week_is_given_up(members: Members) -> None:
    siti = members.add("2026-11-10")
    planner.run_here(at(f"{TODAY}T08:00"))
    for day in (25, 26, 27, 28, 30):
        sweep.run(at(f"2026-11-{day}T09:00"))
    sweep.run(at("2026-12-02T09:00"))
    assert statuses(siti)[-1] == (30, "skipped", "not_sent")


def test_a_sender_that_died_leaves_unknown_and_a_lost_record_comes_again(
    members: Members, reminders: Room
) -> None:
    reminders("PUT", "/reminders/rules", {"channel": "whatsapp"})
    claimed, lost = members.add(TODAY, consent=True), members.add(TODAY, consent=True)
    planner.run_here(at(f"{TODAY}T08:00"))
    moved = claimed.messages[0].moved("claimed", "2026-11-24T01:00:00.000Z")
    dynamo.transact([outbox.save(moved)])
    sweep.run(at(f"{TODAY}T08:05"))
    assert [claimed.messages[0].status, lost.messages[0].version] == ["claimed", 1]
    sweep.run(at(f"{TODAY}T08:30"))
    assert statuses(claimed) == [(24, "unknown", "sender_died")]
    desk = dynamo.get(settings().arrears_table, collection_state(claimed.accounts[0]))
    assert desk
    assert delivery_marks.read_mark(str(desk["mark"])).status == "unknown"
    assert (lost.messages[0].status, lost.messages[0].version) == ("ready", 2)
    sweep.run(at(f"{TODAY}T08:31"))
    assert lost.messages[0].version == 2


def written_by_sweeps(*moments: str) -> float:
    """The write units that sweeps at these times consume."""
    spent = meters.Meter()
    token = meters.meter.set(spent)
    for moment in moments:
        sweep.run(at(moment))
    meters.meter.reset(token)
    assert spent.calls
    return spent.write_units


def test_what_waits_for_the_hours_or_for_a_clerk_is_not_written_by_a_sweep(
    members: Members,
) -> None:
    early, day = members.add(TODAY), members.add("2026-11-27")
    planner.run_here(EARLY)
    night = [f"{TODAY}T0{hour}:{minute:02}" for hour in (6, 7) for minute in range(1, 60, 9)]
    assert written_by_sweeps(*night) == 0
    sweep.run(at(f"{TODAY}T08:00"))
    until_morning = [f"{TODAY}T{hour:02}:05" for hour in range(8, 24)]
    until_morning += [f"2026-11-25T0{hour}:55" for hour in range(8)]
    assert written_by_sweeps(*until_morning) == 0
    assert statuses(early) == statuses(day) == [(24, "queued", None)]


def test_while_senders_are_at_work_what_is_ready_waits_for_its_turn_and_is_not_written(
    members: Members, reminders: Room
) -> None:
    reminders("PUT", "/reminders/rules", {"channel": "whatsapp"})
    sending, behind = members.add(TODAY, consent=True), members.add(TODAY, consent=True)
    planner.run_here(at(f"{TODAY}T08:00"))
    moved = sending.messages[0].moved("claimed", "2026-11-24T01:29:00.000Z")
    dynamo.transact([outbox.save(moved)])
    assert written_by_sweeps(f"{TODAY}T08:30", f"{TODAY}T08:35") == 0
    answered = sending.messages[0].moved("sent", "2026-11-24T01:36:00.000Z")
    dynamo.transact([outbox.save(answered)])
    assert written_by_sweeps(f"{TODAY}T08:40") > 0
    assert (behind.messages[0].status, behind.messages[0].version) == ("ready", 2)
