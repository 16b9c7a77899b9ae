from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from arrears.ageing.aged_account import AgedAccount, pack, unpack
from arrears.ageing.portfolio_summary import from_doc, of_offices, to_doc, with_rows

DAY = date(2026, 11, 24)

rows = st.builds(
    AgedAccount,
    account_id=st.sampled_from(["01JB0000000000000000000001.F01JB0000000000000000000002"]),
    account_no=st.text(max_size=20),
    product=st.text(max_size=20),
    office=st.none() | st.sampled_from(["PST", "SGR"]),
    due_on=st.dates(date(2016, 1, 1), date(2036, 1, 1)),
    delinquent_days=st.integers(0, 4000),
    short=st.booleans(),
    overdue=st.integers(0, 10**12),
    amount=st.integers(0, 10**12),
    outstanding_principal=st.integers(0, 10**12),
)


@given(st.lists(rows, max_size=20))
def test_what_is_packed_is_read_again(some: list[AgedAccount]) -> None:
    assert list(unpack(pack(some))) == some


@given(st.lists(rows, max_size=20), st.lists(rows, max_size=20))
def test_sums_of_chunks_are_the_sums_of_the_whole_and_offices_sum_to_all(
    first: list[AgedAccount], second: list[AgedAccount]
) -> None:
    chunked = with_rows(from_doc(to_doc(with_rows({}, first, DAY))), second, DAY)
    assert chunked == with_rows({}, [*first, *second], DAY)
    whole = of_offices(chunked, ())
    assert whole.count == len(first) + len(second)
    assert whole.outstanding_principal == sum(r.outstanding_principal for r in [*first, *second])
    assert of_offices(chunked, ("PST", "SGR", "-")) == whole


def test_the_most_that_a_part_holds_fits_into_an_item() -> None:
    chance = Random(1)
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

    def ulid() -> str:
        return "01JB" + "".join(chance.choices(letters, k=22))

    most = [
        AgedAccount(
            f"{ulid()}.F{ulid()}",
            f"PB-2026-{chance.randrange(10**9)}",
            f"Pembiayaan Mikro {chance.randrange(30)}",
            f"KC{chance.randrange(50)}",
            date(2026, 1, 1).fromordinal(739000 + chance.randrange(1000)),
            chance.randrange(1000),
            False,
            chance.randrange(10**8),
            chance.randrange(10**8),
            chance.randrange(10**9),
        )
        for _ in range(4000)
    ]
    size = len(pack(most))
    assert size < 380_000
