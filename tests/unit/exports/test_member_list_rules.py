from exports.member_list_rows import Column, heading, lines
from shared.records.search_index.entries import ListRow

SITI = ListRow(
    member_id="01J",
    member_no="2001.00001",
    name='Siti "Ani", Hj.',
    status="active",
    office="PST",
    joined_on="2020-01-15",
    phone="+6281234567890",
    nik_masked="••••••••••••••19",
)
ALL: tuple[Column, ...] = ("member_no", "name", "status", "office", "joined_on", "phone", "nik")


def test_a_member_is_one_line_in_the_readers_words() -> None:
    assert heading(("name", "joined_on"), "id") == "Nama,Bergabung\r\n"
    assert heading(("name", "joined_on"), "en") == "Name,Joined\r\n"
    assert lines([SITI], ALL, "id", {"PST": "Kantor Pusat"}) == (
        '2001.00001,"Siti ""Ani"", Hj.",Aktif,Kantor Pusat,2020-01-15,'
        "0812-3456-7890,••••••••••••••19\r\n"
    )


def test_what_a_spreadsheet_takes_for_a_formula_is_defused() -> None:
    for name in ("=1+1", "@sum", "-2", "+3"):
        assert lines([{**SITI, "name": name}], ("name",), "id", {}) == f"'{name}\r\n"


def test_a_foreign_phone_keeps_its_plus_and_nothing_is_an_empty_cell() -> None:
    assert lines([{**SITI, "phone": "+6591234567"}], ("phone",), "id", {}) == "'+6591234567\r\n"
    assert lines([{**SITI, "phone": None, "office": None}], ("phone", "office"), "id", {}) == (
        ",\r\n"
    )
