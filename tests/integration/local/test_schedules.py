from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from local import schedules
from local.schedules import Scheduler
from local.template import Schedule
from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records import cooperative
from shared.records.keys import auth as auth_keys
from tests.integration.local import alarm

pytestmark = pytest.mark.usefixtures("tables")

HANDLER = "tests.integration.local.alarm.lambda_handler"
DAILY = Schedule("Alarm", HANDLER, "cron(0 8 * * ? *)", "Asia/Jakarta")
OFTEN = Schedule("Alarm", HANDLER, "rate(5 minutes)", "UTC")
TEN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAYS = "2026-11-24T01:00:00Z"
TOMORROWS = "2026-11-25T01:00:00Z"

MakeScheduler = Callable[..., Scheduler]


@pytest.fixture
def scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeScheduler:
    monkeypatch.setattr(schedules, "RETRY_SECONDS", 0)
    alarm.reset()
    return lambda *listed: Scheduler(listed or (DAILY,), tmp_path)


def test_what_was_missed_is_made_up_for_once_at_the_start(scheduler: MakeScheduler) -> None:
    made = scheduler()
    made.look(TEN)
    made.look(TEN + timedelta(hours=1))
    assert alarm.rung == [TODAYS]


def test_a_new_start_knows_what_was_fired(scheduler: MakeScheduler) -> None:
    scheduler().look(TEN)
    scheduler().look(TEN + timedelta(hours=1))
    scheduler().look(TEN + timedelta(days=1))
    assert alarm.rung == [TODAYS, TOMORROWS]


def test_three_days_off_are_one_call(scheduler: MakeScheduler) -> None:
    scheduler().look(TEN - timedelta(days=3))
    scheduler().look(TEN)
    assert alarm.rung == ["2026-11-21T01:00:00Z", TODAYS]


def test_a_rate_comes_again_and_again(scheduler: MakeScheduler) -> None:
    made = scheduler(OFTEN)
    for minute in range(11):
        made.look(TEN + timedelta(minutes=minute))
    assert alarm.rung == ["2026-11-24T03:00:00Z", "2026-11-24T03:05:00Z", "2026-11-24T03:10:00Z"]


def test_a_call_that_fails_is_tried_twice_more(scheduler: MakeScheduler) -> None:
    alarm.broken[:] = [ValueError(), ValueError()]
    scheduler().look(TEN)
    scheduler().look(TEN)
    assert alarm.rung == [TODAYS] * 3


def test_what_was_given_up_comes_again_at_the_next_start_and_not_before(
    scheduler: MakeScheduler,
) -> None:
    alarm.broken[:] = [ValueError()] * 3
    made = scheduler()
    made.look(TEN)
    made.look(TEN)
    assert alarm.rung == [TODAYS] * 3
    scheduler().look(TEN)
    assert alarm.rung == [TODAYS] * 4


def test_with_a_fixed_business_date_each_start_fires(
    scheduler: MakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler().look(TEN)
    monkeypatch.setenv("TODAY", str(date(2026, 12, 1)))
    settings.cache_clear()
    made = scheduler()
    made.look(TEN)
    made.look(TEN)
    assert alarm.rung == [TODAYS, TODAYS]


def test_a_schedule_of_the_parameter_zone_follows_the_cooperatives_setting(
    scheduler: MakeScheduler,
) -> None:
    made = scheduler(Schedule("Alarm", HANDLER, DAILY.expression, None))
    half_past_eight_in_makassar = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    made.look(half_past_eight_in_makassar)
    moved = cooperative.Cooperative(zone="Asia/Makassar").model_dump_json()
    pk, sk = auth_keys.SETTINGS
    dynamo.transact([write.put(settings().auth_table, {"pk": pk, "sk": sk, "doc": moved})])
    cooperative.forget()
    made.look(half_past_eight_in_makassar)
    assert alarm.rung == ["2026-11-23T01:00:00Z", "2026-11-24T00:00:00Z"]


def test_the_thread_fires_and_ends(scheduler: MakeScheduler) -> None:
    made = scheduler(OFTEN)
    made.start()
    for _ in range(500):
        if alarm.rung:
            break
        made._stopped.wait(0.01)
    made.stop()
    assert len(alarm.rung) == 1
    assert not made._thread.is_alive()


def test_what_was_fired_under_a_functions_earlier_name_is_known(
    scheduler: MakeScheduler, tmp_path: Path
) -> None:
    (tmp_path / "schedules.json").write_text(
        f'{{"reminders.schedule.plan_handler {DAILY.expression}": "{TODAYS}"}}'
    )
    scheduler(replace(DAILY, function="RemindersPlanFunction")).look(TEN)
    assert alarm.rung == []


@pytest.mark.parametrize("left", ["", "{", "[]"])
def test_a_file_that_a_dying_disk_left_broken_stops_nothing(
    scheduler: MakeScheduler, tmp_path: Path, left: str
) -> None:
    (tmp_path / "schedules.json").write_text(left)
    scheduler().look(TEN)
    assert alarm.rung == [TODAYS]
