"""`python -m local` as a newcomer starts it."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.data_folder import DataFolder
from local.runner import make_tables
from local.tables import drop
from local.template import Template, load
from shared.aws import dynamo
from tests.integration.local.sapa_process import Sapa, engines_of


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[list[Sapa]]:
    started: list[Sapa] = []
    yield started
    for run in started:
        run.process.kill()
        run.wait()


def test_a_run_serves_survives_kill_9_and_ends_cleanly(tmp_path: Path, runs: list[Sapa]) -> None:
    first = Sapa(tmp_path)
    runs.append(first)
    assert first.ready().lines[-1] == f"ready on http://127.0.0.1:{first.port}"
    token = first.sign_in().json()["access_token"]
    made = first.post(
        "/members",
        {"name": "Siti Rahmawati", "joined_on": "2024-03-01"},
        Authorization=f"Bearer {token}",
    )
    assert made.status_code == 201
    first.end(signal.SIGKILL)

    second = Sapa(tmp_path)
    runs.append(second)
    second.ready()
    url = f"http://127.0.0.1:{second.port}/api/members"
    headers = {"Authorization": f"Bearer {token}"}
    assert [m["name"] for m in httpx.get(url, headers=headers).json()["items"]] == [
        "Siti Rahmawati"
    ]
    deadline = time.monotonic() + 10
    while httpx.get(f"{url}/counts", headers=headers).json()["total"] != 1:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert second.end(signal.SIGTERM) == 0
    assert engines_of(tmp_path) == []


def test_a_start_plans_the_reminders_that_were_missed_while_the_computer_was_off(
    tmp_path: Path, runs: list[Sapa]
) -> None:
    evening = Sapa(tmp_path, TODAY="2026-11-23").ready()
    runs.append(evening)
    bearer = {"Authorization": f"Bearer {evening.sign_in().json()['access_token']}"}
    body = {"name": "Siti Rahmawati", "joined_on": "2024-03-01"}
    member = evening.post("/members", body, **bearer).json()["member_id"]
    evening.post(f"/members/{member}/phones", {"number": "0812 3456 7890"}, **bearer)
    account = {
        "member_id": member,
        "kind": "financing",
        "product": "Mikro",
        "opened_on": "2026-11-01",
        "grace_days": 0,
        "installments": [{"due_on": "2026-11-24", "principal": 100_000, "margin": 0}],
    }
    assert evening.post("/accounts", account, **bearer).status_code == 201
    assert evening.end(signal.SIGTERM) == 0
    morning = Sapa(tmp_path, TODAY="2026-11-24").ready()
    runs.append(morning)
    deadline = time.monotonic() + 30
    while not (found := planned(morning, bearer)):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert [(each["member_id"], each["dues"][0]["stage"]) for each in found] == [(member, 0)]
    assert morning.end(signal.SIGTERM) == 0


def planned(run: Sapa, bearer: dict[str, str]) -> list[dict[str, Any]]:
    """The reminders of the business date or, where it is late in the day, of the next."""
    days = [run.get(f"/reminders?date=2026-11-{day}", **bearer).json() for day in (24, 25)]
    return [each for day in days for each in day["items"]]


def test_keys_are_for_their_owner_only(tmp_path: Path, runs: list[Sapa]) -> None:
    runs.append(Sapa(tmp_path / "data").ready())
    for name in ("vault.secret", "signing-key.pem"):
        assert (tmp_path / "data" / name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_generated_password_is_printed_once_and_works(tmp_path: Path, runs: list[Sapa]) -> None:
    run = Sapa(tmp_path, ADMIN_PASSWORD="").ready()
    runs.append(run)
    said = [re.search(r"password (\S+)", line) for line in run.lines]
    (password,) = [found[1] for found in said if found]
    assert run.sign_in(password).status_code == 200
    assert run.end(signal.SIGINT) == 0
    again = Sapa(tmp_path, ADMIN_PASSWORD="").ready()
    runs.append(again)
    assert password not in "".join(again.lines)
    assert again.sign_in(password).status_code == 200


def test_two_runs_on_one_folder_or_port_are_refused_with_a_reason(
    tmp_path: Path, runs: list[Sapa]
) -> None:
    first = Sapa(tmp_path).ready()
    runs.append(first)
    folder = Sapa(tmp_path)
    port = Sapa(tmp_path / "other", PORT=str(first.port))
    runs.extend([folder, port])
    assert folder.wait() == 1
    assert "another Sapa runs on" in folder.lines[-1]
    assert port.wait() == 1
    assert "set PORT to a free one" in port.lines[-1]
    assert first.sign_in().status_code == 200


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("DEMO", "yes"), ("TODAY", "24.11.")]
)
def test_a_setting_that_makes_no_sense_is_named(
    tmp_path: Path, runs: list[Sapa], name: str, value: str
) -> None:
    run = Sapa(tmp_path, **{name: value})
    runs.append(run)
    assert run.wait() == 1
    assert run.lines[-1].startswith(f"sapa: {name} is {value!r}")


@pytest.fixture
def first_start(tables: None, tmp_path: Path) -> Iterator[tuple[Template, DataFolder]]:
    described = load("sapa-first")
    with closing(DataFolder(tmp_path)) as folder:
        yield described, folder
    drop(dynamo.client(), described.tables)


def loading(folder: DataFolder) -> bool:
    return folder.half_loaded


def keep(described: Template) -> None:
    item = {"pk": {"S": "M#1"}, "sk": {"S": "PROFILE"}}
    dynamo.client().put_item(TableName=described.tables[0].name, Item=item)


def kept(described: Template) -> int:
    return dynamo.client().scan(TableName=described.tables[0].name)["Count"]


def test_demo_data_is_loaded_at_the_first_start_only(
    first_start: tuple[Template, DataFolder],
) -> None:
    described, folder = first_start
    make_tables(described, folder, demo=True)
    assert loading(folder)
    folder.end_demo()
    keep(described)
    make_tables(described, folder, demo=True)
    assert not loading(folder)
    assert kept(described) == 1


def test_demo_data_that_was_broken_off_begins_anew(
    first_start: tuple[Template, DataFolder],
) -> None:
    described, folder = first_start
    make_tables(described, folder, demo=True)
    keep(described)
    (folder.path / "streams.json").write_text("{}")
    make_tables(described, folder, demo=True)
    assert loading(folder)
    assert kept(described) == 0
    assert not (folder.path / "streams.json").exists()
    make_tables(described, folder, demo=False)
    assert not loading(folder)


def test_data_that_was_there_before_is_no_place_for_demo_data(
    first_start: tuple[Template, DataFolder],
) -> None:
    described, folder = first_start
    make_tables(described, folder, demo=False)
    keep(described)
    make_tables(described, folder, demo=True)
    assert not loading(folder)
    assert kept(described) == 1
