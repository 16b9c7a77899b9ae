"""An import is undone whole, or it says what was built on it and nothing changes."""

from pathlib import Path
from typing import Any

import pytest

from imports.store import jobs, undo_journal
from imports.undo import revert
from imports.undo.step import undo_step
from shared.aws import dynamo
from shared.kernel.settings import settings
from tests.integration.events import Answer, Room, identity
from tests.integration.imports.journey import checked, cut_off, imports, run, steps
from tests.integration.imports.sample import CSV, Today, small

pytestmark = pytest.mark.usefixtures("tables")

members, accounts = Room("members", identity()), Room("accounts", identity())
contacts, arrears = Room("contacts", identity()), Room("arrears", identity())

ANGGOTA = b"""No Anggota;Nama;NIK;Tgl Masuk;No HP;Alamat;Email
A-1;Siti Aminah;3515014602870119;15/01/2020;0812 3456 7890;Jl. Melati 7;siti@contoh.id
A-2;Budi Santoso;;15/01/2020;0813 9876 5432;;
"""
SIMPANAN = b"No Rekening;No Anggota;Jenis Simpanan;Tgl Buka\nSS-1;A-1;sukarela;15/01/2020\n"
PEMBIAYAAN = b"""No Pinjaman;No Anggota;Produk;Plafon;Margin;Metode;Jangka;Tgl Cair;Tgl Angsuran 1
PB-1;A-2;murabahah;1200000;144000;flat;12;15/01/2026;15/02/2026
"""
TRANSAKSI = b"""No Rekening;Tgl;Jenis;Jumlah;No Bukti
SS-1;01/02/2020;setor;100.000;B-1
SS-1;01/03/2020;tarik;40.000;B-2
PB-1;15/02/2026;angsuran;112.000;B-3
"""
FILES = {
    "anggota.csv": ANGGOTA,
    "simpanan.csv": SIMPANAN,
    "pembiayaan.csv": PEMBIAYAAN,
    "transaksi.csv": TRANSAKSI,
}


def everything() -> dict[str, dict[tuple[str, str], str]]:
    """What all items of the cooperative's data say, by their keys; sequences and counters apart."""
    found = {}
    for table in (settings().members_table, settings().accounts_table, settings().contacts_table):
        pages = dynamo.client().get_paginator("scan").paginate(TableName=table)
        found[table] = {
            (item["pk"]["S"], item["sk"]["S"]): item.get("doc", item.get("row", {})).get("S", "")
            for page in pages
            for item in page["Items"]
            if item["pk"]["S"] not in {"SEQUENCE", "COUNTS"} and item["sk"]["S"] != "COUNTED"
        }
    return found


def taken(files: dict[str, bytes]) -> str:
    import_id = checked(files)
    assert run(import_id)["state"] == "done"
    return import_id


def undone(import_id: str) -> dict[str, Any]:
    assert imports("POST", f"/{import_id}/undo").status == 200
    steps(import_id)
    return dict(imports("GET", f"/{import_id}").body)


def member_of(number: str) -> dict[str, Any]:
    (row,) = members("GET", "/members", query={"q": number}).body["items"]
    return dict(members("GET", f"/members/{row['member_id']}").body)


def account_of(number: str) -> str:
    member_id = member_of("A-1" if number.startswith("S") else "A-2")["member_id"]
    rows = accounts("GET", f"/members/{member_id}/accounts").body["items"]
    return str(next(row["account_id"] for row in rows if row["account_no"] == number))


def keyed(room: Room, path: str, body: dict[str, Any]) -> Answer:
    answer = room("POST", path, body, headers={"idempotency-key": path})
    assert answer.status == 201, answer.body
    return answer


def test_everything_that_an_import_made_is_gone_and_the_file_can_come_again() -> None:
    nothing = everything()
    import_id = taken(FILES)
    counts = imports("GET", f"/{import_id}").body["counts"]
    assert counts["financing"] == {"taken": 1}
    answer = undone(import_id)
    assert (answer["state"], answer["faults"]) == ("undone", [])
    assert answer["counts"] == {
        kind: {"undone": states["taken"]} for kind, states in counts.items()
    }
    assert answer["done"] == answer["total"] == 7
    assert everything() == nothing
    assert undo_journal.load_last(import_id, 10) == []
    assert imports("POST", f"/{import_id}/undo").body == answer
    assert imports("POST", f"/{import_id}/check", {}).fields == ["import"]
    again = taken(FILES)
    assert imports("GET", f"/{again}").body["counts"] == counts


def test_a_sample_of_a_cooperative_is_undone_whole(tmp_path: Path) -> None:
    nothing = everything()
    sources = small(tmp_path, 12)
    import_id = taken({source.name: source.path.read_bytes() for source in sources})
    assert [source.name for source in sources] == CSV
    assert undone(import_id)["state"] == "undone"
    assert everything() == nothing


