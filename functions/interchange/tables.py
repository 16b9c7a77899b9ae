"""The tables of the file format: their order, files, sheets and columns. Pure.

What an export writes of all but the tables for the record, an import takes in again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from . import account_columns as account
from . import member_columns as member
from .columns import Column

ImportKind = Literal[
    "members",
    "contacts",
    "consents",
    "savings",
    "financing",
    "installments",
    "pauses",
    "transactions",
]
"""What the rows of an imported table are."""
RecordTable = Literal["timeline", "follow_ups"]
TableName = Literal[ImportKind, RecordTable]

IMPORT_KINDS: tuple[ImportKind, ...] = get_args(ImportKind)
"""In the order in which they must be imported: each refers to those before it."""

ACCOUNT_KINDS: tuple[ImportKind, ...] = ("savings", "financing")

FOR_THE_RECORD: frozenset[TableName] = frozenset(get_args(RecordTable))
"""Tables that are exported and never imported."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `file` and `sheet` name it in an export, `about` says in its README what it is.

    `all_columns` are those that an import knows or an export writes.
    """

    name: TableName
    file: str
    sheet: str
    all_columns: tuple[Column, ...]
    about: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that an export writes, in its order."""
        return tuple(column for column in self.all_columns if column.exported)

    @property
    def titles(self) -> list[str]:
        """The headings that an export writes."""
        return [column.title for column in self.columns]


TABLES: tuple[Table, ...] = (
    Table(
        "members",
        "anggota.csv",
        "Anggota",
        member.MEMBERS,
        "anggota; kolom Kantor berisi kode",
    ),
    Table(
        "contacts",
        "kontak.csv",
        "Kontak",
        member.CONTACTS,
        "telepon, surel dan alamat anggota",
    ),
    Table(
        "consents",
        "persetujuan.csv",
        "Persetujuan",
        member.CONSENTS,
        "persetujuan dihubungi (UU PDP)",
    ),
    Table("savings", "simpanan.csv", "Simpanan", account.SAVINGS, "rekening simpanan"),
    Table(
        "financing",
        "pembiayaan.csv",
        "Pembiayaan",
        account.FINANCING,
        "rekening pembiayaan",
    ),
    Table("installments", "angsuran.csv", "Angsuran", account.INSTALLMENTS, "jadwal angsuran"),
    Table(
        "pauses",
        "penundaan.csv",
        "Penundaan",
        account.PAUSES,
        "penundaan hitungan tunggakan",
    ),
    Table(
        "transactions",
        "transaksi.csv",
        "Transaksi",
        account.TRANSACTIONS,
        "buku besar semua rekening; saldo dan tunggakan mengikuti dari sini",
    ),
    Table(
        "timeline",
        "riwayat.csv",
        "Riwayat",
        member.TIMELINE,
        "riwayat kontak (tidak diimpor lagi)",
    ),
    Table(
        "follow_ups",
        "tindak-lanjut.csv",
        "Tindak lanjut",
        account.FOLLOW_UPS,
        "upaya penagihan dan janji bayar (tidak diimpor lagi)",
    ),
)
"""In the order in which an export writes them."""

_BY_NAME = {table.name: table for table in TABLES}
_FIELD_COLUMNS: dict[ImportKind, dict[str, Column]] = {
    kind: {column.field: column for column in _BY_NAME[kind].all_columns if column.field}
    for kind in IMPORT_KINDS
}
FIELDS: Mapping[ImportKind, Mapping[str, str]] = {
    kind: {heading: field for field, column in known.items() for heading in column.headings}
    for kind, known in _FIELD_COLUMNS.items()
}
"""The field that each folded heading stands for, by kind of table."""

REQUIRED: Mapping[ImportKind, frozenset[str]] = {
    kind: frozenset(field for field, column in known.items() if column.required)
    for kind, known in _FIELD_COLUMNS.items()
}
"""The fields without whose columns a table cannot be imported."""

PERSONAL_FIELDS: frozenset[str] = frozenset(
    field for known in _FIELD_COLUMNS.values() for field, column in known.items() if column.personal
)
"""Fields whose values are shown masked."""


def fields_of(kind: ImportKind) -> tuple[str, ...]:
    """What a table of a kind can hold, in the order in which templates show it."""
    return tuple(_FIELD_COLUMNS[kind])


def column_of(kind: ImportKind, field: str) -> Column:
    """The column of a field; KeyError for a field that tables of this kind do not have."""
    return _FIELD_COLUMNS[kind][field]


_TITLES_FOR_THE_RECORD = {tuple(table.titles) for table in TABLES if table.name in FOR_THE_RECORD}


def is_for_the_record(titles: Sequence[str]) -> bool:
    """Whether these head a table that an export writes and no import reads."""
    return tuple(titles) in _TITLES_FOR_THE_RECORD


_README = """Seluruh data {cooperative} dari Sapa, {made_at} (UTC)

Berkas ini berisi data pribadi anggota, termasuk NIK dan nomor telepon. Simpan di tempat yang
aman dan hapus bila tidak diperlukan lagi (UU 27/2022 tentang Pelindungan Data Pribadi).

{files}
pengaturan.json      nama, zona waktu, kantor, aturan dan isi pengingat (tidak diimpor lagi)

CSV: UTF-8, pemisah titik koma. Uang dalam rupiah bulat, tanggal TTTT-BB-HH, waktu UTC.
Sel yang diawali = + - @ diberi tanda ' di depannya, agar tidak menjadi rumus.
Pembatalan ada di transaksi.csv bersama transaksi yang dibatalkannya (Membatalkan ID).
ZIP atau XLSX ini dapat diimpor kembali ke Sapa yang kosong, lewat menu Impor data.
"""


def readme(cooperative: str, made_at: str) -> str:
    """What the archive of an export holds, for whoever opens it; lines end as in Windows."""
    files = "\n".join(f"{table.file:20} {table.about}" for table in TABLES)
    text = _README.format(cooperative=cooperative, made_at=made_at, files=files)
    return text.replace("\n", "\r\n")
