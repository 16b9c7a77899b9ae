"""Imports by managers who are bound to offices: what they take in, and whose imports they see."""

from typing import Any

import pytest

from imports.store import jobs
from shared.aws import dynamo
from tests.integration.events import UNKNOWN_ID, Room, identity
from tests.integration.imports.import_steps import (
    Importer,
    by_link,
    check,
    checked,
    importer,
    run,
    steps,
)

pytestmark = pytest.mark.usefixtures("today")

members, accounts = Room("members", identity()), Room("accounts", identity())
everywhere, bandung, garut = importer(), importer("BDG", "maya"), importer("GRT", "joko")

MEMBERS = "No Anggota;Nama;NIK;Tgl Masuk;No HP;Kantor"
SITI = "G-1;Siti Aminah;3515014602870119;15/01/2020;0812 3456 7890;GRT"
BUDI = "B-1;Budi Santoso;;15/01/2020;0812 3456 7891;BDG"
SAVINGS = "No Rekening;No Anggota;Jenis Simpanan;Tgl Buka"
FINANCING = "No Rekening;No Anggota;Produk;Plafon;Metode;Jangka;Tgl Cair;Tgl Angsuran 1;Jasa %"
LOAN = "P-1;G-1;Modal;1.200.000;flat;12;15/01/2026;15/02/2026;12"
ENTRIES = "No Rekening;Tgl;Jenis;Jumlah;No Bukti"
THERE = {
    "anggota": (MEMBERS, SITI, BUDI),
    "simpanan": (SAVINGS, "S-1;G-1;sukarela;15/01/2020", "S-2;B-1;sukarela;15/01/2020"),
    "pinjaman": (FINANCING, LOAN),
}


def files(**tables: tuple[str, ...]) -> dict[str, bytes]:
    return {f"{name}.csv": "\n".join(lines).encode() for name, lines in tables.items()}


@pytest.fixture
def there(today: None) -> None:
    """Siti of Garut with savings and a loan, Budi of Bandung with savings."""
    done = run(checked(files(**THERE), everywhere))
    assert all(set(states) == {"taken"} for states in done["counts"].values())


def counts(import_id: str, by: Importer = bandung) -> Any:
    return by("GET", f"/{import_id}").body["counts"]


def faults(import_id: str, by: Importer = bandung) -> list[dict[str, Any]]:
    rows = by("GET", f"/{import_id}/refused").body["items"]
    return [fault for row in rows for fault in row["faults"]]


def balance(number: str) -> int:
    owner = {"S-1": "G-1", "P-1": "G-1", "S-2": "B-1"}[number]
    (row,) = members("GET", "/members", query={"q": owner}).body["items"]
    found = accounts("GET", f"/members/{row['member_id']}/accounts").body["items"]
    (one,) = [account for account in found if account["account_no"] == number]
    return int(one.get("balance") if one["kind"] == "savings" else one["outstanding"])


