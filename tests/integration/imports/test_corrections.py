"""What was made of a file's tables is shown, corrected, remembered and forgotten."""

from typing import Any

import pytest

from interchange.tables import IMPORT_KINDS
from tests.integration.imports.import_steps import check, checked, imports

pytestmark = pytest.mark.usefixtures("tables")

MEMBERS = "Daftar anggota;;;\nNo Anggota;Nama;Mulai;Kerja\n1;Siti;15/01/2020;Tani\n"


def table_of(import_id: str) -> dict[str, Any]:
    (table,) = imports("GET", f"/{import_id}/tables").body["items"]
    return dict(table)


def counts_of(import_id: str) -> Any:
    return imports("GET", f"/{import_id}").body["counts"]


def test_each_heading_is_shown_with_its_field_and_examples() -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    assert table_of(import_id) == {
        "number": 1,
        "file": "a.csv",
        "sheet": "a.csv",
        "kind": "members",
        "columns": [
            {"heading": "No Anggota", "field": "member_no", "ignored": False, "examples": ["1"]},
            {"heading": "Nama", "field": "name", "ignored": False, "examples": ["Siti"]},
            {"heading": "Mulai", "field": None, "ignored": False, "examples": ["15/01/2020"]},
            {"heading": "Kerja", "field": None, "ignored": False, "examples": ["Tani"]},
        ],
        "missing": ["joined_on"],
    }
    assert counts_of(import_id) == {}


def test_what_columns_may_hold_is_told_in_the_order_of_the_kinds() -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    kinds = imports("GET", f"/{import_id}/tables").body["kinds"]
    assert [one["kind"] for one in kinds] == list(IMPORT_KINDS)
    assert kinds[4]["fields"][0] == {"field": "account_no", "required": True}
    assert {"field": "note", "required": False} in kinds[-1]["fields"]


def test_a_correction_is_remembered_for_the_next_file_until_it_is_forgotten() -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    check(import_id, {"table": 1, "columns": {"Mulai": "joined_on", "Kerja": None}})
    assert counts_of(import_id) == {"members": {"new": 1}}
    columns = {c["heading"]: (c["field"], c["ignored"]) for c in table_of(import_id)["columns"]}
    assert (columns["Mulai"], columns["Kerja"]) == (("joined_on", False), (None, True))
    following = MEMBERS.replace("Mulai", "MULAI").encode()
    assert counts_of(checked({"b.csv": following})) == {"members": {"new": 1}}

    kept = imports("GET", "/corrections").body["items"]
    assert {(c["of"], c["kind"], c["heading"], c["field"], c["created_by"]) for c in kept} == {
        ("column", "members", "Mulai", "joined_on", "siti"),
        ("column", "members", "Kerja", None, "siti"),
    }
    for correction in kept:
        path = f"/corrections/{correction['correction_id']}"
        assert imports("DELETE", path).status == 204
        assert imports("DELETE", path).status == 404
    assert imports("GET", "/corrections").body == {"items": [], "next_cursor": None}
    assert counts_of(checked({"c.csv": following})) == {}


def test_what_was_recognised_wrongly_is_corrected_too() -> None:
    text = "Nama;Pekerjaan;Tgl Masuk\nPedagang;Siti;15/01/2020\n"
    import_id = checked({"a.csv": text.encode()})
    check(import_id, {"table": 1, "columns": {"Nama": "occupation", "Pekerjaan": "name"}})
    columns = {c["heading"]: c["field"] for c in table_of(import_id)["columns"]}
    assert columns == {"Nama": "occupation", "Pekerjaan": "name", "Tgl Masuk": "joined_on"}


def test_a_table_of_another_kind_is_taken_as_what_it_is_said_to_be() -> None:
    text = b"No Rekening;No Anggota;Produk;Tgl Buka\nP-1;1;Mikro;15/01/2020\n"
    import_id = checked({"a.csv": text})
    assert table_of(import_id)["kind"] == "savings"
    check(import_id, {"table": 1, "kind": "financing"})
    assert table_of(import_id)["kind"] == "financing"
    assert table_of(checked({"b.csv": text}))["kind"] == "financing"
    (kept,) = imports("GET", "/corrections").body["items"]
    assert (kept["of"], kept["kind"]) == ("table", "financing")
    assert kept["heading"] == "No Rekening, No Anggota, Produk, Tgl Buka"


def test_a_table_of_which_nothing_is_known_can_be_explained() -> None:
    text = b"Kode;Nasabah;Sejak\nA-1;Siti;15/01/2020\n"
    import_id = checked({"a.csv": text})
    columns = {"Kode": "member_no", "Nasabah": "name", "Sejak": "joined_on"}
    check(import_id, {"table": 1, "kind": "members", "columns": columns})
    assert counts_of(import_id) == {"members": {"new": 1}}


@pytest.mark.parametrize(
    ("correction", "field"),
    [
        ({"table": 2}, "tables.0.table"),
        ({"table": 1, "columns": {"Usia": "name"}}, "tables.0.columns"),
        ({"table": 1, "columns": {"Mulai": "saldo"}}, "tables.0.columns.Mulai"),
        ({"table": 1, "columns": {"Mulai": "amount"}}, "tables.0.columns.Mulai"),
        ({"table": 1, "columns": {"Mulai": "name"}}, "tables.0.columns"),
        ({"table": 1, "kind": "loans"}, "tables.0.kind"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_is_kept(
    correction: dict[str, Any], field: str
) -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    refused = imports("POST", f"/{import_id}/check", {"tables": [correction]})
    assert (refused.status, refused.fields) == (422, [field])
    assert imports("GET", "/corrections").body["items"] == []
    assert imports("GET", f"/{import_id}").body["state"] == "checked"


def test_a_check_shows_only_its_own_tables_and_refused_rows() -> None:
    text = "No Anggota;Nama;Mulai;Tgl Daftar\n1;Siti;15/01/2020;kemarin\n"
    import_id = checked({"a.csv": text.encode()})
    assert len(imports("GET", f"/{import_id}/refused").body["items"]) == 1
    check(import_id, {"table": 1, "columns": {"Mulai": "joined_on", "Tgl Daftar": None}})
    assert imports("GET", f"/{import_id}/refused").body["items"] == []
    assert counts_of(import_id) == {"members": {"new": 1}}


def test_the_same_table_twice_is_refused() -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    one = {"table": 1, "columns": {"Mulai": "joined_on"}}
    answer = imports("POST", f"/{import_id}/check", {"tables": [one, one]})
    assert (answer.status, answer.fields) == (422, ["tables"])


def test_a_row_number_of_thousands_of_digits_is_refused() -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    for number in ("9" * 2000, "9" * 5000, "0", "-1"):
        answer = imports("POST", f"/{import_id}/decisions", {"rows": {number: "new"}})
        assert answer.status == 422
