from typing import Any

from tests.integration.accounts.clerk import Clerk
from tests.integration.arrears.test_due_and_ageing import lends
from tests.integration.events import Room


def history(arrears: Room, account: str) -> Any:
    answer = arrears("GET", f"/accounts/{account}/arrears/history")
    assert (answer.status, answer.calls) == (200, 2)
    return answer.body["items"]


def allocation(arrears: Room, account: str, **query: object) -> Any:
    answer = arrears("GET", f"/accounts/{account}/arrears/allocation", query=query)
    assert (answer.status, answer.calls) == (200, 2)
    return answer.body


def test_a_cured_account_tells_what_it_went_through(clerk: Clerk, arrears: Room) -> None:
    account = lends(clerk, "2026-03-05")
    paid = clerk.posted(account, "repayment", 200_000, "2026-11-10")
    cured, worse, late = history(arrears, account)
    assert (late["on"], late["from_class"], late["to_class"]) == ("2026-06-06", 1, 2)
    assert (worse["on"], worse["to_label"], worse["cause"]) == (
        "2026-09-06",
        "Diragukan",
        "days_passed",
    )
    assert cured == {
        "on": "2026-11-10",
        "from_class": 3,
        "from_label": "Diragukan",
        "to_class": 1,
        "to_label": "Lancar",
        "cause": "repayment",
        "transaction_id": paid["transaction_id"],
        "days_past_due": 0,
        "explanation": "Pembayaran Rp200.000: tidak ada tunggakan. Diragukan → Lancar.",
    }


def test_an_account_that_was_never_late_has_no_history(clerk: Clerk, arrears: Room) -> None:
    assert history(arrears, lends(clerk, "2026-12-05")) == []


def test_each_instalment_names_the_entries_that_paid_it(clerk: Clerk, arrears: Room) -> None:
    parts = [
        {"due_on": f"2026-0{month}-05", "principal": 100_000, "margin": 10_000} for month in (8, 9)
    ] + [{"due_on": "2026-12-05", "principal": 100_000, "margin": 10_000}]
    account = clerk.financing(installments=parts, grace_days=0)
    penalty = clerk.posted(account, "penalty", 5_000, "2026-08-20")
    first = clerk.posted(account, "repayment", 60_000, "2026-08-25")
    mistake = clerk.posted(account, "repayment", 1_000, "2026-08-26")
    clerk.reverses(account, mistake["transaction_id"])
    second = clerk.posted(account, "repayment", 80_000, "2026-09-10")
    body = allocation(arrears, account)
    august, september = body["items"]
    assert [
        (p["transaction_id"], p["principal"], p["margin"], p["penalty"]) for p in august["payments"]
    ] == [
        (first["transaction_id"], 45_000, 10_000, 5_000),
        (second["transaction_id"], 55_000, 0, 0),
    ]
    assert august["charges"] == [
        {
            "transaction_id": penalty["transaction_id"],
            "type": "penalty",
            "value_date": "2026-08-20",
            "amount": 5_000,
        }
    ]
    assert (august["unpaid"], august["days_past_due"]) == (0, 0)
    assert [(p["principal"], p["margin"]) for p in september["payments"]] == [(15_000, 10_000)]
    assert (september["unpaid"], september["days_past_due"], body["credit"]) == (85_000, 80, 0)
    earlier = allocation(arrears, account, as_of="2026-08-31")
    assert [(i["number"], i["unpaid"], i["days_past_due"]) for i in earlier["items"]] == [
        (1, 55_000, 26)
    ]
