"""A DATA_DIR that the program of commit 59ae755 wrote, and what today's program makes of it.

The fixture, how it was made and what is left out of answers: tests/data/data_dir_59ae755.
"""

import json
import sqlite3
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.data.data_dir_59ae755.program import (
    ADMIN_PASSWORD,
    PASSWORD,
    Program,
    User,
    audited,
    linked,
    plain,
    running,
)

ROOT = Path(__file__).parents[2]
FIXTURE = ROOT / "tests/data/data_dir_59ae755"
OLD: dict[str, Any] = json.loads((FIXTURE / "expected.json").read_text(encoding="utf-8"))
TODAY: str = OLD["made"]["today"]
MEMBERS: dict[str, str] = OLD["members"]
ACCOUNTS: dict[str, str] = OLD["accounts"]
IMPORTS: dict[str, str] = OLD["imports"]


def unpacked(folder: Path) -> Path:
    """A copy of the old DATA_DIR, as if it had been written just now."""
    with tarfile.open(FIXTURE / "data_dir.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    written = datetime.fromisoformat(OLD["made"]["until"])
    with closing(sqlite3.connect(folder / "data/engine.db")) as database, database:
        _move(database, datetime.now(UTC) - written)
    return folder / "data"


def _move(database: sqlite3.Connection, by: timedelta) -> None:
    """What is kept for some days by the real clock, whatever TODAY is: idempotency records and
    exports for 7, what an import can be undone by for 30."""
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name LIKE 'sapa-local-%' AND name NOT LIKE '%::%'"
    ).fetchall()
    for (table,) in tables:
        kept = database.execute(
            f'SELECT pk, sk, item_json FROM "{table}"'
            """ WHERE item_json LIKE '%"ttl"%' OR pk = 'S:JOBS'"""
        ).fetchall()
        for pk, sk, text in kept:
            item = json.loads(text)
            if "ttl" in item:
                item["ttl"]["N"] = str(int(item["ttl"]["N"]) + int(by.total_seconds()))
            if item["pk"]["S"] == "JOBS":
                item["doc"]["S"] = json.dumps(_moved(json.loads(item["doc"]["S"]), by))
            database.execute(
                f'UPDATE "{table}" SET item_json = ? WHERE pk = ? AND sk = ?',
                (json.dumps(item), pk, sk),
            )


def _moved(job: dict[str, Any], by: timedelta) -> dict[str, Any]:
    def later(text: str) -> str:
        moment = datetime.fromisoformat(text) + by
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    files = [{**one, "written_at": later(one["written_at"])} for one in job["refused_files"]]
    return {**job, "created_at": later(job["created_at"]), "refused_files": files}


@pytest.fixture
def sapa(tmp_path: Path) -> Iterator[Program]:
    """Today's program on the old data."""
    with running(ROOT, Path(sys.executable), unpacked(tmp_path), TODAY) as program:
        program.users["client"] = program.client(OLD["clients"]["situs cabang"])
        yield program


