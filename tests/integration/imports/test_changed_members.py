"""Rows of what is there already: told apart, shown, taken over, and refused where they clash."""

from collections.abc import Callable
from typing import Any

import pytest

from imports.store import jobs
from imports.store.undo_journal import load_last
from tests.integration.events import Room, identity
from tests.integration.imports.journey import check, checked, cut_off, imports, run, steps

pytestmark = pytest.mark.usefixtures("tables")

members, accounts = Room("members", identity()), Room("accounts", identity())
HEADING = "No Anggota;Nama;NIK;Tgl Masuk;No HP;Pekerjaan"
SITI = "A-1;Siti Aminah;3515014602870119;15/01/2020;0812 3456 7890;"
BUDI = "A-2;Budi Santoso;;15/01/2020;;Petani"
SAVINGS = "No Rekening;No Anggota;Jenis Simpanan;Tgl Buka\nSS-1;A-1;sukarela;15/01/2020"
ENTRIES = "No Rekening;Tgl;Jenis;Jumlah;No Bukti"
DEPOSIT = "SS-1;01/02/2020;setor;100.000;B-1"


def sent_and_checked(**files: str) -> str:
    return checked({f"{name}.csv": text.encode() for name, text in files.items()})


def taken(before: Callable[[str], object] = lambda _: None, **files: str) -> dict[str, Any]:
    import_id = sent_and_checked(**files)
    before(import_id)
    return run(import_id)


def file(heading: str, *rows: str) -> str:
    return "\n".join((heading, *rows))


def audited(member_id: str) -> list[str]:
    items = Room("auth", identity())("GET", "/auth/audit", query={"limit": 100}).body["items"]
    return [item["action"] for item in items if item["subject"] == f"member:{member_id}"]


def member_of(number: str) -> dict[str, object]:
    (row,) = members("GET", "/members", query={"q": number}).body["items"]
    return dict(members("GET", f"/members/{row['member_id']}").body)


def test_a_row_that_differs_is_shown_with_what_it_changes_and_then_taken_over() -> None:
    taken(anggota=file(HEADING, SITI, BUDI))
    other = SITI.replace("Aminah", "Aminah Sari").replace("7890", "7891") + "Pedagang"
    import_id = sent_and_checked(anggota=file(HEADING, other, BUDI))
    assert imports("GET", f"/{import_id}").body["counts"] == {"members": {"changed": 1, "same": 1}}
    (row,) = imports("GET", f"/{import_id}/changed").body["items"]
    assert (row["file"], row["line"], row["key"]) == ("anggota.csv", 2, "A-1")
    assert row["changes"] == [
        {"field": "name", "before": "Siti Aminah", "after": "Siti Aminah Sari"},
        {"field": "occupation", "before": None, "after": "Pedagang"},
        {"field": "phone", "before": "+628••••90", "after": "+628••••91"},
    ]
    assert member_of("A-1")["version"] == 1

    imports("POST", f"/{import_id}/run")
    assert steps(import_id)[-1] == "done"
    done = imports("GET", f"/{import_id}").body
    assert done["counts"] == {"members": {"updated": 1, "same": 1}}
    assert (done["done"], done["total"]) == (1, 1)
    siti = member_of("A-1")
    assert (siti["name"], siti["occupation"]) == ("Siti Aminah Sari", "Pedagang")
    assert siti["phone"] == "+6281234567891"
    assert "member.import_change" in audited(str(siti["member_id"]))
    again = sent_and_checked(anggota=file(HEADING, other, BUDI))
    assert imports("GET", f"/{again}").body["counts"] == {"members": {"same": 2}}


def test_an_empty_cell_never_erases() -> None:
    taken(anggota=file(HEADING, SITI + "Guru"))
    emptied = "A-1;Siti Aminah;;15/01/2020;;"
    import_id = sent_and_checked(anggota=file(HEADING, emptied))
    assert imports("GET", f"/{import_id}").body["counts"] == {"members": {"same": 1}}


def test_a_member_without_a_number_in_the_file_is_known_by_the_nik() -> None:
    taken(anggota=file(HEADING, SITI))
    import_id = sent_and_checked(anggota=file(HEADING, SITI.removeprefix("A-1") + "Guru"))
    assert imports("GET", f"/{import_id}").body["counts"] == {"members": {"changed": 1}}


