import pytest

from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records import cooperative
from shared.records.keys import auth as auth_keys
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.arrears.standing import pauses, resumes, stand
from tests.integration.events import UNKNOWN_ID, Room


def test_where_an_account_stands(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 910_000, "2026-09-05")
    clerk.posted(account, "penalty", 5_000, "2026-10-20")
    answer = arrears("GET", f"/accounts/{account}/arrears", query={"as_of": TODAY})
    assert (answer.status, answer.calls) == (200, 1)
    assert answer.body == {
        "account_id": account,
        "account_no": "PB00001",
        "product": "Pinjaman Usaha",
        "as_of": TODAY,
        "days_past_due": 50,
        "delinquent_days": 47,
        "paused_days": 0,
        "grace_days": 3,
        "overdue_amount": 195_000,
        "overdue_principal": 180_000,
        "overdue_margin": 10_000,
        "overdue_penalty": 5_000,
        "oldest_due_on": "2026-10-05",
        "outstanding_principal": 380_000,
        "installments": [
            {
                "number": 9,
                "due_on": "2026-10-05",
                "principal": 100_000,
                "margin": 10_000,
                "penalty": 5_000,
                "paid_principal": 20_000,
                "paid_margin": 10_000,
                "paid_penalty": 0,
                "unpaid": 85_000,
                "days_past_due": 50,
            },
            {
                "number": 10,
                "due_on": "2026-11-05",
                "principal": 100_000,
                "margin": 10_000,
                "penalty": 0,
                "paid_principal": 0,
                "paid_margin": 0,
                "paid_penalty": 0,
                "unpaid": 110_000,
                "days_past_due": 19,
            },
        ],
        "pauses": [],
        "next_due_on": "2026-12-05",
        "next_due_amount": 110_000,
        "collectability": {"profile": "cooperative-2021", "class": 1, "label": "Lancar"},
        "explanation": (
            "Angsuran ke-9 (jatuh tempo 5 Oktober 2026) belum lunas: lewat 50 hari per "
            "24 November 2026. Yang dihitung 47 hari, setelah dikurangi masa tenggang 3 hari. "
            "Tunggakan Rp195.000, angsuran yang menunggak: 2. Kolektibilitas: Lancar."
        ),
    }


def test_today_is_the_cooperatives_business_date(clerk: Clerk, arrears: Room) -> None:
    found = stand(arrears, clerk.financing())
    assert (found["as_of"], found["days_past_due"]) == (TODAY, 292)


def test_the_explanation_is_in_the_readers_language(clerk: Clerk, arrears: Room) -> None:
    path = f"/accounts/{clerk.financing()}/arrears"
    answer = arrears("GET", path, headers={"accept-language": "en"})
    assert "is not fully paid: 292 days past due" in answer.body["explanation"]
    assert answer.body["collectability"]["label"] == "Doubtful"


def test_an_earlier_date_uses_only_entries_up_to_it(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 330_000, "2026-04-20")
    assert stand(arrears, account, "2026-04-19")["days_past_due"] == 73
    assert stand(arrears, account, "2026-04-19")["overdue_amount"] == 330_000
    assert stand(arrears, account, "2026-04-20")["days_past_due"] == 0
    assert stand(arrears, account, "2026-01-01")["next_due_on"] == "2026-02-05"
    earlier = arrears("GET", f"/accounts/{account}/arrears", query={"as_of": "2026-04-19"})
    assert earlier.calls == 2


def test_a_later_date_shows_what_will_be(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 1_100_000, TODAY)
    assert stand(arrears, account, "2027-01-05")["days_past_due"] == 31


def test_backdated_and_reversed_payments_re_age(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 110_000, "2026-06-01")
    back = clerk.posted(account, "repayment", 110_000, "2026-02-05")["transaction_id"]
    assert stand(arrears, account, "2026-03-01")["days_past_due"] == 0
    assert stand(arrears, account)["oldest_due_on"] == "2026-04-05"
    clerk.reverses(account, back)
    assert stand(arrears, account, "2026-03-01")["days_past_due"] == 24
    assert stand(arrears, account)["oldest_due_on"] == "2026-03-05"