def test_a_member_who_was_updated_is_again_as_before() -> None:
    taken(FILES)
    before = member_of("A-1")
    known = contacts("GET", f"/members/{before['member_id']}/contacts").body
    changed = ANGGOTA.replace(b"Siti Aminah", b"Siti Aminah Sari").replace(b"7890", b"7891")
    import_id = taken({"anggota.csv": changed.replace(b"0119", b"0120")})
    assert member_of("A-1")["name"] == "Siti Aminah Sari"
    assert undone(import_id)["counts"] == {"members": {"same": 1, "undone": 1}}
    after = member_of("A-1")
    assert after["version"] == 3
    assert {**after, "version": 1, "updated_at": before["updated_at"]} == before
    assert contacts("GET", f"/members/{before['member_id']}/contacts").body == known
    nik = members("GET", f"/members/{before['member_id']}/nik").body["nik"]
    assert nik == "3515014602870119"
    assert members("GET", "/members", query={"q": "7891"}).body["items"] == []


def test_entries_of_an_account_that_was_there_are_reversed_and_can_come_again() -> None:
    taken(FILES)
    more = b"No Rekening;Tgl;Jenis;Jumlah;No Bukti\nSS-1;01/04/2020;setor;500.000;B-7\n"
    import_id = taken({"transaksi.csv": more})
    path = f"/accounts/{account_of('SS-1')}"
    assert accounts("GET", path).body["balance"] == 560_000
    assert undone(import_id)["counts"] == {"transactions": {"undone": 1}}
    assert accounts("GET", path).body["balance"] == 60_000
    rows = accounts("GET", f"{path}/transactions").body["items"]
    assert [row["type"] for row in rows] == ["reversal", "deposit", "withdrawal", "deposit"]
    assert rows[1]["reversed_by"] == rows[0]["transaction_id"]
    taken({"transaksi.csv": more})
    assert accounts("GET", path).body["balance"] == 560_000


def test_entries_that_a_clerk_overtook_are_placed_before_and_can_be_undone() -> None:
    taken(FILES)
    more = b"No Rekening;Tgl;Jenis;Jumlah;No Bukti\nPB-1;15/03/2026;angsuran;112.000;B-7\n"
    import_id = checked({"transaksi.csv": more})
    account_id, today = account_of("PB-1"), "2026-04-20"
    body = {"type": "penalty", "value_date": today, "amount": 5_000}
    keyed(accounts, f"/accounts/{account_id}/transactions", body)
    before = accounts("GET", f"/accounts/{account_id}/schedule").body
    assert run(import_id)["counts"] == {"transactions": {"taken": 1}}
    ledger = accounts("GET", f"/accounts/{account_id}/transactions").body["items"]
    assert [(e["type"], e["value_date"]) for e in ledger[:2]] == [
        ("penalty", today),
        ("repayment", "2026-03-15"),
    ]
    recap = accounts("GET", "/accounts/recap", query={"officer": ledger[1]["officer"]}).body
    assert ledger[1]["transaction_id"] not in {e["transaction_id"] for e in recap["items"]}
    assert undone(import_id)["state"] == "undone"
    assert accounts("GET", f"/accounts/{account_id}/schedule").body == before


def test_an_entry_that_a_clerk_reversed_does_not_come_again_with_the_same_document() -> None:
    taken(FILES)
    path = f"/accounts/{account_of('SS-1')}"
    row = accounts("GET", f"{path}/transactions").body["items"][0]
    keyed(accounts, f"{path}/transactions/{row['transaction_id']}/reversal", {"reason": "salah"})
    import_id = checked({"transaksi.csv": TRANSAKSI})
    assert imports("GET", f"/{import_id}").body["counts"] == {"transactions": {"same": 3}}


def built_on(import_id: str) -> list[tuple[str, str]]:
    """What an import that is refused its undoing says: (number, message); nothing changed."""
    before = everything()
    answer = undone(import_id)
    assert answer["state"] == "done"
    assert everything() == before
    return [(fault["value"], fault["message"]) for fault in answer["faults"]]


def test_a_later_transaction_keeps_an_account_and_is_named_with_its_day() -> None:
    import_id = taken(FILES)
    body = {"type": "deposit", "value_date": "2026-11-02", "amount": 5_000}
    keyed(accounts, f"/accounts/{account_of('SS-1')}/transactions", body)
    ((number, message),) = built_on(import_id)
    assert (number, "2026-11-02" in message) == ("SS-1", True)


def test_a_new_account_a_note_and_a_changed_phone_keep_a_member() -> None:
    import_id = taken(FILES)
    member_id = member_of("A-2")["member_id"]
    body = {"member_id": member_id, "kind": "savings", "product": "wajib"}
    keyed(accounts, "/accounts", {**body, "opened_on": "2026-11-02", "account_no": "SW-9"})
    contacts("POST", f"/members/{member_id}/phones", {"number": "0812 1111 2222"})
    contacts("POST", f"/members/{member_id}/interactions", {"channel": "phone", "note": "x"})
    found = built_on(import_id)
    assert {number for number, _ in found} == {"A-2"}
    assert len(found) == 3
    assert any("SW-9" in message for _, message in found)