def test_a_nik_of_another_member_is_refused_and_says_whose_it_is() -> None:
    taken(anggota=file(HEADING, SITI))
    import_id = sent_and_checked(anggota=file(HEADING, SITI.replace("A-1", "A-7")))
    (row,) = imports("GET", f"/{import_id}/refused").body["items"]
    (fault,) = row["faults"]
    assert (fault["column"], "A-1" in fault["message"]) == ("NIK", True)


def test_a_number_that_has_somebody_of_another_name_is_refused() -> None:
    taken(anggota=file(HEADING, BUDI))
    import_id = sent_and_checked(anggota=file(HEADING, BUDI.replace("Budi Santoso", "Sri Wahyuni")))
    (row,) = imports("GET", f"/{import_id}/refused").body["items"]
    assert "Budi Santoso" in row["faults"][0]["message"]


def test_a_change_is_taken_over_once_though_the_step_is_done_twice() -> None:
    taken(anggota=file(HEADING, SITI))
    import_id = sent_and_checked(anggota=file(HEADING, SITI + "Guru"))
    imports("POST", f"/{import_id}/run")
    half = jobs.load(import_id)
    steps(import_id)
    cut_off(import_id, half)
    assert steps(import_id)[-1] == "done"
    (record,) = load_last(import_id, 10)
    assert record.kind == "changed"
    assert (record.before.version, record.book) == (1, None)
    assert imports("GET", f"/{import_id}").body["counts"] == {"members": {"updated": 1}}
    assert member_of("A-1")["version"] == 2


def test_a_member_changed_after_the_dry_run_keeps_what_the_row_does_not_name() -> None:
    taken(anggota=file(HEADING, SITI))

    def changed(_: str) -> None:
        member_id = member_of("A-1")["member_id"]
        answer = members("PATCH", f"/members/{member_id}", {"gender": "P"})
        assert answer.status == 200

    done = taken(changed, anggota=file(HEADING, SITI + "Guru"))
    assert done["counts"] == {"members": {"updated": 1}}
    siti = member_of("A-1")
    assert (siti["gender"], siti["occupation"], siti["version"]) == ("P", "Guru", 3)


def test_an_entry_whose_document_is_there_with_another_amount_is_refused() -> None:
    taken(anggota=file(HEADING, SITI), simpanan=SAVINGS, transaksi=file(ENTRIES, DEPOSIT))
    other = DEPOSIT.replace("100.000", "150.000")
    import_id = sent_and_checked(transaksi=file(ENTRIES, other))
    (row,) = imports("GET", f"/{import_id}/refused").body["items"]
    assert "Rp100.000" in row["faults"][0]["message"]
    same = sent_and_checked(simpanan=SAVINGS, transaksi=file(ENTRIES, DEPOSIT))
    assert imports("GET", f"/{same}").body["counts"] == {
        "savings": {"same": 1},
        "transactions": {"same": 1},
    }


def test_rows_of_an_earlier_dry_run_are_not_shown_after_the_next() -> None:
    import_id = sent_and_checked(anggota=file(HEADING, "A-1;Siti;;31/02/2020;;"))
    assert len(imports("GET", f"/{import_id}/refused").body["items"]) == 1
    check(import_id, {"table": 1, "columns": {"Tgl Masuk": "birth_date"}})
    assert imports("GET", f"/{import_id}/refused").body["items"] == []


def test_entries_without_documents_are_taken_in_once_though_the_step_is_done_twice() -> None:
    taken(anggota=file(HEADING, SITI), simpanan=SAVINGS)
    import_id = sent_and_checked(transaksi=file(ENTRIES, DEPOSIT.removesuffix("B-1")))
    imports("POST", f"/{import_id}/run")
    half = jobs.load(import_id)
    steps(import_id)
    cut_off(import_id, half)
    steps(import_id)
    (row,) = accounts("GET", f"/members/{member_of('A-1')['member_id']}/accounts").body["items"]
    assert row["balance"] == 100_000
