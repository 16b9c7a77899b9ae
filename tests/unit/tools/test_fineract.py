"""Fineract's loans and savings as records of the feed."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tools.feed.core_records import CoreRecord, Problem
from tools.feed.fineract_loans import loan
from tools.feed.fineract_mapping import NameMapping, client
from tools.feed.fineract_savings import savings

FOLDER = Path(__file__).parents[2] / "data/fineract"
TODAY = date(2026, 11, 24)


def answer(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(), parse_float=Decimal)


def of_loan(changed: Any, today: date = TODAY) -> tuple[list[CoreRecord], list[Problem]]:
    return loan(changed, today)


def entries(records: list[CoreRecord]) -> dict[str, Any]:
    return {t.id: t.body for t in records if t.kind == "transactions"}


@pytest.mark.parametrize(
    ("code", "becomes"),
    [
        ("repayment", "repayment"),
        ("chargePayment", "repayment"),
        ("writeOff", "adjustment"),
        ("waiveCharges", "adjustment"),
        ("goodwillCredit", "adjustment"),
        ("recoveryRepayment", None),
        ("accrual", None),
    ],
)
def test_a_transaction_of_a_loan_is_paid_waived_or_passed_over(
    code: str, becomes: str | None
) -> None:
    one = answer("loans-2")
    one["transactions"][1]["type"]["code"] = f"loanTransactionType.{code}"
    records, problems = of_loan(one)
    assert problems == []
    assert entries(records).get("loan-111", {}).get("type") == becomes


def test_what_is_not_known_is_a_problem_and_stops_no_other() -> None:
    one = answer("loans-2")
    one["transactions"][1]["type"]["code"] = "loanTransactionType.chargeback"
    records, problems = of_loan(one)
    assert list(entries(records)) == ["loan-112"]
    assert str(problems[0]) == (
        "loan 000000002, transaction 111: type: is not known here; post it in Sapa by hand"
        " (chargeback)"
    )


def test_what_was_paid_too_much_is_not_owed() -> None:
    one = answer("loans-2")
    one["transactions"][2] |= {"amount": 600_000, "overpaymentPortion": Decimal("95000.00")}
    assert entries(of_loan(one)[0])["loan-112"]["amount"] == 505_000


def test_a_penalty_comes_over_once_its_period_is_due() -> None:
    early, _ = of_loan(answer("loans-1"), date(2026, 9, 9))
    late, _ = of_loan(answer("loans-1"), date(2026, 9, 10))
    assert entries(late).keys() - entries(early).keys() == {"loans-1-penalty-3"}
    assert entries(late)["loans-1-penalty-3"]["amount"] == 25_000


def test_two_tranches_and_an_empty_period_make_one_schedule() -> None:
    one = answer("loans-2")
    schedule = one["repaymentSchedule"]
    schedule["totalPrincipalDisbursed"] = 1_500_000
    second = {**deepcopy(schedule["periods"][0]), "dueDate": [2025, 2, 20]}
    more = {**deepcopy(schedule["periods"][2]), "period": 3, "dueDate": [2025, 4, 15]}
    empty = {**more, "principalDue": 0, "interestDue": 0, "dueDate": [2025, 5, 15]}
    schedule["periods"] += [second, more, empty]
    (account, *_), problems = of_loan(one)
    assert problems == []
    assert [row["principal"] for row in account.body["installments"]] == [500_000] * 3


def test_a_schedule_that_does_not_repay_what_was_lent_is_a_problem() -> None:
    one = answer("loans-2")
    del one["repaymentSchedule"]["periods"][2]
    records, problems = of_loan(one)
    assert (records, problems[0].field) == ([], "repaymentSchedule")


def test_another_currency_is_a_problem() -> None:
    one = answer("savingsaccounts-1")
    one["currency"]["code"] = "USD"
    records, (problem,) = savings(one, NameMapping())
    assert (records, problem.value) == ([], "USD")


def test_products_and_offices_have_the_cooperatives_names() -> None:
    names = NameMapping({"Head Office": "PST"}, {"Tabungan Harian": "sukarela"})
    (account, *_), _ = savings(answer("savingsaccounts-2"), names)
    (member,), _ = client(answer("clients")["pageItems"][0], names)
    assert (account.body["product"], member.body["office"]) == ("sukarela", "PST")


def test_a_reversed_deposit_says_so_and_the_twin_of_a_reversal_is_passed_over() -> None:
    one = answer("savingsaccounts-2")
    one["transactions"].append({**one["transactions"][4], "id": 16, "isReversal": True})
    found = entries(savings(one, NameMapping())[0])
    assert found["savings-11"]["reversed"] is True
    assert "savings-16" not in found
