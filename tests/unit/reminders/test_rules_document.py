from datetime import time

import pytest
from pydantic import ValidationError

from reminders.rules_document import Rules


def test_the_defaults_are_seven_stages_and_a_hand() -> None:
    rules = Rules()
    assert rules.days_of("installment", "Mikro") == (-3, -1, 0, 1, 7, 14, 30)
    assert rules.days_of("birthday") == ()
    assert rules.channel == "manual"
    hours = rules.hours.contact_hours
    assert hours.weekdays == frozenset(range(6))
    assert (hours.opens, hours.closes) == (time(8), time(20))


def test_a_product_may_have_its_own_stages_and_one_may_be_off() -> None:
    rules = Rules.model_validate(
        {
            "stages": [{"days": 1}, {"days": -1, "on": False}, {"days": -2}],
            "products": [{"product": "Mikro", "stages": [{"days": -10}, {"days": 0}]}],
        }
    )
    assert rules.days_of("installment", "Mikro") == (-10, 0)
    assert rules.days_of("installment", "Modal Usaha") == (-2, 1)
    assert rules.farthest_before("installment") == 10
    assert rules.farthest_before("matures") == 7
    assert rules.farthest_before("birthday") == 0


@pytest.mark.parametrize(
    "document",
    [
        {"stages": [{"days": 1}, {"days": 1}]},
        {"stages": [{"days": -31}]},
        {"stages": [{"days": 1.5}]},
        {"hours": {"opens": "20:00", "closes": "08:00"}},
        {"hours": {"opens": "8:00"}},
        {"hours": {"weekdays": []}},
        {"channel": "pigeon"},
    ],
)
def test_rules_that_cannot_be(document: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rules.model_validate(document)
