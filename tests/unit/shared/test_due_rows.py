import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.financing import Financing, numbered
from shared.domain.installments import Entry
from shared.records import due_rows, financing_accounts
from shared.records.financing_accounts import FinancingAccount
from tests.unit.ledgers import OPENED, postings, schedules

ACCOUNT_ID = "01JB0000000000000000000002.F01JB0000000000000000000023"


def an_account(state: Financing) -> FinancingAccount:
    return FinancingAccount(ACCOUNT_ID, "PB1", "Mikro", OPENED, None, 3, state, f"{OPENED}#")


def stored(state: Financing) -> dict[str, str | int | bytes]:
    return {**due_rows.attributes(an_account(state)), "pauses": financing_accounts.pauses_doc(())}


@given(st.data(), st.integers(-10, 700))
def test_a_row_knows_what_is_due_and_overdue_at_any_date(data: st.DataObject, days: int) -> None:
    schedule = data.draw(schedules())
    state = schedule.replay(data.draw(postings(schedule)))
    as_of = OPENED + timedelta(days=days)
    item = stored(state)
    if state.oldest_unpaid is None:
        assert "due_on" not in item
        return
    row = due_rows.from_item(item)
    assert row.sort_key == item["due_on"]
    assert row.overdue(as_of) == sum(i.unpaid for i in state.overdue(as_of))
    assert row.due_by(as_of) == sum(i.unpaid for i in state.installments if i.due_on <= as_of)
    unpaid = [(i.number, i.due_on, i.unpaid) for i in state.installments if i.unpaid]
    assert list(row.unpaid(as_of)) == [one for one in unpaid if one[1] <= as_of]
    overdue = state.overdue(as_of)
    assert row.days_past_due(as_of) == ((as_of - overdue[0].due_on).days if overdue else 0)


def test_what_is_alike_is_packed_and_ten_years_of_months_stay_small() -> None:
    daily = numbered([(OPENED + timedelta(days=n), 9_000, 1_000) for n in range(600)])
    paid, _ = daily.apply(Entry("1", "repayment", OPENED, 3_000))
    row = json.loads(str(stored(paid)["row"]))
    assert row["owed"] == [[0, 7_000], [1, 10_000, 599]]
    assert row["gap_days"] == 1
    assert row["numbers"] == [[1, 600]]
    months = numbered(
        [(OPENED + timedelta(days=30 * n + n % 2), 500_000 + n, 0) for n in range(120)]
    )
    assert len(str(stored(months)["row"])) < 2_000


def test_an_entry_lies_in_one_of_four_shards() -> None:
    item = stored(numbered([(date(2026, 1, 5), 100, 0)]))
    assert item["due_shard"] in due_rows.SHARDS
    assert item["due_on"] == f"2026-01-05#{ACCOUNT_ID}"
