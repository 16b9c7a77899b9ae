"""`python -m tools.feed` between a core system and the real Sapa, over HTTP on this computer."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.integration.events import Room, identity
from tests.integration.feed.core_system import member as core_member
from tests.integration.feed.fineract_server import FINERACT, Fineract
from tests.integration.imports.sample import SAMPLE
from tools.feed import fineract, web
from tools.feed.__main__ import main
from tools.feed.sapa import Sapa

MEMBERS, ACCOUNTS = Room("members", identity()), Room("accounts", identity())
ARREARS = Room("arrears", identity())


class Tool:
    """The command, run once; `say` are the lines that it printed."""

    def __init__(self, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._state, self._capsys = state, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, list[str]]:
        """(exit code, the round's summary, what did not come over)."""
        code = main([*arguments, "--state", str(self._state)])
        told = self._capsys.readouterr()
        return code, told.out.strip(), told.err.splitlines()


@pytest.fixture
def tool(sapa: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return Tool(tmp_path / "feed.db", capsys)


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fineract]:
    server = Fineract()
    with ExitStack() as stack:
        monkeypatch.setenv("FINERACT_URL", stack.enter_context(server.serving()))
        monkeypatch.setenv("FINERACT_TENANT", "koperasi")
        monkeypatch.setenv("FINERACT_USERNAME", "mifos")
        monkeypatch.setenv("FINERACT_PASSWORD", "rahasia")
        yield server


def member(query: str) -> Any:
    (found,) = MEMBERS("GET", "/members", query={"q": query}).body["items"]
    return MEMBERS("GET", f"/members/{found['member_id']}").body


def accounts(query: str) -> dict[str, Any]:
    """A member's accounts by their numbers."""
    path = f"/members/{member(query)['member_id']}/accounts"
    return {row["account_no"]: row for row in ACCOUNTS("GET", path).body["items"]}


def ledger(account: Any) -> list[tuple[str, str, int]]:
    path = f"/accounts/{account['account_id']}/transactions"
    found = ACCOUNTS("GET", path, query={"limit": 100}).body["items"]
    return [(e["type"], e["value_date"], e["amount"]) for e in reversed(found)]


def fresh(name: str) -> Any:
    return json.loads((FINERACT / f"{name}.json").read_text())


def test_a_fineract_server_comes_over_with_schedules_and_arrears(
    tool: Tool, core: Fineract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fineract, "PAGE", 2)
    code, told, problems = tool("fineract")
    assert problems == [
        "loan 000000003: principalDue: has decimals, and Sapa keeps whole rupiah (333333.33)"
    ]
    assert code == 1
    assert told.split("; ") == [
        "accounts 5 created",
        "accounts 2 updated",
        "members 3 created",
        "transactions 14 created",
        "transactions 2 same",
    ]
    siti, budi, dewi = member("siti"), member("budi"), member("dewi")
    assert (siti["member_no"], siti["gender"]) == ("000000001", "P")
    assert siti["phone"] == "+6281234567890"
    assert (siti["birth_date"], siti["joined_on"]) == ("1990-01-05", "2020-01-15")
    assert (budi["phone"], dewi["status"]) == ("+6281311112222", "left")
    own = accounts("siti")
    assert (own["S000000001"]["product"], own["S000000001"]["balance"]) == ("wajib", 300_000)
    assert own["S000000002"]["balance"] == 1_001_500
    assert ledger(own["S000000002"]) == [
        ("deposit", "2026-01-10", 1_500_000),
        ("interest", "2026-02-28", 4_000),
        ("withdrawal", "2026-03-10", 500_000),
        ("fee", "2026-03-10", 2_500),
    ]
    assert (own["L000000002"]["status"], own["L000000002"]["closed_on"]) == ("closed", "2025-03-15")
    assert accounts("dewi")["S000000003"]["status"] == "closed"

    loan = accounts("budi")["L000000001"]
    expected = fresh("loans-1")["summary"]
    assert (loan["principal"], loan["grace_days"]) == (6_000_000, 3)
    assert loan["outstanding"] == expected["totalOutstanding"]
    rows = ACCOUNTS("GET", f"/accounts/{loan['account_id']}/schedule").body["items"]
    assert [row["due_on"] for row in rows] == [f"2026-{m:02}-10" for m in range(7, 13)]
    assert {(row["principal"], row["margin"]) for row in rows} == {(1_000_000, 65_000)}
    late = ARREARS("GET", f"/accounts/{loan['account_id']}/arrears").body
    assert (late["oldest_due_on"], late["days_past_due"]) == ("2026-09-10", 75)
    assert late["overdue_amount"] == 3 * 1_065_000 + 25_000 - 10_000


def test_what_has_not_changed_is_neither_read_nor_sent_again(tool: Tool, core: Fineract) -> None:
    tool("fineract")
    core.asked.clear()
    code, told, _ = tool("fineract")
    assert (code, told) == (1, "nothing changed")
    assert core.asked == ["clients", "savingsaccounts", "loans", "loans-3"]
    assert tool("fineract", "--whole")[1] == "nothing changed"


def test_changes_in_fineract_follow(tool: Tool, core: Fineract) -> None:
    tool("fineract")
    listed, one = fresh("loans"), fresh("loans-1")
    one["transactions"][3]["manuallyReversed"] = True
    one["transactions"].append(
        {**one["transactions"][3], "id": 106, "amount": 500_000.0, "manuallyReversed": False}
    )
    for period in one["repaymentSchedule"]["periods"][3:]:
        period["dueDate"][2] = 25
    listed["pageItems"][0]["summary"]["totalRepayment"] = 1_565_000.0
    client = fresh("clients")
    client["pageItems"][1]["displayName"] = "Budi Santoso, S.E."
    core.changed = {"loans": listed, "loans-1": one, "clients": client}
    _, told, _ = tool("fineract")
    assert told.split("; ") == [
        "accounts 1 updated",
        "members 1 updated",
        "transactions 1 created",
        "transactions 2 updated",
    ]
    assert member("budi")["name"] == "Budi Santoso, S.E."
    loan = accounts("budi")["L000000001"]
    rows = ACCOUNTS("GET", f"/accounts/{loan['account_id']}/schedule").body["items"]
    assert [row["due_on"][8:] for row in rows] == ["10", "10", "25", "25", "25", "25"]
    assert loan["paid"] == 1_065_000 + 500_000 + 10_000


def test_a_loan_that_was_closed_by_mistake_is_opened_corrected_and_closed_again(
    tool: Tool, core: Fineract
) -> None:
    tool("fineract")
    listed, one = fresh("loans"), fresh("loans-2")
    last = one["transactions"][2]
    one["transactions"][2] = {**last, "manuallyReversed": True}
    one["transactions"].append({**last, "id": 113, "date": [2025, 3, 20]})
    one["timeline"]["closedOnDate"] = listed["pageItems"][1]["timeline"]["closedOnDate"] = [
        2025,
        3,
        20,
    ]
    core.changed = {"loans": listed, "loans-2": one}
    _, told, problems = tool("fineract")
    assert told.startswith("accounts 2 updated; transactions 1 created; transactions 1 updated")
    assert len(problems) == 1
    row = accounts("siti")["L000000002"]
    assert (row["status"], row["closed_on"]) == ("closed", "2025-03-20")


def test_a_lost_state_file_sends_all_again_and_changes_nothing(
    tool: Tool, core: Fineract, tmp_path: Path
) -> None:
    tool("fineract")
    before = accounts("siti"), accounts("budi")
    (tmp_path / "feed.db").unlink()
    _, told, problems = tool("fineract")
    assert "created" not in told
    assert len(problems) == 1
    assert (accounts("siti"), accounts("budi")) == before


def test_a_server_that_fails_at_times_is_asked_again(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, core: Fineract
) -> None:
    core.failing = web.TRIES - 1
    assert "members 3 created" in tool("fineract")[1]
    core.failing = web.TRIES
    code, told, problems = tool("fineract")
    assert (code, told) == (2, "")
    assert problems[0].endswith("HTTP 503")


def test_wrong_credentials_are_said_and_not_repeated(
    tool: Tool, core: Fineract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINERACT_PASSWORD", "salah-sekali")
    code, _, problems = tool("fineract")
    assert (code, "HTTP 401" in problems[0]) == (2, True)
    assert "salah-sekali" not in "\n".join(problems)
    monkeypatch.setenv("SAPA_CLIENT_SECRET", "bukan-ini")
    code, _, problems = tool("csv", str(SAMPLE))
    assert (code, "HTTP 401" in problems[0]) == (2, True)
    monkeypatch.setenv("SAPA_URL", "http://sapa.example")
    code, _, problems = tool("csv", str(SAMPLE))
    assert (code, "https" in problems[0]) == (2, True)
    code, _, problems = tool("csv", str(SAMPLE / "tidak-ada"))
    assert (code, "no such folder" in problems[0]) == (2, True)
    monkeypatch.delenv("SAPA_CLIENT_ID")
    monkeypatch.setenv("SAPA_URL", "https://sapa.example")
    assert tool("csv", str(SAMPLE)) == (
        2,
        "",
        ["sapa feed: the variable SAPA_CLIENT_ID is not set"],
    )


def test_a_folder_is_followed(tool: Tool, tmp_path: Path) -> None:
    folder = tmp_path / "keluar"
    folder.mkdir()
    (folder / "anggota.csv").write_text(
        "No Anggota;Nama;Tgl Masuk;No HP\nA-1;Siti Aminah;15/01/2020;0812 3456 7890\nA-2;Budi;x;\n"
    )
    (folder / "simpanan.csv").write_text(
        "No Rekening;No Anggota;Jenis Simpanan;Tgl Buka\n01.1;A-1;Sukarela;10/01/2026\n"
    )
    (folder / "pembiayaan.csv").write_text(
        "No Pinjaman;No Anggota;Produk;Tgl Cair\nPB.1;A-1;Modal;10/01/2026\n"
    )
    (folder / "angsuran.csv").write_text(
        "No Pinjaman;Jatuh Tempo;Pokok;Jasa\nPB.1;10/02/2026;Rp 500.000;Rp 5.000\n"
        "PB.1;10/03/2026;Rp 500.000;Rp 5.000\n"
    )
    moves = folder / "transaksi.csv"
    heading = "No Rekening;Tanggal;Jenis;Jumlah;No Bukti\n"
    moves.write_text(
        f"{heading}01.1;10/01/2026;Setoran;Rp 100.000;B-1\n01.1;11/01/2026;Setoran;1.000;\n"
        "PB.1;10/02/2026;Angsuran;505.000;B-1\n"
    )
    code, told, problems = tool("csv", str(folder))
    assert code == 1
    assert told == "accounts 2 created; members 1 created; transactions 2 created"
    assert [line.split(":")[0] for line in problems] == [
        "anggota.csv, line 3",
        "transaksi.csv, line 3",
    ]
    own = accounts("siti")
    assert (own["01.1"]["balance"], own["PB.1"]["paid"]) == (100_000, 505_000)
    moves.write_text(f"{heading}01.1;10/01/2026;Setoran;Rp 10.000;B-1\n")
    assert tool("csv", str(folder))[1] == "transactions 1 updated"
    assert accounts("siti")["01.1"]["balance"] == 10_000


def test_a_token_that_is_over_is_renewed(sapa: str) -> None:
    client = Sapa(
        web.Web(sapa), os.environ["SAPA_CLIENT_ID"], os.environ["SAPA_CLIENT_SECRET"], "core"
    )
    client._token = "sudah-lewat"
    (answer,) = client.put("members", [core_member()])
    assert answer["result"] == "created"


def test_the_entries_of_a_day_are_enough_where_the_rest_is_there_already(
    tool: Tool, tmp_path: Path
) -> None:
    new = {"name": "Siti", "joined_on": "2020-01-15"}
    member_id = MEMBERS("POST", "/members", new).body["member_id"]
    terms = {"kind": "savings", "product": "sukarela", "opened_on": "2026-01-10"}
    ACCOUNTS("POST", "/accounts", {"member_id": member_id, "account_no": "01.1", **terms})
    (tmp_path / "hari.csv").write_text(
        "No Rekening;Tanggal;Jenis;Jumlah;No Bukti\n01.1;10/01/2026;Setoran;1.000;B-1\n"
    )
    assert tool("csv", str(tmp_path)) == (0, "transactions 1 created", [])
    assert accounts("siti")["01.1"]["balance"] == 1_000
    (tmp_path / "kontak.csv").write_text("No Anggota;Jenis Kontak;Kontak\nA-1;telepon;0812\n")
    code, told, problems = tool("csv", str(tmp_path))
    assert (code, told) == (1, "nothing changed")
    assert problems == [
        "kontak.csv: heading: is not followed; take this file in by the file import (contacts)"
    ]
