"""Addresses of the demo: the districts around its three offices, and streets."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class District:
    """A district (kecamatan). `code`: the first 6 digits of the NIK of people born there;
    `villages`: (name, postal code)."""

    code: str
    name: str
    regency: str
    villages: tuple[tuple[str, str], ...]


def _district(code: str, name: str, regency: str, villages: str) -> District:
    pairs = (village.rsplit(" ", 1) for village in villages.split(", "))
    return District(code, name, regency, tuple((pair[0], pair[1]) for pair in pairs))


_BANDUNG, _GARUT, _SUMEDANG = "Kota Bandung", "Kabupaten Garut", "Kabupaten Sumedang"
PROVINCE = "Jawa Barat"

OFFICES = {
    "BDG": "Kantor Pusat Bandung",
    "GRT": "Cabang Garut",
    "SMD": "Cabang Sumedang",
}
AREA_CODES = {"BDG": "022", "GRT": "0262", "SMD": "0261"}
DISTRICTS: dict[str, tuple[District, ...]] = {
    "BDG": (
        _district("327302", "Coblong", _BANDUNG,
                  "Dago 40135, Lebak Gede 40132, Sekeloa 40134, Sadang Serang 40133"),
        _district("327307", "Sukajadi", _BANDUNG,
                  "Pasteur 40161, Sukabungah 40162, Cipedes 40162, Sukagalih 40163"),
        _district("327313", "Lengkong", _BANDUNG,
                  "Cijagra 40265, Turangga 40264, Malabar 40262, Burangrang 40262"),
        _district("327316", "Kiaracondong", _BANDUNG,
                  "Sukapura 40285, Babakan Sari 40283, Cicaheum 40282, Kebon Kangkung 40284"),
        _district("327320", "Antapani", _BANDUNG,
                  "Antapani Kidul 40291, Antapani Tengah 40291, Antapani Wetan 40291"),
        _district("327322", "Buahbatu", _BANDUNG,
                  "Margasari 40286, Sekejati 40286, Cijawura 40287, Jatisari 40286"),
    ),
    "GRT": (
        _district("320501", "Garut Kota", _GARUT,
                  "Pakuwon 44117, Kota Kulon 44112, Regol 44114, Sukamentri 44116"),
        _district("320505", "Tarogong Kaler", _GARUT,
                  "Pananjung 44151, Langensari 44151, Rancabango 44151"),
        _district("320506", "Tarogong Kidul", _GARUT,
                  "Jayawaras 44151, Sukagalih 44151, Haurpanggung 44151"),
        _district("320503", "Karangpawitan", _GARUT,
                  "Suci 44182, Lengkongjaya 44182, Karangmulya 44182"),
    ),
    "SMD": (
        _district("321117", "Sumedang Selatan", _SUMEDANG,
                  "Regol Wetan 45311, Kotakulon 45311, Cipameungpeuk 45315"),
        _district("321118", "Sumedang Utara", _SUMEDANG,
                  "Situ 45323, Talun 45321, Kotakaler 45322, Padasuka 45323"),
        _district("321111", "Jatinangor", _SUMEDANG,
                  "Cikeruh 45363, Hegarmanah 45363, Sayang 45363, Cibeusi 45363"),
        _district("321109", "Tanjungsari", _SUMEDANG,
                  "Jatisari 45362, Gudang 45362, Margaluyu 45362"),
    ),
}  # fmt: skip

_STREETS = (
    "Jl. Merdeka", "Jl. Ahmad Yani", "Jl. Gatot Subroto", "Jl. Cikutra", "Jl. Terusan Buahbatu",
    "Jl. Raya Samarang", "Jl. Pahlawan", "Jl. Otto Iskandardinata", "Jl. Dewi Sartika",
    "Jl. Pembangunan", "Jl. Cimanuk", "Jl. Mayor Abdurrahman", "Jl. Prabu Geusan Ulun",
    "Gg. H. Syafe'i", "Gg. Mesjid", "Gg. Sukarela II", "Jl. Kebon Jati", "Jl. Pasar Baru",
)  # fmt: skip
_HAMLETS = (
    "Cikole",
    "Babakan",
    "Sukamaju",
    "Cibeureum",
    "Pasir Huni",
    "Ciseureuh",
    "Warung Muncang",
)
_ESTATES = ("Griya Asri", "Permata Biru", "Bumi Panyileukan", "Taman Cibiru Indah", "Puri Melati")


def random_street(rng: Random) -> str:
    """A street with its number, a hamlet (kampung), or a house in an estate."""
    kind = rng.random()
    if kind < 0.65:
        return f"{rng.choice(_STREETS)} No. {rng.randint(1, 240)}"
    if kind < 0.85:
        return f"Kp. {rng.choice(_HAMLETS)}"
    block = f"{rng.choice('ABCDEFGH')}{rng.randint(1, 9)}"
    return f"Perum. {rng.choice(_ESTATES)} Blok {block} No. {rng.randint(1, 40)}"
