"""The demo's plan holds for any day on which somebody starts Sapa for the first time."""

from datetime import date

import pytest

from accounts.bulk import NewAccount, NewTransaction, schedule_of
from local.demo.people import Person, members
from local.demo.places import OFFICES
from local.demo.plan import Loan, loans, payments
from local.demo.saving_plan import savings
from local.demo.talks import interactions
from members.rules import nik_warnings
from shared.domain.contributions import DEFAULT_DUE_DAY, Contributions
from shared.domain.phones import e164, is_mobile

TODAY = date(2026, 11, 24)
DAYS = [TODAY, date(2028, 2, 29), date(2027, 1, 1), date(2026, 12, 31), date(2030, 3, 31)]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def people(request: pytest.FixtureRequest) -> tuple[date, list[Person]]:
    return request.param, members(request.param)


def test_the_same_day_gives_the_same_cooperative(people: tuple[date, list[Person]]) -> None:
    today, known = people
    again = members(today)
    assert again == known
    assert [savings(p, today) for p in again] == [savings(p, today) for p in known]
    assert [loans(p, today) for p in again] == [loans(p, today) for p in known]


def test_names_numbers_and_niks_are_each_ones_own(people: tuple[date, list[Person]]) -> None:
    _, known = people
    niks = [p.nik for p in known if p.nik]
    assert len({p.name for p in known}) == len({p.member_no for p in known}) == len(known) == 300
    assert len(set(niks)) == len(niks)
    assert {p.office for p in known} == set(OFFICES)
    assert {p.status for p in known} == {"active", "inactive", "left", "deceased"}


def test_niks_agree_with_birth_dates_and_genders(people: tuple[date, list[Person]]) -> None:
    for p in people[1]:
        assert nik_warnings(p.nik, p.birth_date, p.gender) == []


def test_phones_are_valid_and_nobodys(people: tuple[date, list[Person]]) -> None:
    numbers = [e164(number) for p in people[1] for number, _ in p.phones]
    assert all("0000" in number for number in numbers if is_mobile(number))
    assert len(set(numbers)) < len(numbers)
    assert any(not p.phones for p in people[1])


def test_savings_never_fall_below_zero_and_keep_their_order(
    people: tuple[date, list[Person]],
) -> None:
    today, known = people
    for person in known:
        for saving in savings(person, today):
            balance, last = 0, saving.opened_on
            for move in saving.movements:
                assert last <= move.on <= today
                balance += -move.amount if move.type == "withdrawal" else move.amount
                last = move.on
                assert balance >= 0
            if saving.closed_on:
                assert (balance, saving.closed_on >= last) == (0, True)


def test_some_missed_mandatory_savings_and_most_did_not(people: tuple[date, list[Person]]) -> None:
    today, known = people
    missed = []
    for person in known:
        wajib = next(s for s in savings(person, today) if s.product == "wajib")
        if person.status == "active" and wajib.monthly_amount:
            balance = sum(m.amount for m in wajib.movements)
            owed = Contributions(wajib.monthly_amount, DEFAULT_DUE_DAY, wajib.opened_on)
            missed.append(owed.missed(balance, today).months)
    late = [months for months in missed if months]
    assert 0.05 < len(late) / len(missed) < 0.3
    assert max(late) > 1


def test_some_deposits_mature_soon(people: tuple[date, list[Person]]) -> None:
    today, known = people
    days = [
        (s.matures_on - today).days
        for p in known
        for s in savings(p, today)
        if s.matures_on and not s.closed_on
    ]
    assert min(days) >= 0
    assert 3 <= sum(day <= 15 for day in days) < len(days) / 2


def test_loans_are_opened_after_joining_and_paid_in_order(
    people: tuple[date, list[Person]],
) -> None:
    today, known = people
    for person in known:
        for loan in loans(person, today):
            assert person.joined_on <= loan.opened_on <= loan.first_due_on
            entries = entries_of(loan, today)
            dates = [loan.opened_on, *(e.value_date for e in entries), today]
            assert dates == sorted(dates)


def test_most_loans_are_current_and_some_are_late_by_every_class(
    people: tuple[date, list[Person]],
) -> None:
    today, known = people
    late = [loan.late_days(today) for p in known for loan in loans(p, today)]
    assert 110 <= len(late) <= 170
    assert sum(days <= 0 for days in late) > len(late) / 2
    for low, high in ((1, 15), (16, 45), (60, 120), (121, 180), (181, 300)):
        assert any(low <= days <= high for days in late), (low, high)


def test_talks_lie_in_the_past(people: tuple[date, list[Person]]) -> None:
    today, known = people
    for person in known:
        for late_days in (0, 5, 200):
            talks = interactions(person, late_days, today)
            assert all(t.occurred_at and t.occurred_at.date() < today for t in talks)


def entries_of(loan: Loan, today: date) -> list[NewTransaction]:
    new = NewAccount.model_validate(
        {
            "member_id": "M",
            "kind": "financing",
            "product": loan.product,
            "opened_on": loan.opened_on,
            "method": loan.method,
            "principal": loan.principal,
            "annual_rate": loan.annual_rate,
            "tenor_months": loan.tenor_months,
            "first_due_on": loan.first_due_on,
        }
    )
    paid = payments(loan, schedule_of(new, today), today)
    return [NewTransaction.model_validate(entry) for entry in paid]
