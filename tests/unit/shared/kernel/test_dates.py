from datetime import date

import pytest

from shared.kernel.dates import add_months, long_date


def test_months_keep_the_day_first_chosen() -> None:
    first = date(2023, 1, 31)
    assert [str(add_months(first, n)) for n in range(4)] == [
        "2023-01-31",
        "2023-02-28",
        "2023-03-31",
        "2023-04-30",
    ]
    assert add_months(date(2023, 12, 29), 2) == date(2024, 2, 29)


def test_months_end_with_the_calendar() -> None:
    with pytest.raises(ValueError, match="calendar"):
        add_months(date(9999, 12, 1), 1)


def test_a_long_date_is_written_in_the_readers_language() -> None:
    assert long_date(date(2026, 8, 5)) == "5 Agustus 2026"
    assert long_date(date(2026, 8, 5), "en") == "5 August 2026"
