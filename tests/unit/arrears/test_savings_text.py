from datetime import date

from arrears.standing.savings_text import explanation
from shared.domain.contributions import Contributions

WAJIB = Contributions(25_000, 10, date(2026, 1, 5))


def test_it_says_since_when_how_many_and_how_much() -> None:
    as_of = date(2026, 4, 12)
    found = WAJIB.missed(30_000, as_of)
    assert explanation(WAJIB, found, as_of, "id") == (
        "Setoran wajib Rp25.000 sebulan terlewat 3 bulan sejak 10 Februari 2026: lewat 61 hari per "
        "12 April 2026. Dari yang tertua sudah disetor Rp5.000. Kekurangannya Rp70.000."
    )


def test_one_month_and_one_day_are_singular_in_english() -> None:
    as_of = date(2026, 1, 11)
    said = explanation(WAJIB, WAJIB.missed(0, as_of), as_of, "en")
    assert "1 month missed since 10 January 2026, 1 day by 11 January 2026." in said


def test_where_nothing_was_missed_it_says_what_comes_next() -> None:
    as_of = date(2026, 1, 10)
    assert explanation(WAJIB, WAJIB.missed(25_000, as_of), as_of, "en") == (
        "No mandatory deposit was missed as of 10 January 2026. "
        "The next one, of Rp25,000 a month, is due on 10 February 2026."
    )