def test_a_changed_member_a_pause_and_a_follow_up_keep_what_they_are_of() -> None:
    import_id = taken(FILES)
    members("PATCH", f"/members/{member_of('A-1')['member_id']}", {"occupation": "Guru"})
    loan = f"/accounts/{account_of('PB-1')}"
    pause = {"start_on": "2026-11-01", "end_on": "2026-12-01"}
    assert arrears("POST", f"{loan}/pauses", pause).status == 201
    attempt = {"kind": "attempt", "channel": "phone", "outcome": "no_answer"}
    assert arrears("POST", f"{loan}/follow-ups", attempt).status == 201
    assert [number for number, _ in built_on(import_id)] == ["PB-1", "PB-1", "A-2", "A-2", "A-1"]


def test_two_rows_that_changed_one_member_are_undone_together() -> None:
    taken(FILES)
    before = member_of("A-1")
    heading, row, _ = ANGGOTA.splitlines()
    by_number = row.replace(b"3515014602870119", b"").replace(b"Melati", b"Mawar")
    by_nik = row.replace(b"A-1", b"").replace(b"7890", b"7895")
    import_id = taken({"anggota.csv": b"\n".join((heading, by_number, by_nik))})
    assert undone(import_id)["counts"] == {"members": {"undone": 2}}
    after = member_of("A-1")
    assert (after["name"], after["phone"]) == (before["name"], before["phone"])


def test_a_member_who_was_changed_again_keeps_the_later_change() -> None:
    taken(FILES)
    import_id = taken({"anggota.csv": ANGGOTA.replace(b"Siti Aminah", b"Siti Aminah Sari")})
    members("PATCH", f"/members/{member_of('A-1')['member_id']}", {"occupation": "Guru"})
    assert [number for number, _ in built_on(import_id)] == ["A-1"]


def test_an_import_that_another_stands_on_is_undone_after_that_one() -> None:
    nothing = everything()
    first = taken(FILES)
    more = b"No Rekening;Tgl;Jenis;Jumlah;No Bukti\nSS-1;01/04/2020;setor;500.000;B-7\n"
    second = taken({"transaksi.csv": more})
    third = taken({"anggota.csv": ANGGOTA.replace(b"Siti Aminah", b"Siti Aminah Sari")})
    assert [number for number, _ in built_on(first)] == ["SS-1", "A-1"]
    assert undone(second)["state"] == undone(third)["state"] == "undone"
    assert undone(first)["state"] == "undone"
    assert everything() == nothing


def test_undoing_goes_on_where_it_was_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = everything()
    import_id = taken(FILES)
    imports("POST", f"/{import_id}/undo")
    written: list[object] = []
    transact = dynamo.transact

    def dies(writes: Any) -> None:
        if len(written) == 2:
            raise RuntimeError("the process ends")
        written.append(transact(writes))

    job = jobs.load(import_id)
    with monkeypatch.context() as patch:
        patch.setattr(revert, "WORKERS", 1)
        patch.setattr(dynamo, "transact", dies)
        with pytest.raises(RuntimeError):
            undo_step(job, Today(), 10.0)
    assert everything() != nothing
    assert steps(import_id)[-1] == "undone"
    assert everything() == nothing
    assert imports("GET", f"/{import_id}").body["done"] == 7


def test_what_was_built_between_looking_and_undoing_stops_it_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_id = taken(FILES)
    monkeypatch.setattr(revert.ImportRevert, "find_obstacles", lambda *_: [])
    members("PATCH", f"/members/{member_of('A-1')['member_id']}", {"occupation": "Guru"})
    answer = undone(import_id)
    assert (answer["state"], [f["value"] for f in answer["faults"]]) == ("done", ["A-1"])
    assert answer["counts"]["members"] == {"taken": 1, "undone": 1}
    assert member_of("A-1")["occupation"] == "Guru"


def test_entries_are_taken_in_and_undone_once_though_a_step_is_done_twice() -> None:
    nothing = everything()
    import_id = checked(FILES)
    imports("POST", f"/{import_id}/run")
    half = jobs.load(import_id)
    steps(import_id)
    cut_off(import_id, half)
    steps(import_id)
    assert undone(import_id)["state"] == "undone"
    assert everything() == nothing


def test_only_an_import_that_is_done_and_not_old_is_undone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = imports("POST", f"/{checked(FILES)}/undo")
    assert (refused.status, refused.fields) == (409, ["import"])
    import_id = taken(FILES)
    job = jobs.load(import_id)
    dynamo.transact([jobs.save(job.model_copy(update={"created_at": "2020-01-01T00:00:00Z"}))])
    assert imports("POST", f"/{import_id}/undo").status == 409