OUTSIDE = {
    "members": {"anggota": (MEMBERS, "G-1;Siti Aminah;;15/01/2020;0899 1111 2222;BDG")},
    "a member by the NIK": {"anggota": (MEMBERS, ";Siti;3515014602870119;15/01/2020;;BDG")},
    "a NIK that is taken": {"anggota": (MEMBERS, "B-9;Rini;3515014602870119;15/01/2020;;BDG")},
    "a number that is taken": {"anggota": (MEMBERS, "G-1;Joko Susilo;;15/01/2020;;BDG")},
    "a new member elsewhere": {"anggota": (MEMBERS, "G-9;Tini;;15/01/2020;;GRT")},
    "contacts": {
        "anggota": (MEMBERS, "G-1;Siti Aminah;;15/01/2020;;"),
        "kontak": ("No Anggota;Jenis Kontak;Kontak", "G-1;Telepon;0899 1111 2222"),
    },
    "consents": {
        "anggota": (MEMBERS, "G-1;Siti Aminah;;15/01/2020;;"),
        "setuju": ("No Anggota;Saluran;Setuju", "G-1;WhatsApp;ya"),
    },
    "savings": {"simpanan": (SAVINGS, "S-9;G-1;sukarela;15/01/2020")},
    "savings that are there": {"simpanan": (SAVINGS, "S-1;G-1;sukarela;15/01/2020")},
    "a closing": {
        "simpanan": (f"{SAVINGS};Tgl Tutup", "S-9;G-1;sukarela;15/01/2020;15/02/2020"),
    },
    "financing": {"pinjaman": (FINANCING, LOAN.replace("P-1", "P-9"))},
    "instalments": {
        "pinjaman": (FINANCING, LOAN.replace("P-1", "P-9")),
        "jadwal": ("No Rekening;Jatuh Tempo;Pokok", "P-9;15/02/2026;1.200.000"),
    },
    "pauses": {
        "pinjaman": (FINANCING, LOAN.replace("P-1", "P-9")),
        "tunda": ("No Rekening;Mulai Penundaan;Selesai Penundaan", "P-9;01/03/2026;31/03/2026"),
    },
    "transactions": {"transaksi": (ENTRIES, "S-1;16/01/2020;setor;100.000;X-1")},
    "repayments": {"transaksi": (ENTRIES, "P-1;16/02/2026;angsuran;100.000;X-1")},
}


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("rows", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_each_row_of_another_offices_member_is_refused_and_tells_nothing_of_them(
    rows: dict[str, tuple[str, ...]],
) -> None:
    before = {number: balance(number) for number in ("S-1", "P-1")}
    import_id = checked(files(**rows), bandung)
    assert all(set(states) == {"refused"} for states in counts(import_id).values())
    told = str(faults(import_id))
    assert "kantor" in told or "dipakai" in told
    sent = str(rows)
    for secret in ("Siti Aminah", "3515014602870119", "7890", "G-1", "GRT"):
        assert secret not in told or secret in sent
    run(import_id, bandung)
    assert {number: balance(number) for number in before} == before


@pytest.mark.usefixtures("there")
def test_a_number_that_is_not_there_is_refused_in_the_same_words() -> None:
    rows = (ENTRIES, "S-1;16/01/2020;setor;5;X-1", "S-99;16/01/2020;setor;5;X-2")
    theirs, nobodys = faults(checked(files(transaksi=rows), bandung))
    assert theirs["message"] == nobodys["message"]
    rows = (SAVINGS, "S-8;G-1;sukarela;15/01/2020", "S-9;G-99;sukarela;15/01/2020")
    theirs, nobodys = faults(checked(files(simpanan=rows), bandung))
    assert theirs["message"] == nobodys["message"]


@pytest.mark.usefixtures("there")
def test_nobody_of_another_office_is_shown_as_a_possible_twin() -> None:
    like_her = (MEMBERS, "B-9;Siti Aminah;;15/01/2020;0812 3456 7890;BDG")
    import_id = checked(files(anggota=like_her), bandung)
    assert counts(import_id) == {"members": {"new": 1}}
    assert bandung("GET", f"/{import_id}/doubtful").body["items"] == []
    assert counts(checked(files(anggota=like_her), everywhere), everywhere) == {
        "members": {"doubtful": 1}
    }


@pytest.mark.usefixtures("there")
def test_rows_of_ones_own_office_are_taken_in() -> None:
    rows = {
        "anggota": (MEMBERS, BUDI.replace("7891", "7899"), "B-2;Tini;;15/01/2020;;"),
        "simpanan": (SAVINGS, "S-3;B-2;sukarela;15/01/2020"),
        "transaksi": (ENTRIES, "S-2;16/01/2020;setor;100.000;X-1"),
    }
    done = run(checked(files(**rows), bandung), bandung)
    assert done["counts"] == {
        "members": {"taken": 1, "updated": 1},
        "savings": {"taken": 1},
        "transactions": {"taken": 1},
    }
    assert balance("S-2") == 100_000


def moves(number: str, office: str) -> None:
    (row,) = members("GET", "/members", query={"q": number}).body["items"]
    answer = members("PATCH", f"/members/{row['member_id']}", {"office": office})
    assert answer.status == 200, answer.body


MOVED = {
    "members": {"anggota": (MEMBERS, BUDI.replace("7891", "7899"))},
    "savings": {"simpanan": (SAVINGS, "S-3;B-1;sukarela;15/01/2020")},
    "transactions": {"transaksi": (ENTRIES, "S-2;16/01/2020;setor;100.000;X-1")},
}


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("rows", MOVED.values(), ids=MOVED.keys())
def test_a_member_who_moved_after_the_check_is_out_of_reach_of_the_run(
    rows: dict[str, tuple[str, ...]],
) -> None:
    import_id = checked(files(**rows), bandung)
    moves("B-1", "GRT")
    done = run(import_id, bandung)
    assert all(set(states) == {"refused"} for states in done["counts"].values())
    assert balance("S-2") == 0


@pytest.mark.usefixtures("there")
def test_an_import_is_not_undone_for_a_member_who_is_another_offices_now() -> None:
    rows = {"transaksi": (ENTRIES, "S-2;16/01/2020;setor;100.000;X-1")}
    import_id = checked(files(**rows), bandung)
    run(import_id, bandung)
    moves("B-1", "GRT")
    assert bandung("POST", f"/{import_id}/undo").status == 200
    assert steps(import_id)[-1] == "done"
    body = bandung("GET", f"/{import_id}").body
    assert [fault["value"] for fault in body["faults"]] == [None]
    assert balance("S-2") == 100_000


def routes(import_id: str) -> list[tuple[str, str, object]]:
    """All routes about one import, as (method, path, body)."""
    path = f"/{import_id}"
    lists = ("tables", "refused", "changed", "doubtful", "refused/file?number=0")
    return [
        ("GET", path, None),
        *(("GET", f"{path}/{name}", None) for name in lists),
        ("POST", f"{path}/check", {}),
        ("POST", f"{path}/run", None),
        ("POST", f"{path}/decisions", {"others": "new"}),
        ("POST", f"{path}/undo", None),
    ]


def asked(by: Importer, method: str, path: str, body: object) -> Any:
    path, _, query = path.partition("?")
    given = dict(one.split("=") for one in query.split("&")) if query else None
    return by(method, path, body, query=given)


@pytest.mark.usefixtures("there")
def test_another_offices_import_is_like_one_that_is_not_there() -> None:
    import_id = checked(files(anggota=(MEMBERS, BUDI, "B-2;Tini;3,2;15/01/2020;;")), bandung)
    before = jobs.load(import_id)
    pairs = zip(routes(import_id), routes(UNKNOWN_ID), strict=True)
    for theirs, nobodys in pairs:
        seen, absent = asked(garut, *theirs), asked(garut, *nobodys)
        assert (seen.status, seen.calls) == (404, absent.calls), theirs
        hidden = str(seen.body).replace(import_id, UNKNOWN_ID)
        assert hidden == str(absent.body), theirs
    assert jobs.load(import_id) == before
    assert garut("GET", "").body["items"] == []
    for by in (bandung, everywhere, importer("GRT,BDG", "rudi"), importer("BDG", "teman")):
        assert asked(by, *routes(import_id)[0]).status == 200


@pytest.mark.usefixtures("there")
def test_who_is_bound_sees_no_import_of_one_who_is_not() -> None:
    import_id = checked(files(anggota=(MEMBERS, "G-9;Tini;;15/01/2020;;GRT")), everywhere)
    assert bandung("GET", f"/{import_id}").status == 404
    assert bandung("GET", "").body["items"] == []
    assert import_id in str(importer(sub="lain")("GET", "").body["items"])


@pytest.mark.usefixtures("today")
def test_a_list_goes_past_other_offices_imports_and_its_cursor_is_the_callers_own() -> None:
    ours = [bandung("POST", "", {"files": ["a.csv"]}).body["import_id"]]
    for _ in range(3):
        garut("POST", "", {"files": ["a.csv"]})
    ours.append(bandung("POST", "", {"files": ["a.csv"]}).body["import_id"])
    found, cursor = list[str](), None
    for _ in range(5):
        query = {"limit": 1, **({"cursor": cursor} if cursor else {})}
        page = bandung("GET", "", query=query).body
        found += [item["import_id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
        other = garut("GET", "", query={"limit": 1, "cursor": cursor})
        assert (other.status, other.fields) == (422, ["cursor"])
    assert found == ours[::-1]


@pytest.mark.usefixtures("there")
def test_the_link_to_a_refused_file_is_given_to_nobody_else() -> None:
    import_id = checked(files(anggota=(MEMBERS, "B-2;Tini;3,2;15/01/2020;;")), bandung)
    path, query = f"/{import_id}/refused/file", {"number": 0}
    link = bandung("GET", path, query=query).body["link"]
    assert by_link("GET", link).status_code == 200
    assert garut("GET", path, query=query).status == 404


def test_a_maker_who_is_bound_since_runs_it_in_the_offices_that_are_left() -> None:
    import_id = checked(files(anggota=(MEMBERS, SITI, BUDI)), everywhere)
    bound = importer("BDG")
    done = run(import_id, bound)
    assert done["counts"]["members"] == {"taken": 1, "refused": 1}
    shown = members("GET", "/members").body["items"]
    assert [row["member_no"] for row in shown] == ["B-1"]
    assert jobs.load(import_id).offices == ()


@pytest.mark.parametrize("step", ["check", "run", "undo"])
def test_a_maker_who_was_moved_to_another_office_does_nothing_more_with_it(step: str) -> None:
    import_id = checked(files(anggota=(MEMBERS, BUDI)), bandung)
    if step == "undo":
        run(import_id, bandung)
    moved = importer("GRT", "maya")
    body: object = {} if step == "check" else None
    refused = moved("POST", f"/{import_id}/{step}", body)
    assert (refused.status, refused.fields) == (403, ["import"])


def test_a_run_by_somebody_with_more_offices_keeps_to_the_makers() -> None:
    rows = files(anggota=(MEMBERS, BUDI, "B-2;Tini;;15/01/2020;;"))
    import_id = checked(rows, bandung)
    done = run(import_id, everywhere)
    assert done["counts"]["members"] == {"taken": 2}
    offices = {row["office"] for row in members("GET", "/members").body["items"]}
    assert offices == {"BDG"}
    check_again = checked(files(anggota=(MEMBERS, "B-1;Budi Santoso;;15/01/2020;;GRT")), bandung)
    check(check_again, by=everywhere)
    assert counts(check_again, everywhere)["members"] == {"refused": 1}


def test_an_import_that_was_stored_before_acts_in_its_makers_offices() -> None:
    import_id = checked(files(anggota=(MEMBERS, BUDI)), bandung)
    job = jobs.load(import_id)
    old = job.model_copy(update={"acting_offices": None})
    dynamo.transact([jobs.save(old)])
    assert jobs.caller_of(jobs.load(import_id)).offices == ("BDG",)
