from accounts import bulk
from accounts.bulk import NewAccount, NewTransaction
from shared.kernel.caller import PERMISSIONS, Caller
from shared.records.system_clock import SystemClock
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import Answer, Room, identity

IMPORT = Caller("impor", "admin", PERMISSIONS["admin"], (), "127.0.0.1")


def recap(caller: dict[str, str], **query: object) -> Answer:
    return Room("accounts", caller)("GET", "/accounts/recap", query=query)


def officer(clerk: Clerk, name: str) -> Clerk:
    return Clerk(Room("accounts", identity("officer", sub=name)), clerk.member_id, clerk.keys)


def test_an_officer_sees_what_they_posted_today_and_what_it_comes_to(clerk: Clerk) -> None:
    account = clerk.savings("sukarela")
    rina, budi = officer(clerk, "rina"), officer(clerk, "budi")
    rina.posted(account, "deposit", 500_000)
    rina.posted(account, "withdrawal", 200_000)
    rina.posted(account, "deposit", 50_000, "2026-11-20")
    budi.posted(account, "deposit", 1_000)
    answer = recap(identity("officer", sub="rina"))
    assert answer.status == 200
    assert (answer.body["date"], answer.body["officer"]) == (TODAY, "rina")
    assert (answer.body["count"], answer.body["cash_in"], answer.body["cash_out"]) == (
        3,
        550_000,
        200_000,
    )
    assert [(i["type"], i["amount"], i["cash"]) for i in answer.body["items"]] == [
        ("deposit", 500_000, 500_000),
        ("withdrawal", 200_000, -200_000),
        ("deposit", 50_000, 50_000),
    ]
    assert {i["account_id"] for i in answer.body["items"]} == {account}
    assert answer.calls == 1


def test_an_officer_does_not_see_another_ones_day(clerk: Clerk) -> None:
    assert recap(identity("officer", sub="rina"), officer="budi").status == 403


def test_a_manager_sees_all_officers_and_the_entries_of_one(clerk: Clerk) -> None:
    account = clerk.savings("sukarela")
    for name, amount in (("rina", 3_000), ("budi", 1_000), ("rina", 2_000)):
        officer(clerk, name).posted(account, "deposit", amount)
    manager = identity("manager", sub="tuti")
    everyone = recap(manager)
    assert [(o["officer"], o["cash_in"]) for o in everyone.body["officers"]] == [
        ("budi", 1_000),
        ("rina", 5_000),
    ]
    assert (everyone.body["cash_in"], everyone.body["items"]) == (6_000, [])
    one = recap(manager, officer="rina").body
    assert [i["amount"] for i in one["items"]] == [3_000, 2_000]


def test_a_reversal_is_in_the_recap_and_its_entry_stays_there(clerk: Clerk) -> None:
    account = clerk.savings("sukarela")
    wrong = clerk.posted(account, "deposit", 70_000)
    path = f"/accounts/{account}/transactions/{wrong['transaction_id']}/reversal"
    clerk.accounts("POST", path, {"reason": "salah"}, headers={"idempotency-key": "r"})
    found = recap(identity(), officer="siti").body
    assert [(i["type"], i["undone"], i["cash"]) for i in found["items"]] == [
        ("deposit", None, 70_000),
        ("reversal", "deposit", -70_000),
    ]
    assert found["cash_in"] == found["cash_out"] == 0


def test_a_loan_handed_over_is_money_out(clerk: Clerk) -> None:
    clerk.financing(opened_on=TODAY, first_due_on="2026-12-24")
    found = recap(identity(), officer="siti").body
    assert (found["cash_out"], found["types"][0]["type"]) == (1_200_000, "disbursement")


def test_of_an_import_only_the_entries_of_the_day_are_in_its_recap(clerk: Clerk) -> None:
    new = NewAccount(
        member_id=clerk.member_id,
        kind="savings",
        product="sukarela",
        opened_on="2026-01-10",
        account_no="SS-1",
    )
    history = [
        NewTransaction(type="deposit", value_date=on, amount=amount)
        for on, amount in (("2026-03-01", 5_000), (TODAY, 7_000))
    ]
    bulk.open_with_history(IMPORT, new, history, SystemClock())
    assert [i["amount"] for i in recap(identity(), officer="impor").body["items"]] == [7_000]


def test_a_manager_of_other_offices_does_not_see_the_entries_of_a_member(clerk: Clerk) -> None:
    clerk.posted(clerk.savings("sukarela"), "deposit", 4_000)
    assert recap(identity("manager", offices="GRT")).body["count"] == 0


def test_another_day_has_nothing_of_today(clerk: Clerk) -> None:
    clerk.posted(clerk.savings("sukarela"), "deposit", 4_000, "2026-11-20")
    assert recap(identity(), date="2026-11-20").body["count"] == 0
    assert recap(identity(), date="20-11-2026").fields == ["date"]
