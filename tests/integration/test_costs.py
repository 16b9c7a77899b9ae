"""docs/cost.md says what each operation consumes. `make costs` counts again and writes it there."""

from pathlib import Path

import pytest

from tests.integration.costs import Consumed, of_a_day
from tests.integration.reminders.conftest import cloud, delivery, members, reminders
from tests.integration.reminders.delivery_room import Delivery
from tools.costs import PAGE, table, with_table

__all__ = ["cloud", "delivery", "members", "reminders"]


def row(name: str, one: Consumed) -> list[str]:
    units = (one.calls, one.read_units, one.write_units)
    return [name, str(one.requests), *(f"{number:g}" for number in units)]


def test_the_page_says_what_each_operation_consumes(
    delivery: Delivery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    counted = [row(name, one) for name, one in of_a_day(delivery, tmp_path).items()]
    if request.config.getoption("--write-costs"):
        PAGE.write_text(with_table(PAGE.read_text(), "counted", counted))
    assert table(PAGE.read_text(), "counted") == counted, "run make costs"
