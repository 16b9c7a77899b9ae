from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.integration.accounts.clerk import Clerk
from tests.integration.arrears.standing import pauses, resumes, stand
from tests.integration.audited import audited
from tests.integration.contention import contended_tables
from tests.integration.events import Room, identity


def test_a_pause_takes_days_off_but_never_days_past_due(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    answer = pauses(arrears, account, "2026-03-01", "2026-04-01")
    assert (answer.status, answer.body) == (
        201,
        {"account_id": account, "pauses": [{"start_on": "2026-03-01", "end_on": "2026-04-01"}]},
    )
    found = stand(arrears, account, "2026-04-10")
    assert (found["days_past_due"], found["paused_days"], found["delinquent_days"]) == (64, 31, 30)
    assert found["pauses"] == answer.body["pauses"]


def test_pauses_may_touch_and_resume_ends_the_later_one(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    pauses(arrears, account, "2026-03-01", "2026-04-01")
    assert pauses(arrears, account, "2026-04-01", "2026-05-01").status == 201
    overlap = pauses(arrears, account, "2026-03-31", "2026-04-02")
    assert (overlap.status, overlap.fields) == (409, ["start_on"])
    resumed = resumes(arrears, account, "2026-04-01")
    assert (resumed.status, resumed.body["pauses"]) == (
        200,
        [{"start_on": "2026-03-01", "end_on": "2026-04-01"}],
    )
    shortened = resumes(arrears, account, "2026-03-11").body["pauses"]
    assert shortened == [{"start_on": "2026-03-01", "end_on": "2026-03-11"}]
    again = resumes(arrears, account, "2026-03-11")
    assert (again.status, again.fields) == (409, ["on"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"start_on": "2026-03-01"}, "end_on"),
        ({"start_on": "2026-03-01", "end_on": "2026-03-01"}, "end_on"),
        ({"start_on": "2026-03-02", "end_on": "2026-03-01"}, "end_on"),
        ({"start_on": "2026-02-30", "end_on": "2026-03-01"}, "start_on"),
        ({"start_on": 5, "end_on": "2026-03-01"}, "start_on"),
        ({"start_on": "2026-03-01", "end_on": "2026-03-02", "why": "x"}, "why"),
    ],
)
def test_a_pause_that_cannot_be(
    clerk: Clerk, arrears: Room, body: dict[str, object], field: str
) -> None:
    account = clerk.financing()
    answer = arrears("POST", f"/accounts/{account}/pauses", body)
    assert (answer.status, answer.fields) == (422, [field])
    assert stand(arrears, account)["pauses"] == []


def test_postings_and_pauses_leave_each_other_alone(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    pauses(arrears, account, "2026-03-01", "2026-04-01")
    paid = clerk.posted(account, "repayment", 110_000)["transaction_id"]
    pauses(arrears, account, "2026-05-01", "2026-06-01")
    clerk.reverses(account, paid)
    clerk.posted(account, "repayment", 220_000)
    found = stand(arrears, account)
    assert len(found["pauses"]) == 2
    assert found["oldest_due_on"] == "2026-04-05"


def test_pauses_at_once_never_overlap(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()

    def pause(number: int) -> int:
        day = f"2026-03-{1 + number % 4:02}"
        return pauses(arrears, account, day, f"2026-03-{2 + number % 4:02}").status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(pause, range(8)))
    assert sorted(statuses) == [201] * 4 + [409] * 4
    assert len(stand(arrears, account)["pauses"]) == 4


def test_pauses_that_stay_busy_are_a_conflict(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = clerk.financing()
    with contended_tables(monkeypatch):
        answer = pauses(arrears, account, "2026-03-01", "2026-04-01")
    assert (answer.status, answer.fields) == (409, ["account_id"])


def test_a_closed_account_has_no_arrears_and_takes_no_pause(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 1_320_000, "2026-06-01")
    closed = clerk.accounts("POST", f"/accounts/{account}/close", {"closed_on": "2026-06-01"})
    assert closed.status == 200
    found = stand(arrears, account)
    assert (found["days_past_due"], found["overdue_amount"], found["next_due_on"]) == (0, 0, None)
    assert stand(arrears, account, "2026-05-01")["days_past_due"] == 85
    answer = pauses(arrears, account, "2026-03-01", "2026-04-01")
    assert (answer.status, answer.fields) == (409, ["account_id"])


def test_who_may_look_and_who_may_pause(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    elsewhere = arrears.by("admin", offices="SGR")
    assert elsewhere("GET", f"/accounts/{account}/arrears").status == 403
    assert elsewhere("GET", f"/members/{clerk.member_id}/arrears").status == 403
    assert pauses(elsewhere, account, "2026-03-01", "2026-04-01").status == 403
    for role, status in (("viewer", 403), ("officer", 403), ("manager", 201)):
        start, end = "2026-03-01", "2026-04-01"
        assert pauses(Room("arrears", identity(role)), account, start, end).status == status
        assert stand(arrears.by(role), account)["days_past_due"] == 292


def test_pauses_are_audited(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    pauses(arrears, account, "2026-03-01", "2026-04-01")
    resumes(arrears, account, "2026-03-11")
    mine = [e for e in audited() if e["subject"] == f"account:{account}" and "pause" in e["action"]]
    assert [(e["action"], e["detail"]) for e in mine] == [
        ("pause.add", {"start_on": "2026-03-01", "end_on": "2026-04-01"}),
        ("pause.resume", {"on": "2026-03-11"}),
    ]
