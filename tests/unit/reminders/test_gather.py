"""The members of a chunk, whatever the order in which the sources name them."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reminders.planning import gather, reminder_sources
from reminders.rules import ReminderCandidate
from reminders.rules_document import Rules

DAY = date(2026, 11, 24)

found_by_a_source = st.lists(st.sampled_from("abcdefghij"), max_size=30)


def candidate(member_id: str, number: int) -> ReminderCandidate:
    return ReminderCandidate(
        member_id=member_id, kind="installment", due_on=DAY, stages=(0,), number=number
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(found_by_a_source, max_size=3), st.integers(1, 5))
def test_chunks_have_every_member_once_in_order_and_with_all_that_is_due(
    monkeypatch: pytest.MonkeyPatch, sources: list[list[str]], most: int
) -> None:
    def source(members: list[str]) -> reminder_sources.ReminderSource:
        def read(_rules: Rules, _since: date, _today: date) -> Iterator[list[ReminderCandidate]]:
            return ([candidate(one, number)] for number, one in enumerate(members))

        return read

    monkeypatch.setattr(reminder_sources, "SOURCES", [source(each) for each in sources])
    everybody = gather.candidates(Rules(), DAY, DAY)
    assert list(everybody) == sorted({one for each in sources for one in each})
    seen: dict[str, list[ReminderCandidate]] = {}
    while chunk := gather.candidates(Rules(), DAY, DAY, after=max(seen, default=""), most=most):
        assert len(chunk) <= most
        seen |= chunk
    assert list(seen.items()) == list(everybody.items())