def differences(old: Any, new: Any, where: str) -> Iterator[str]:
    """Where an answer is not the old one. It may have come to say more."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name, value in old.items():
            if name in new:
                yield from differences(value, new[name], f"{where} {name}")
            else:
                yield f"{where}: no {name}"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, f"{where}[{place}]")
    elif old != new:
        yield f"{where}: {json.dumps(new)[:200]} instead of {json.dumps(old)[:200]}"


def test_every_answer_is_as_it_was(sapa: Program) -> None:
    made = OLD["made"]
    found: list[str] = []
    audit = audited(sapa.user(), made["audit_days"], made["until"])
    found += differences(OLD["audit"], audit, "the audit")
    for asked in OLD["answers"]:
        user, path = sapa.user(asked["as"]), asked["get"]
        answer, where = user.asked(path), f"{asked['as']} {path}"
        found += differences(plain(path, asked["answer"]), plain(path, answer), where)
        found += differences(asked.get("files", []), linked(user, answer), f"{where} files")
    assert not found, "\n".join(found[:40])


def who_could_sign_in_can_and_nobody_else(sapa: Program) -> None:
    def status(username: str, password: str) -> int:
        body = json.dumps({"username": username, "password": password})
        return User(sapa.http).send("POST", "/auth/login", body)[0]

    assert status("admin", ADMIN_PASSWORD) == 200
    assert status("lapangan", PASSWORD) == 200
    assert status("lapangan", ADMIN_PASSWORD) == 401
    assert status("mantan", PASSWORD) == 401
    client = OLD["clients"]["sistem inti"]
    assert sapa.client(client).token
    with pytest.raises(AssertionError, match="401"):
        sapa.client({**client, "client_secret": OLD["clients"]["situs cabang"]["client_secret"]})


def a_key_that_was_used_gives_the_first_answer(sapa: Program) -> None:
    for again in OLD["replays"]:
        user = sapa.user(again["as"])
        told = user.send("POST", again["path"], again["body"], again["key"])
        assert told == (again["status"], again["answer"]), again
        other = user.send("POST", again["path"], again["body"] + " ", again["key"])
        assert other[0] == 422, again


def a_core_system_goes_on_where_it_was(sapa: Program) -> None:
    core = sapa.client(OLD["clients"]["sistem inti"])

    def fed(kind: str, item: dict[str, Any]) -> tuple[str, str | None]:
        (answer,) = core.do("PUT", f"/imports/feed/{kind}", {"items": [item]})["items"]
        return answer["result"], answer["sapa_id"]

    for one in OLD["fed"]:
        assert fed(one["kind"], one["item"])[0] in {"same", "stale"}, one
    known = {(one["kind"], one["item"]["id"]): one for one in OLD["fed"]}
    person, entry = known["members", "17"], known["transactions", "9001"]
    newer = {**person["item"], "sequence": 2, "occupation": "Perawat"}
    assert fed("members", newer) == ("updated", person["sapa_id"])
    assert fed("members", person["item"]) == ("stale", person["sapa_id"])
    profile = sapa.user().get(f"/members/{person['sapa_id']}")
    assert (profile["member_no"], profile["occupation"]) == ("C-0017", "Perawat")
    assert len(sapa.user().get("/members?q=C-0017")["items"]) == 1

    account = str(known["accounts", "S-17"]["sapa_id"])
    before = sapa.user().get(f"/accounts/{account}")["balance"]
    told = fed("transactions", {**entry["item"], "sequence": 2, "amount": 45_000})
    assert told[0] == "updated"
    new = {**entry["item"], "id": "9100", "amount": 1_000, "note": "Setoran baru"}
    assert fed("transactions", new)[0] == "created"
    assert sapa.user().get(f"/accounts/{account}")["balance"] == before - 5_000 + 1_000
    assert len(sapa.user().get(f"/members/{person['sapa_id']}/accounts")["items"]) == 2


def an_import_of_then_is_undone(sapa: Program) -> None:
    manajer, path = sapa.user("manajer"), f"/imports/{IMPORTS['done']}"
    titipan = sapa.user().get(f"/accounts/{ACCOUNTS['yanti.sukarela']}")["balance"]
    assert {len(manajer.get(f"/members?q={no}")["items"]) for no in ("L-001", "L-006")} == {1}
    manajer.do("POST", f"{path}/undo")
    undone = manajer.waited(path, "undone", "done")
    assert (undone["state"], undone["faults"]) == ("undone", [])
    for number in ("L-001", "L-002", "L-003", "L-006", "LB-001", "LS-002", "idroes"):
        assert manajer.get(f"/members?q={number}")["items"] == [], number
    yanti = manajer.get(f"/members/{MEMBERS['yanti']}")
    assert (yanti["occupation"], yanti["nik_masked"]) == ("Penjahit", None)
    account = sapa.user().get(f"/accounts/{ACCOUNTS['yanti.sukarela']}")
    assert account["balance"] == titipan - 30_000


def an_import_that_was_checked_then_is_run_and_undone(sapa: Program) -> None:
    manajer, path = sapa.user("manajer"), f"/imports/{IMPORTS['checked']}"
    before = manajer.get(f"/accounts/{ACCOUNTS['ridwan.sukarela']}")["balance"]
    manajer.do("POST", f"{path}/run")
    run = manajer.waited(path, "done", "failed")
    assert run["counts"] == {
        "members": {"refused": 1, "taken": 2, "updated": 2},
        "savings": {"taken": 2},
        "transactions": {"taken": 3},
    }
    (found,) = manajer.get("/members?q=nurjanah subroto")["items"]
    (account,) = manajer.get(f"/members/{found['member_id']}/accounts")["items"]
    assert (found["member_no"], account["balance"]) == ("S-001", 410_000)
    assert manajer.get(f"/members/{MEMBERS['bambang']}")["occupation"] == "Sopir"
    after = manajer.get(f"/accounts/{ACCOUNTS['ridwan.sukarela']}")["balance"]
    assert after == before + 15_000
    manajer.do("POST", f"{path}/undo")
    assert manajer.waited(path, "undone", "done")["state"] == "undone"
    assert manajer.get("/members?q=nurjanah subroto")["items"] == []
    assert manajer.get(f"/members/{MEMBERS['bambang']}")["occupation"] is None
    assert manajer.get(f"/accounts/{ACCOUNTS['ridwan.sukarela']}")["balance"] == before


def headings_that_somebody_corrected_are_known(sapa: Program) -> None:
    manajer = sapa.user("manajer")
    started = manajer.do("POST", "/imports", {"files": ["baru.csv"]})
    rows = "No Anggota;Sebutan;Tgl Masuk;Coretan\nN-001;Baru Sekali;01/02/2026;x\n"
    manajer.put_file(started["uploads"][0]["url"], rows.encode())
    path = f"/imports/{started['import_id']}"
    manajer.do("POST", f"{path}/check", {})
    assert manajer.waited(path, "checked")["counts"] == {"members": {"new": 1}}
    (table,) = manajer.get(f"{path}/tables")["items"]
    assert [column["field"] for column in table["columns"]] == [
        "member_no",
        "name",
        "joined_on",
        None,
    ]


def entries_are_posted_and_balances_follow(sapa: Program) -> None:
    lapangan, path = sapa.user("lapangan"), f"/accounts/{ACCOUNTS['wayan.flat']}"

    def owed() -> tuple[int, int, int, int]:
        (row,) = (
            each
            for each in lapangan.asked("/arrears/due")["items"]
            if each["account_id"] == ACCOUNTS["wayan.flat"]
        )
        overdue = lapangan.get(f"{path}/arrears")["overdue_amount"]
        closing = lapangan.get(f"{path}/statement")["closing"]
        return lapangan.get(path)["outstanding"], overdue, row["amount"], closing

    before = owed()
    new = {"type": "repayment", "value_date": TODAY, "amount": 100_000}
    posted = lapangan.do("POST", f"{path}/transactions", new, "bayar lagi")
    assert owed() == tuple(amount - 100_000 for amount in before)
    assert lapangan.do("POST", f"{path}/transactions", new, "bayar lagi") == posted
    today = lapangan.get(f"{path}/transactions?from={TODAY}")["items"]
    assert sorted(entry["amount"] for entry in today) == [50_000, 100_000]

    (deposit,) = (again["answer"] for again in OLD["replays"] if again["of"] == "deposit")
    sity, manajer = f"/accounts/{ACCOUNTS['sity.sukarela']}", sapa.user("manajer")
    reversal = f"{sity}/transactions/{deposit['transaction_id']}/reversal"
    manajer.do("POST", reversal, {"reason": "Salah anggota"}, "batal setor")
    assert manajer.get(sity)["balance"] == deposit["balance_after"] - 75_000


def a_member_who_changes_is_found_by_what_is_true_now(sapa: Program) -> None:
    petugas, path = sapa.user("petugas"), f"/members/{MEMBERS['saleh']}"

    def found(query: str) -> list[str]:
        return [row["member_id"] for row in petugas.get(f"/members?q={query}")["items"]]

    assert found("ismangil") == [MEMBERS["saleh"]]
    petugas.do("PATCH", path, {"name": "Abd. Rahman Wibowosono", "version": 1})
    assert (found("ismangil"), found("abdul rahman wibowo")) == ([], [MEMBERS["saleh"]])
    petugas.do("POST", f"{path}/phones", {"number": "0812 0000 0888"})
    assert found("081200000888") == [MEMBERS["saleh"]]
    names = [row["name"] for row in petugas.asked("/members?office=CBG")["items"]]
    assert "Abd. Rahman Wibowosono" in names
    assert "Abd. Rahman Saleh Ismangil" not in names

    contacts = petugas.get(f"/members/{MEMBERS['sity']}/contacts")
    phone = f"/members/{MEMBERS['sity']}/phones/{contacts['phones'][0]['phone_id']}"
    assert petugas.send("DELETE", phone)[0] == 204
    assert found("0812 0000 0105") == [MEMBERS["aminah"]]

    counted = petugas.get("/members/counts")["by_status"].get("deceased")
    petugas.do("PATCH", path, {"status": "deceased"})
    deadline = time.monotonic() + 30
    while petugas.get("/members/counts")["by_status"].get("deceased") != counted + 1:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def numbers_that_are_taken_stay_taken(sapa: Program) -> None:
    for field, value in (("member_no", "a-0001"), ("nik", "9901012711800001")):
        body = {"name": "Orang Lain", "joined_on": TODAY, field: value}
        status, answer = sapa.user("petugas").send("POST", "/members", json.dumps(body))
        assert (status, answer["errors"][0]["field"]) == (409, field)


def nobody_is_reminded_twice(sapa: Program) -> None:
    petugas = sapa.user("petugas")
    planned = petugas.do("POST", "/reminders/plan")
    assert (planned["finished"], planned["messages"], planned["planned"]) == (True, 0, 0)
    path = f"/reminders/{MEMBERS['aminah']}/{TODAY}"
    sent = petugas.do("POST", f"{path}/send")
    assert petugas.do("POST", f"{path}/send") == sent
    talks = petugas.get(f"/members/{MEMBERS['aminah']}/interactions?kind=message")["items"]
    assert [talk["text"] for talk in talks] == [sent["text"]]
    cancelled = f"/reminders/{MEMBERS['ridwan']}/2026-11-20"
    assert petugas.do("POST", f"{cancelled}/retry")["status"] == "queued"
    waiting = f"/reminders/{MEMBERS['rizky']}/2026-11-28"
    assert petugas.do("POST", f"{waiting}/cancel")["status"] == "cancelled"


def what_is_exported_now_stands_beside_what_was(sapa: Program) -> None:
    admin, manajer = sapa.user(), sapa.user("manajer")
    new = admin.do("POST", "/imports/exports")["export_id"]
    columns = {"columns": ["member_no", "name"], "status": "left"}
    listed = manajer.do("POST", "/members/exports", columns)["export_id"]
    assert len(admin.waited(f"/imports/exports/{new}", "done")["files"]) == 2
    ids = {each["export_id"] for each in admin.get("/imports/exports")["items"]}
    assert ids == {new, OLD["exports"]["everything"]}
    link = manajer.waited(f"/members/exports/{listed}", "done")["link"]
    lines = manajer.file(link).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["A-0015,Tukiman Wirjosoedarmo"]


# Each with members and accounts of its own, in one run of the program: starting it costs the most.
WORK = (
    who_could_sign_in_can_and_nobody_else,
    a_key_that_was_used_gives_the_first_answer,
    a_core_system_goes_on_where_it_was,
    an_import_of_then_is_undone,
    an_import_that_was_checked_then_is_run_and_undone,
    headings_that_somebody_corrected_are_known,
    entries_are_posted_and_balances_follow,
    a_member_who_changes_is_found_by_what_is_true_now,
    numbers_that_are_taken_stay_taken,
    nobody_is_reminded_twice,
    what_is_exported_now_stands_beside_what_was,
)


def test_work_goes_on(sapa: Program, subtests: pytest.Subtests, tmp_path: Path) -> None:
    for work in WORK:
        with subtests.test(work.__name__):
            work(sapa)
    with subtests.test("search entries have moved to their table"):
        assert entries(tmp_path / "data/engine.db", "members") == 0
        assert entries(tmp_path / "data/engine.db", "search") > 0


def entries(database: Path, table: str) -> int:
    """How many list entries are in a table."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        counted = f"SELECT COUNT(*) FROM \"sapa-local-{table}\" WHERE pk LIKE 'S:L#%'"
        return int(file.execute(counted).fetchone()[0])


def _pressed(database: sqlite3.Connection, import_id: str) -> None:
    """The import as that program left it that was stopped right after somebody had pressed run."""
    table, key = '"sapa-local-imports"', ("S:JOBS", f"S:{import_id}")
    where = "WHERE pk = ? AND sk = ?"
    (text,) = database.execute(f"SELECT item_json FROM {table} {where}", key).fetchone()
    item = json.loads(text)
    item["v"]["N"] = str(int(item["v"]["N"]) + 1)
    item["doc"]["S"] = json.dumps({**json.loads(item["doc"]["S"]), "state": "running"})
    database.execute(f"UPDATE {table} SET item_json = ? {where}", (json.dumps(item), *key))


def test_an_import_that_was_running_at_the_upgrade_goes_on_to_its_end(tmp_path: Path) -> None:
    data = unpacked(tmp_path)
    with closing(sqlite3.connect(data / "engine.db")) as database, database:
        _pressed(database, IMPORTS["checked"])
    with running(ROOT, Path(sys.executable), data, TODAY) as sapa:
        run = sapa.user("manajer").waited(f"/imports/{IMPORTS['checked']}", "done", "failed")
        assert (run["state"], run["counts"]["members"]["taken"]) == ("done", 2)
