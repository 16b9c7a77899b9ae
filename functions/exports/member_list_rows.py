"""The lines of an export: CSV as spreadsheets read it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from interchange import spreadsheet
from shared.kernel.messages import Language
from shared.records.search_index.entries import ListRow

Column = Literal["member_no", "name", "status", "office", "joined_on", "phone", "nik"]

_HEADINGS: Mapping[Column, tuple[str, str]] = {
    "member_no": ("No. anggota", "Member no."),
    "name": ("Nama", "Name"),
    "status": ("Status", "Status"),
    "office": ("Kantor", "Office"),
    "joined_on": ("Bergabung", "Joined"),
    "phone": ("Telepon", "Phone"),
    "nik": ("NIK", "NIK"),
}
_STATUSES = {
    "active": ("Aktif", "Active"),
    "inactive": ("Tidak aktif", "Inactive"),
    "left": ("Keluar", "Left"),
    "deceased": ("Meninggal", "Deceased"),
}


def heading(columns: Sequence[Column], language: Language) -> str:
    """The first line."""
    return spreadsheet.lines([[_HEADINGS[column][_place(language)] for column in columns]])


def lines(
    rows: Iterable[ListRow],
    columns: Sequence[Column],
    language: Language,
    offices: Mapping[str, str],
) -> str:
    """A line for each row; `offices` are names by code. The NIK is masked, as in every list."""
    return spreadsheet.lines(
        [_text(row, column, language, offices) for column in columns] for row in rows
    )


def _text(row: ListRow, column: Column, language: Language, offices: Mapping[str, str]) -> str:
    match column:
        case "status":
            return _STATUSES[row["status"]][_place(language)]
        case "office":
            return offices.get(row["office"] or "", row["office"] or "")
        case "phone":
            return _phone(row["phone"] or "")
        case "nik":
            return row["nik_masked"] or ""
        case _:
            return row[column]


def _phone(e164: str) -> str:
    """As it is dialled here: a spreadsheet takes a plus for a formula and drops a zero."""
    national = e164.removeprefix("+62")
    if national == e164:
        return e164
    return "-".join(filter(None, (f"0{national[:3]}", national[3:7], national[7:])))


def _place(language: Language) -> int:
    return 0 if language == "id" else 1