@pytest.mark.parametrize("as_of", ["1900-01-01", "9999-12-31"])
def test_any_date_of_the_calendar_can_be_asked(clerk: Clerk, arrears: Room, as_of: str) -> None:
    account = clerk.financing()
    assert stand(arrears, account, as_of)["as_of"] == as_of


def test_a_members_arrears_are_one_call(clerk: Clerk, arrears: Room) -> None:
    late, prompt = clerk.financing(), clerk.financing(first_due_on="2026-12-01")
    clerk.savings()
    clerk.posted(late, "repayment", 110_000, "2026-06-01")
    path = f"/members/{clerk.member_id}/arrears"
    answer = arrears("GET", path)
    assert (answer.status, answer.calls) == (200, 1)
    body = answer.body
    assert (body["as_of"], body["days_past_due"], body["overdue_amount"]) == (TODAY, 264, 990_000)
    assert {i["account_id"]: i["days_past_due"] for i in body["items"]} == {late: 264, prompt: 0}
    assert body["next_cursor"] is None
    assert [stand(arrears, i["account_id"]) for i in body["items"]] == body["items"]
    earlier = arrears("GET", path, query={"as_of": "2026-05-31"})
    assert (earlier.calls, earlier.body["overdue_amount"]) == (2, 440_000)


def test_no_financing_and_no_member_are_told_apart(clerk: Clerk, arrears: Room) -> None:
    none = arrears("GET", f"/members/{clerk.member_id}/arrears")
    assert (none.status, none.calls) == (200, 2)
    assert (none.body["items"], none.body["days_past_due"], none.body["overdue_amount"]) == (
        [],
        0,
        0,
    )
    for member_id in (UNKNOWN_ID, "siti"):
        answer = arrears("GET", f"/members/{member_id}/arrears")
        assert (answer.status, answer.fields) == (404, ["member"])


def test_accounts_that_have_no_arrears_are_not_found(clerk: Clerk, arrears: Room) -> None:
    for account_id in (clerk.savings(), f"{clerk.member_id}.F{UNKNOWN_ID}", "17"):
        for answer in (
            arrears("GET", f"/accounts/{account_id}/arrears"),
            pauses(arrears, account_id, "2026-03-01", "2026-04-01"),
            resumes(arrears, account_id, "2026-03-01"),
        ):
            assert (answer.status, answer.fields) == (404, ["account"])


@pytest.mark.parametrize("as_of", ["kemarin", "2026-02-30", "20260230", "5", ""])
def test_as_of_is_a_date(clerk: Clerk, arrears: Room, as_of: str) -> None:
    account = clerk.financing()
    for path in (f"/accounts/{account}/arrears", f"/members/{clerk.member_id}/arrears"):
        answer = arrears("GET", path, query={"as_of": as_of})
        assert (answer.status, answer.fields) == (422, ["as_of"])


def test_the_profile_of_the_settings_is_used(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = clerk.financing()
    chosen = cooperative.Cooperative(collectability="ojk")
    item: dynamo.Item = {"pk": auth_keys.SETTINGS[0], "sk": auth_keys.SETTINGS[1], "v": 1}
    dynamo.transact([write.put(settings().auth_table, {**item, "doc": chosen.model_dump_json()})])
    cooperative.forget()
    found = stand(arrears, account)["collectability"]
    assert found == {"profile": "ojk-2019", "class": 5, "label": "Macet"}


def test_weekly_instalments_are_classed_sooner(clerk: Clerk, arrears: Room) -> None:
    weeks = [{"due_on": f"2026-09-{d:02}", "principal": 1_000} for d in (1, 8, 15, 22)]
    weekly = clerk.financing(installments=weeks)
    monthly = clerk.financing(first_due_on="2026-09-01")
    classes = [stand(arrears, a)["collectability"]["class"] for a in (weekly, monthly)]
    assert classes == [3, 1]
