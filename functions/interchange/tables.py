"""The tables of an export of everything: their names and columns. Pure.

All up to `transactions` are headed as the import knows them (rules.py), so that what comes out can
go in again; the others are for the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Name = Literal[
    "members",
    "contacts",
    "consents",
    "savings",
    "financing",
    "installments",
    "pauses",
    "transactions",
    "timeline",
    "follow_ups",
]
FOR_THE_RECORD: frozenset[Name] = frozenset({"timeline", "follow_ups"})
Kind = Literal["text", "day", "number", "rate"]
Value = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how it is headed, and what its cells are. Money is whole rupiah, a rate percent."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the name of its file and sheet, its columns, and what the README says of it."""

    name: Name
    file: str
    sheet: str
    columns: tuple[Column, ...]
    about: str

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]


def _columns(text: Sequence[str], **kinds: Sequence[str]) -> tuple[Column, ...]:
    """Columns in the order of `text`; those that a kind names are of it."""
    kind_of = {title: kind for kind, titles in kinds.items() for title in titles}
    return tuple(Column(title, kind_of.get(title, "text")) for title in text)  # type: ignore[arg-type]


_MEMBERS = _columns(
    (
        "No. Anggota", "Nama Lengkap", "NIK", "L/P", "Tgl Lahir", "Tgl Masuk", "Status", "Kantor",
        "Pekerjaan",
    ),
    day=("Tgl Lahir", "Tgl Masuk"),
)  # fmt: skip
_CONTACTS = _columns(
    (
        "No. Anggota", "Jenis Kontak", "Kontak", "Label", "Utama", "RT", "RW", "Kelurahan",
        "Kecamatan", "Kota/Kabupaten", "Provinsi", "Kode Pos",
    ),
)  # fmt: skip
_CONSENTS = _columns(
    ("No. Anggota", "Saluran", "Persetujuan", "Waktu", "Dicatat oleh", "Sumber", "Catatan")
)
_SAVINGS = _columns(
    (
        "No. Rekening", "No. Anggota", "Jenis Simpanan", "Tgl Buka", "Setoran Bulanan",
        "Tgl Setoran", "Jangka (bulan)", "Jatuh Tempo", "Tgl Tutup", "Alasan Tutup",
    ),
    day=("Tgl Buka", "Jatuh Tempo", "Tgl Tutup"),
    number=("Setoran Bulanan", "Tgl Setoran", "Jangka (bulan)"),
)  # fmt: skip
_FINANCING = _columns(
    (
        "No. Rekening", "No. Anggota", "Produk", "Plafon", "Jasa % per Tahun", "Metode",
        "Jangka (bulan)", "Tgl Cair", "Tgl Angsuran 1", "Masa Tenggang (hari)", "Tgl Tutup",
        "Alasan Tutup",
    ),
    day=("Tgl Cair", "Tgl Angsuran 1", "Tgl Tutup"),
    number=("Plafon", "Jangka (bulan)", "Masa Tenggang (hari)"),
    rate=("Jasa % per Tahun",),
)  # fmt: skip
_INSTALLMENTS = _columns(
    ("No. Rekening", "Angsuran ke", "Jatuh Tempo", "Pokok", "Jasa"),
    day=("Jatuh Tempo",),
    number=("Angsuran ke", "Pokok", "Jasa"),
)
_PAUSES = _columns(
    ("No. Rekening", "Mulai Penundaan", "Selesai Penundaan"),
    day=("Mulai Penundaan", "Selesai Penundaan"),
)
_TRANSACTIONS = _columns(
    (
        "No. Rekening", "Tgl Transaksi", "Jenis Transaksi", "Jumlah", "Keterangan", "No. Bukti",
        "ID Transaksi", "Membatalkan ID", "Waktu Catat", "Petugas",
    ),
    day=("Tgl Transaksi",),
    number=("Jumlah",),
)  # fmt: skip
_TIMELINE = _columns(
    (
        "Anggota", "Waktu Kontak", "Lewat", "Arah", "Macam", "Isi", "Petugas", "Rekening Terkait",
    )
)  # fmt: skip
_FOLLOW_UPS = _columns(
    (
        "Rekening Terkait", "Waktu Kontak", "Macam", "Lewat", "Hasil", "Jumlah Janji", "Tgl Janji",
        "Isi", "Petugas",
    ),
    day=("Tgl Janji",),
    number=("Jumlah Janji",),
)  # fmt: skip

TABLES: tuple[Table, ...] = (
    Table("members", "anggota.csv", "Anggota", _MEMBERS, "anggota; kolom Kantor berisi kode"),
    Table("contacts", "kontak.csv", "Kontak", _CONTACTS, "telepon, surel dan alamat anggota"),
    Table(
        "consents", "persetujuan.csv", "Persetujuan", _CONSENTS, "persetujuan dihubungi (UU PDP)"
    ),
    Table("savings", "simpanan.csv", "Simpanan", _SAVINGS, "rekening simpanan"),
    Table("financing", "pembiayaan.csv", "Pembiayaan", _FINANCING, "rekening pembiayaan"),
    Table("installments", "angsuran.csv", "Angsuran", _INSTALLMENTS, "jadwal angsuran"),
    Table("pauses", "penundaan.csv", "Penundaan", _PAUSES, "penundaan hitungan tunggakan"),
    Table(
        "transactions",
        "transaksi.csv",
        "Transaksi",
        _TRANSACTIONS,
        "buku besar semua rekening; saldo dan tunggakan mengikuti dari sini",
    ),
    Table("timeline", "riwayat.csv", "Riwayat", _TIMELINE, "riwayat kontak (tidak diimpor lagi)"),
    Table(
        "follow_ups",
        "tindak-lanjut.csv",
        "Tindak lanjut",
        _FOLLOW_UPS,
        "upaya penagihan dan janji bayar (tidak diimpor lagi)",
    ),
)


_FOR_THE_RECORD = {tuple(table.titles) for table in TABLES if table.name in FOR_THE_RECORD}


def is_for_the_record(titles: Sequence[str]) -> bool:
    """Whether this heads a table that is not taken in again."""
    return tuple(titles) in _FOR_THE_RECORD


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
    """What the archive holds, for whoever opens it."""
    files = "\n".join(f"{table.file:20} {table.about}" for table in TABLES)
    text = _README.format(cooperative=cooperative, made_at=made_at, files=files)
    return text.replace("\n", "\r\n")
