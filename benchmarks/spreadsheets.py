"""The CSV files of a cooperative of any size, the same at every run: what an import is measured on.

As the sample has them: semicolons, a byte order mark, dd/mm/yyyy, `Rp 1.250.000,00`. A member has
three accounts (pokok, wajib, and sukarela or financing) and ten entries.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

ACCOUNTS, ENTRIES = 3, 10
ROWS = 1 + ACCOUNTS + ENTRIES
"""Rows a member."""

_FIRST = date(2020, 1, 6)
_FIRSTS = ("Budi", "Siti", "Agus", "Dewi", "Muhammad", "Sri", "Wayan", "Ahmad", "Nur", "Abdul")
_MIDDLES = ("", "Hadi", "Nurul", "Adi", "Eka", "Rizki", "Ayu")
_LASTS = ("Santoso", "Rahmawati", "Wijaya", "Lestari", "Hidayat", "Siregar", "Permata", "Saputra")
_PLACES = (
    ("Sukamaju", "Tarik", "Kabupaten Sidoarjo", "61265", "351501"),
    ("Tegallega", "Bogor Selatan", "Kota Bogor", "16132", "327101"),
    ("Sumerta", "Denpasar Timur", "Kota Denpasar", "80235", "517102"),
)
_HEADINGS = {
    "anggota.csv": "No Anggota;Nama Lengkap;NIK;L/P;Tgl Lahir;Tgl Masuk;Alamat;RT/RW;Kelurahan;"
    "Kecamatan;Kota/Kab;Kode Pos;No HP;Status",
    "simpanan.csv": "No Rekening;No Anggota;Jenis Simpanan;Tgl Buka",
    "pembiayaan.csv": "No Rekening;No Anggota;Produk;Plafon;Jasa % per tahun;Metode;Jangka (bulan);"
    "Tgl Cair;Tgl Angsuran 1",
    "transaksi.csv": "No Rekening;Tanggal Transaksi;Jenis Transaksi;Jumlah;Keterangan;No Bukti",
}
NAMES = tuple(_HEADINGS)


def write(folder: Path, members: int, first: int = 0) -> list[Path]:
    """The four files, with 14 rows a member; `first` is the number of the first member."""
    numbers = range(first, first + members)
    rows = {
        "anggota.csv": map(_member, numbers),
        "simpanan.csv": _lines(_savings, numbers),
        "pembiayaan.csv": _lines(_financing, numbers),
        "transaksi.csv": _lines(_entries, numbers),
    }
    for name, lines in rows.items():
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            file.write(f"{_HEADINGS[name]}\r\n")
            file.writelines(f"{line}\r\n" for line in lines)
    return [folder / name for name in NAMES]


def _lines(of: Callable[[int], Iterator[str]], numbers: Iterable[int]) -> Iterator[str]:
    for number in numbers:
        yield from of(number)


def _joined(number: int) -> date:
    return _FIRST + timedelta(days=number * 7 % 1800)


def _member(number: int) -> str:
    chance = Random(number)
    village, district, regency, postal_code, area = _PLACES[number % len(_PLACES)]
    born = date(1950, 1, 1) + timedelta(days=number * 7919 % 19_000)
    woman = chance.random() < 0.5
    nik = f"{area}{born.day + 40 * woman:02}{born:%m%y}{number % 10_000:04}"
    name = " ".join(filter(None, map(chance.choice, (_FIRSTS, _MIDDLES, _LASTS))))
    return (
        f"{_number(number)};{name};{nik};{'P' if woman else 'L'};{_day(born)};"
        f"{_day(_joined(number))};Jl. Melati No. {number % 90 + 1};{number % 9 + 1:03}/002;"
        f"{village};{district};{regency};{postal_code};0812{number:08};Aktif"
    )


def _savings(number: int) -> Iterator[str]:
    products = [("SP", "Simpanan Pokok"), ("SW", "Simpanan Wajib")]
    if not _borrows(number):
        products.append(("SS", "Simpanan Sukarela"))
    for prefix, product in products:
        yield f"{prefix}{number:06};{_number(number)};{product};{_day(_joined(number))}"


def _financing(number: int) -> Iterator[str]:
    if _borrows(number):
        opened, first = _joined(number), _joined(number) + timedelta(days=31)
        yield (
            f"PB{number:06};{_number(number)};Murabahah Multiguna;Rp 12.000.000,00;12,00;flat;24;"
            f"{_day(opened)};{_day(first)}"
        )


def _entries(number: int) -> Iterator[str]:
    third = ("PB", "angsuran", "620.000") if _borrows(number) else ("SS", "setor", "250.000")
    moves = [("SP", "setor", "100.000"), *[("SW", "setor", "50.000")] * 5, *[third] * 4]
    for index, (prefix, kind, amount) in enumerate(moves):
        day = _joined(number) + timedelta(days=30 * index)
        document = f"K{number * ENTRIES + index:07}"
        yield f"{prefix}{number:06};{_day(day)};{kind};Rp {amount},00;Lewat teller;{document}"


def _borrows(number: int) -> bool:
    return number % 4 == 0


def _number(number: int) -> str:
    return f"{_joined(number):%y%m}.{number:06}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
