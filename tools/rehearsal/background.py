"""What goes on behind the officer's back: streams, files, schedules."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from .caller import fetch, must, until
from .stack import Stack
from .walk import Day

SCHEDULED = ("RemindersPlanFunction", "RemindersSweepFunction", "ArrearsSnapshotFunction")
MEMBERS_FILE = (
    "No Anggota;Nama;Tanggal Masuk;No HP\n"
    "A-901;Bambang Pamungkas Hadi;24/11/2025;081311112222\n"
    "A-902;Ratna Dewi Kusuma;02/01/2026;081333334444\n"
)
SAVINGS_FILE = (
    "No Rekening;No Anggota;Produk;Tanggal Buka\n"
    "S-901;A-901;Sukarela;24/11/2025\n"
    "S-902;A-902;Sukarela;02/01/2026\n"
)


def counts(day: Day, _stack: Stack) -> str:
    """The stream of the members' table."""
    until(
        "the counters follow",
        lambda: day.call("GET", "/members/counts"),
        lambda seen: seen["total"] == 1 and seen["by_office"] == {"PST": 1},
    )
    return "one member counted"


def planning(day: Day, _stack: Stack) -> str:
    """Looked at, planned, and delivered by the stream of the reminders' table."""
    rules = day.call("GET", "/reminders/rules")
    rules.pop("version")
    rules["channel"] = "console"
    rules["hours"] |= {"opens": "00:00", "closes": "23:59", "national_holidays": False}
    rules["hours"]["weekdays"] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    day.call("PUT", "/reminders/rules", rules)
    looked = day.call("POST", "/reminders/plan?dry_run=true")["items"]
    must("one message would be written", [i["status"] for i in looked] == ["planned"], looked)
    done = day.call("POST", "/reminders/plan")
    must("one message is planned", (done["messages"], done["finished"]) == (1, True), done)
    sent = until(
        "the message is delivered",
        lambda: day.call("GET", f"/reminders?date={day.today}")["items"],
        lambda items: [item["status"] for item in items] == ["sent"],
    )
    must("it is of the instalment", sent[0]["dues"][0]["stage"] == 7, sent)
    day.call("GET", "/reminders/summary")
    day.call("GET", "/reminders/templates")
    return "one message planned, and sent by the stream"


def file_import(day: Day, _stack: Stack) -> str:
    """Two files sent by signed links, checked, taken in, and taken back."""
    files = {"anggota.csv": MEMBERS_FILE, "simpanan.csv": SAVINGS_FILE}
    begun = day.call("POST", "/imports", {"files": list(files)}, expect=201)
    for upload in begun["uploads"]:
        status, _, said = fetch(upload["url"], "PUT", files[upload["name"]].encode())
        must("a file is taken by its link", status == 200, said)
    path = f"/imports/{begun['import_id']}"
    day.call("POST", f"{path}/check", {})
    checked = state(day, path, "checked")
    must("both members are new", checked["counts"]["members"] == {"new": 2}, checked)
    must("both tables are known", len(day.call("GET", f"{path}/tables")["items"]) == 2)
    day.call("POST", f"{path}/run")
    done = state(day, path, "done")
    must("both accounts are in", done["counts"]["savings"] == {"taken": 2}, done)
    found = day.call("GET", "/members?q=pamungkas")["items"]
    must("a new member is found", len(found) == 1, found)
    day.call("POST", f"{path}/undo")
    state(day, path, "undone")
    must("nobody is left of it", day.call("GET", "/members?q=pamungkas")["items"] == [])
    until("the counters follow", lambda: _total(day), lambda total: total == 1)
    return "two members and accounts taken in and taken back"


def exports(day: Day, _stack: Stack) -> str:
    """A list as CSV, everything as ZIP and XLSX."""
    begun = day.call("POST", "/members/exports", {"columns": ["member_no", "name"]}, expect=201)
    done = until(
        "the list is written",
        lambda: day.call("GET", f"/members/exports/{begun['export_id']}"),
        lambda seen: seen["status"] != "running",
    )
    must("the list is done", done["status"] == "done", done)
    _, _, content = fetch(done["link"])
    must("the list has the member", b"Siti Rahmawati" in content, content[:300])
    begun = day.call("POST", "/imports/exports", expect=201)
    done = until(
        "everything is written",
        lambda: day.call("GET", f"/imports/exports/{begun['export_id']}"),
        lambda seen: seen["status"] != "running",
    )
    must("everything is done", done["status"] == "done" and len(done["files"]) == 2, done)
    names = [name for file in done["files"] for name in _names(fetch(file["url"])[2])]
    must("ZIP and XLSX can be opened", len(names) > 5, names)
    must("it is listed", len(day.call("GET", "/imports/exports")["items"]) == 1)
    return f"a list, and everything as {len(done['files'])} files"


def schedules(day: Day, stack: Stack) -> str:
    """The three handlers, with the event that EventBridge Scheduler sends."""
    targets = _targets(stack)
    must("each has a schedule", targets.keys() == set(SCHEDULED), targets)
    for arn in targets.values():
        answer = stack.cloud.client("lambda").invoke(FunctionName=arn, Payload=_scheduled())
        said = answer["Payload"].read()
        must("a scheduled handler succeeds", "FunctionError" not in answer, said)
    until(
        "today is planned by the stream of the reminders' table",
        lambda: day.call("GET", "/reminders/plan"),
        lambda seen: seen["finished"],
    )
    until(
        "the snapshot is taken by the stream of the arrears' table",
        lambda: day.call.ask("GET", f"/arrears/snapshots/{day.today}").body,
        lambda seen: seen.get("status") == "done",
    )
    trend = day.call("GET", "/arrears/trend")["items"]
    must("the trend has the day", [point["count"] for point in trend] == [1], trend)
    return "planned, swept, and a snapshot of the day"


def dead_letters(_day: Day, stack: Stack) -> str:
    """Nothing was given up on."""
    queues = [url for name, url in stack.made.items() if name.endswith("Queue")]
    client = stack.cloud.client("sqs")
    for url in queues:
        name = "ApproximateNumberOfMessages"
        found = client.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"]
        must(f"{url} is empty", found[name] == "0", found)
    return f"{len(queues)} queues are empty"


Part = Callable[[Day, Stack], str]


def state(day: Day, path: str, wanted: str) -> Any:
    """An import once it has come so far."""
    seen = until(
        f"{path} is {wanted}",
        lambda: day.call("GET", path),
        lambda seen: seen["state"] in {wanted, "failed"},
    )
    must(f"{path} is {wanted}", seen["state"] == wanted, seen)
    return seen


def _total(day: Day) -> Any:
    return day.call("GET", "/members/counts")["total"]


def _names(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        return archive.namelist()


def _targets(stack: Stack) -> dict[str, str]:
    """The ARN that each schedule of the stack calls, by the function's name in the template."""
    client = stack.cloud.client("scheduler")
    found = client.list_schedules(NamePrefix=f"{stack.name}-")["Schedules"]
    called = {schedule["Target"]["Arn"] for schedule in found}
    aliases = {name: stack.made[f"{name}Aliaslive"] for name in SCHEDULED}
    return {name: arn for name, arn in aliases.items() if arn in called}


def _scheduled() -> bytes:
    """EventBridge Scheduler's own payload, for a target without an Input."""
    event = {
        "version": "0",
        "id": "00000000-0000-0000-0000-000000000000",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "detail": "{}",
    }
    return json.dumps(event).encode()
