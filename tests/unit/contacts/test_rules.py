"""Primary marks, limits, twins, and which number a message goes to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import rules
from shared.domain.contact_book import Address, Book, Consent, Email, Phone
from shared.domain.financing import numbered
from shared.domain.installments import Entry
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.records.contact_records import card_with
from shared.records.financing_accounts import FinancingAccount
from shared.records.search_index.entries import MAX_PHONES, Card, ListRow
from tests.unit.contacts.lendings import a_lending

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def a_phone(n: int, *, mobile: bool = True, primary: bool = False) -> Phone:
    number = f"+628123456789{n}" if mobile else f"+62215551{n:03}"
    return Phone(id=f"P{n}", e164=number, display=number, mobile=mobile, primary=primary)


def withdrawn() -> Consent:
    return Consent(granted=False, at="2026-01-01T00:00:00.000Z", by="siti")


def primaries(entries: tuple[Phone, ...]) -> list[str]:
    return [entry.id for entry in entries if entry.primary]


def test_the_first_phone_becomes_primary() -> None:
    assert primaries(rules.added((), a_phone(1))) == ["P1"]


def test_a_new_primary_takes_the_mark() -> None:
    phones = rules.added(rules.added((), a_phone(1)), a_phone(2, primary=True))
    assert primaries(phones) == ["P2"]


def test_a_sixth_phone_is_refused() -> None:
    phones: tuple[Phone, ...] = ()
    for n in range(5):
        phones = rules.added(phones, a_phone(n))
    with pytest.raises(Conflict, match="number: too_many"):
        rules.added(phones, a_phone(5))


def test_as_many_phones_are_kept_as_a_search_finds() -> None:
    assert rules.LIMITS[Phone] == MAX_PHONES


def test_an_eleventh_address_is_refused() -> None:
    addresses = tuple(Address(id=str(n), street="Jl. Merdeka") for n in range(10))
    with pytest.raises(Conflict, match="street: too_many"):
        rules.added(addresses, Address(id="x", street="Jl. Merdeka"))


def test_the_same_number_twice_is_refused() -> None:
    with pytest.raises(Conflict, match="number: already_theirs"):
        rules.added((a_phone(1, primary=True),), replace(a_phone(1), id="P9"))


def test_the_same_email_in_other_letters_is_refused() -> None:
    theirs = Email(id="1", address="Siti@contoh.id")
    with pytest.raises(Conflict, match="address: already_theirs"):
        rules.added((theirs,), Email(id="2", address="siti@CONTOH.id"))


def test_a_number_changed_to_another_of_theirs_is_refused() -> None:
    phones = (a_phone(1, primary=True), a_phone(2))
    with pytest.raises(Conflict, match="number: already_theirs"):
        rules.changed(phones, replace(phones[1], e164=phones[0].e164))


def test_taking_the_mark_away_gives_it_to_the_next_mobile_number() -> None:
    phones = (a_phone(1, primary=True), a_phone(2, mobile=False), a_phone(3))
    assert primaries(rules.changed(phones, replace(phones[0], primary=False))) == ["P3"]


def test_the_only_phone_keeps_its_mark() -> None:
    only = a_phone(1, primary=True)
    assert primaries(rules.changed((only,), replace(only, primary=False))) == ["P1"]


def test_a_deleted_primary_leaves_its_mark_to_the_next() -> None:
    phones = (a_phone(1, primary=True), a_phone(2, mobile=False), a_phone(3))
    assert primaries(rules.removed(phones, "P1")) == ["P3"]
    assert primaries(rules.removed(phones, "P2")) == ["P1"]


def test_what_is_not_there_cannot_be_changed_or_deleted() -> None:
    with pytest.raises(NotFound):
        rules.changed((a_phone(1),), a_phone(2))
    with pytest.raises(NotFound):
        rules.removed((a_phone(1),), "P2")


@given(st.lists(st.tuples(st.sampled_from(["add", "prime", "remove"]), st.integers(0, 6))))
def test_whatever_is_done_exactly_one_phone_is_primary(steps: list[tuple[str, int]]) -> None:
    phones: tuple[Phone, ...] = ()
    for verb, n in steps:
        try:
            if verb == "add":
                phones = rules.added(phones, a_phone(n, mobile=n % 2 == 0))
            elif verb == "prime":
                phones = rules.changed(phones, replace(rules.found(phones, f"P{n}"), primary=True))
            else:
                phones = rules.removed(phones, f"P{n}")
        except (Conflict, NotFound):
            pass
        assert len(primaries(phones)) == (1 if phones else 0)


def test_the_card_shows_the_primary_number_and_finds_all() -> None:
    row: ListRow = {
        "member_id": "M1", "member_no": "1", "name": "Siti", "status": "active", "office": None,
        "joined_on": "2020-01-01", "phone": None, "nik_masked": None,
    }  # fmt: skip
    card = card_with(Card(row), (a_phone(1), a_phone(2, mobile=False, primary=True)))
    assert card.row["phone"] == "+62215551002"
    assert card.phones == ("+62215551002", "+6281234567891")
    assert card_with(card, ()).row["phone"] is None


def test_a_message_goes_to_the_primary_number_if_it_is_mobile() -> None:
    book = Book(1, (a_phone(1), a_phone(2, primary=True)))
    assert rules.whatsapp_number(book) == "+6281234567892"


def test_a_message_goes_to_the_first_mobile_number_where_the_primary_is_a_landline() -> None:
    book = Book(1, (a_phone(1, mobile=False, primary=True), a_phone(2), a_phone(3)))
    assert rules.whatsapp_number(book) == "+6281234567892"


def test_without_a_mobile_number_there_is_no_message() -> None:
    with pytest.raises(Conflict, match="phone: no_mobile"):
        rules.whatsapp_number(Book(1, (a_phone(1, mobile=False, primary=True),)))


def test_after_consent_was_withdrawn_there_is_no_message() -> None:
    book = Book(1, (a_phone(1, primary=True),), (("whatsapp", withdrawn()),))
    with pytest.raises(Conflict, match="consent: consent_withdrawn"):
        rules.whatsapp_number(book)
    assert book.consent("whatsapp") == "withdrawn"
    assert book.consent("letter") == "unknown"


def a_debt(name: str, *due_on: date, paid: int = 0) -> FinancingAccount:
    state = numbered([(day, 100_000, 10_000) for day in due_on])
    if paid:
        state, _ = state.apply(Entry("1", "repayment", due_on[0], paid))
    return a_lending(state, account_no=name)


def test_the_next_to_fall_due_is_the_earliest_from_today_on() -> None:
    late = a_debt("late", TODAY - timedelta(days=40), TODAY + timedelta(days=20))
    soon = a_debt("soon", TODAY)
    found = rules.next_to_fall_due([late, soon], TODAY)
    assert found == (soon, soon.state.installments[0])
    assert rules.next_to_fall_due([late], TODAY) == (late, late.state.installments[1])


def test_what_is_paid_or_only_overdue_is_not_coming_due() -> None:
    paid = a_debt("paid", TODAY + timedelta(days=1), paid=110_000)
    late = a_debt("late", TODAY - timedelta(days=1))
    assert rules.next_to_fall_due([paid, late], TODAY) is None


def test_the_longest_overdue_has_the_oldest_instalment_and_of_equals_the_largest_debt() -> None:
    day, before = TODAY - timedelta(days=9), TODAY - timedelta(days=8)
    one, two = a_debt("one", day), a_debt("two", day, before)
    newer = a_debt("newer", before, before, before)
    assert rules.longest_overdue([one, newer, two], TODAY) == two


def test_on_its_due_date_nothing_is_overdue() -> None:
    assert rules.longest_overdue([a_debt("due", TODAY)], TODAY) is None


def test_an_interaction_was_now_unless_said_otherwise() -> None:
    assert rules.moment_of(None, NOW) == NOW
    assert rules.moment_of(NOW - timedelta(days=3), NOW) == NOW - timedelta(days=3)


def test_a_clerks_clock_may_be_a_little_ahead_but_not_a_day() -> None:
    assert rules.moment_of(NOW + timedelta(minutes=4), NOW) == NOW
    with pytest.raises(Invalid, match="occurred_at: time_in_future"):
        rules.moment_of(NOW + timedelta(days=1), NOW)
