"""The members of the demo's cooperative: deterministic, relative to today."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from .names import BIRTHPLACES, a_name
from .places import AREA_CODES, DISTRICTS, OFFICES, PROVINCE, District, a_street

MEMBERS = 300
SEED = "KSP Sejahtera Bersama"

_OCCUPATIONS = {
    "L": ("Pedagang", "Petani", "Buruh harian", "Sopir", "Wiraswasta", "Karyawan swasta", "PNS",
          "Guru", "Tukang bangunan", "Ojek daring", "Montir", "Peternak"),
    "P": ("Ibu rumah tangga", "Pedagang", "Penjahit", "Guru", "Bidan", "Warung makan", "PNS",
          "Karyawan swasta", "Perajin", "Petani", "Wiraswasta"),
}  # fmt: skip
_MOBILE_PREFIXES = ("811", "812", "813", "821", "822", "823", "852", "853", "855", "856", "857",
                    "858", "877", "878", "881", "895", "896", "897")  # fmt: skip
_CONSENTS: tuple[tuple[float, dict[str, bool]], ...] = (
    (0.45, {"whatsapp": True}),
    (0.60, {"whatsapp": True, "phone": True, "email": True, "letter": True}),
    (0.68, {"whatsapp": False}),
    (0.73, {"whatsapp": True, "letter": False}),
)
NO_MOBILE = 0.07


@dataclass(frozen=True, slots=True)
class Person:
    """A member to be: numbers as typed, an address as the API takes it, consents by channel."""

    place: int
    name: str
    gender: str
    birth_date: date
    nik: str | None
    joined_on: date
    status: str
    office: str
    occupation: str | None
    phones: tuple[tuple[str, str], ...]
    email: str | None
    address: dict[str, str]
    consents: dict[str, bool]
    since: date
    """From when on this book has the member's money: an older balance is brought forward."""

    @property
    def member_no(self) -> str:
        return f"KSB-{self.place:05}"


def members(today: date, count: int = MEMBERS) -> list[Person]:
    """The same members for the same day; some are married and share an address and a phone."""
    chance = chances("members")
    people: list[Person] = []
    names: set[str] = set()
    joined = sorted(_joined(chance, today) for _ in range(count))
    for place, joined_on in enumerate(joined, start=1):
        person = _person(chance, place, joined_on, today)
        while person.name in names:
            person = _person(chance, place, joined_on, today)
        spouse = people[-1] if people else person
        if place % 9 == 0 and spouse.phones and spouse.gender != person.gender:
            phones = (*spouse.phones[:1], *person.phones[:1])
            person = replace(person, office=spouse.office, address=spouse.address, phones=phones)
        names.add(person.name)
        people.append(person)
    return people


def chances(*about: str) -> Random:
    """The same chances at every load, for what they are about."""
    return Random("/".join((SEED, *about)))  # noqa: S311 (a demo has no secrets)


def _joined(chance: Random, today: date) -> date:
    """Over ten years, more of them lately; never on a Sunday."""
    day = today - timedelta(days=21 + int(3630 * chance.random() ** 1.4))
    return day - timedelta(days=1) if day.isoweekday() == 7 else day


def _person(chance: Random, place: int, joined_on: date, today: date) -> Person:
    gender = "P" if chance.random() < 0.55 else "L"
    name, origin = a_name(chance, gender)
    office = chance.choices(list(OFFICES), (5, 3, 2))[0]
    district = chance.choice(DISTRICTS[office])
    birth_date = joined_on - timedelta(days=int(chance.triangular(19, 66, 36) * 365.25))
    code = BIRTHPLACES.get(origin, district.code)
    return Person(
        place=place,
        name=name,
        gender=gender,
        birth_date=birth_date,
        nik=_nik(code, birth_date, gender, place) if chance.random() < 0.94 else None,
        joined_on=joined_on,
        status=_status(chance, joined_on, today),
        office=office,
        occupation=_occupation(chance, gender, (today - birth_date).days // 365),
        phones=_phones(chance, place, office),
        email=_email(name, place) if chance.random() < 0.3 else None,
        address=_address(chance, district),
        consents=_consents(chance),
        since=max(joined_on, today - timedelta(days=chance.randint(12, 18) * 30)),
    )


def _occupation(chance: Random, gender: str, age: int) -> str | None:
    if age >= 60 and chance.random() < 0.4:
        return "Pensiunan"
    return chance.choice(_OCCUPATIONS[gender]) if chance.random() < 0.92 else None


def _nik(code: str, birth_date: date, gender: str, place: int) -> str:
    day = birth_date.day + (40 if gender == "P" else 0)
    return f"{code}{day:02}{birth_date:%m%y}{place:04}"


def _status(chance: Random, joined_on: date, today: date) -> str:
    if (today - joined_on).days < 400:
        return "active"
    return chance.choices(("active", "inactive", "left", "deceased"), (86, 7, 4, 3))[0]


def _phones(chance: Random, place: int, office: str) -> tuple[tuple[str, str], ...]:
    """Numbers of the block 0000, which nobody was seen to have: a demo must not reach strangers."""
    numbers: list[tuple[str, str]] = []
    if chance.random() > NO_MOBILE:
        prefix = chance.choice(_MOBILE_PREFIXES)
        lead = chance.choice(("0", "62", "+62 "))
        numbers.append((f"{lead}{prefix} 0000 {place * 29 % 10000:04}", "HP"))
    if chance.random() < 0.08:
        numbers.append((f"({AREA_CODES[office]}) 5550{place % 1000:03}", "rumah"))
    return tuple(numbers)


def _email(name: str, place: int) -> str:
    words = "".join(c for c in name.lower() if c.isalpha() or c == " ").split()
    return f"{'.'.join(words[-2:])}{place}@example.com"


def _address(chance: Random, district: District) -> dict[str, str]:
    village, postal_code = chance.choice(district.villages)
    return {
        "label": "rumah",
        "street": a_street(chance),
        "rt": str(chance.randint(1, 12)),
        "rw": str(chance.randint(1, 18)),
        "village": village,
        "district": district.name,
        "regency": district.regency,
        "province": PROVINCE,
        "postal_code": postal_code,
    }


def _consents(chance: Random) -> dict[str, bool]:
    draw = chance.random()
    return next((said for limit, said in _CONSENTS if draw < limit), {})
