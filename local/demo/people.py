"""The members of the demo's cooperative: deterministic, relative to today."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from .addresses import AREA_CODES, DISTRICTS, OFFICES, PROVINCE, District, random_street
from .names import BIRTHPLACES, random_name

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
SHARE_WITHOUT_MOBILE = 0.07


@dataclass(frozen=True, slots=True)
class Person:
    """The plan of a member.

    `phones` are (number as typed, label), `address` is as the API takes it, `consents` are granted
    or withdrawn by channel. `recorded_since` is the day on which this system took over the member's
    money: an older balance is brought forward then.
    """

    number: int
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
    recorded_since: date

    @property
    def member_no(self) -> str:
        return f"KSB-{self.number:05}"


def members(today: date, count: int = MEMBERS) -> list[Person]:
    """The members as of a day, always the same; some are married and share address and phone."""
    rng = seeded_random("members")
    people: list[Person] = []
    names: set[str] = set()
    joined = sorted(_joined(rng, today) for _ in range(count))
    for number, joined_on in enumerate(joined, start=1):
        person = _person(rng, number, joined_on, today)
        while person.name in names:
            person = _person(rng, number, joined_on, today)
        spouse = people[-1] if people else person
        if number % 9 == 0 and spouse.phones and spouse.gender != person.gender:
            phones = (*spouse.phones[:1], *person.phones[:1])
            person = replace(person, office=spouse.office, address=spouse.address, phones=phones)
        names.add(person.name)
        people.append(person)
    return people


def seeded_random(*about: str) -> Random:
    """A random generator that is the same at every load, one for each subject (`about`)."""
    return Random("/".join((SEED, *about)))  # noqa: S311 (a demo has no secrets)


def _joined(rng: Random, today: date) -> date:
    """A joining date within ten years, more often lately, never on a Sunday."""
    day = today - timedelta(days=21 + int(3630 * rng.random() ** 1.4))
    return day - timedelta(days=1) if day.isoweekday() == 7 else day


def _person(rng: Random, number: int, joined_on: date, today: date) -> Person:
    gender = "P" if rng.random() < 0.55 else "L"
    name, origin = random_name(rng, gender)
    office = rng.choices(list(OFFICES), (5, 3, 2))[0]
    district = rng.choice(DISTRICTS[office])
    birth_date = joined_on - timedelta(days=int(rng.triangular(19, 66, 36) * 365.25))
    code = BIRTHPLACES.get(origin, district.code)
    return Person(
        number=number,
        name=name,
        gender=gender,
        birth_date=birth_date,
        nik=_nik(code, birth_date, gender, number) if rng.random() < 0.94 else None,
        joined_on=joined_on,
        status=_status(rng, joined_on, today),
        office=office,
        occupation=_occupation(rng, gender, (today - birth_date).days // 365),
        phones=_phones(rng, number, office),
        email=_email(name, number) if rng.random() < 0.3 else None,
        address=_address(rng, district),
        consents=_consents(rng),
        recorded_since=max(joined_on, today - timedelta(days=rng.randint(12, 18) * 30)),
    )


def _occupation(rng: Random, gender: str, age: int) -> str | None:
    if age >= 60 and rng.random() < 0.4:
        return "Pensiunan"
    return rng.choice(_OCCUPATIONS[gender]) if rng.random() < 0.92 else None


def _nik(code: str, birth_date: date, gender: str, number: int) -> str:
    day = birth_date.day + (40 if gender == "P" else 0)
    return f"{code}{day:02}{birth_date:%m%y}{number:04}"


def _status(rng: Random, joined_on: date, today: date) -> str:
    if (today - joined_on).days < 400:
        return "active"
    return rng.choices(("active", "inactive", "left", "deceased"), (86, 7, 4, 3))[0]


def _phones(rng: Random, number: int, office: str) -> tuple[tuple[str, str], ...]:
    """Mobile numbers with 0000, which nobody is known to have: a demo must not reach strangers."""
    numbers: list[tuple[str, str]] = []
    if rng.random() > SHARE_WITHOUT_MOBILE:
        prefix = rng.choice(_MOBILE_PREFIXES)
        lead = rng.choice(("0", "62", "+62 "))
        numbers.append((f"{lead}{prefix} 0000 {number * 29 % 10000:04}", "HP"))
    if rng.random() < 0.08:
        numbers.append((f"({AREA_CODES[office]}) 5550{number % 1000:03}", "rumah"))
    return tuple(numbers)


def _email(name: str, number: int) -> str:
    words = "".join(c for c in name.lower() if c.isalpha() or c == " ").split()
    return f"{'.'.join(words[-2:])}{number}@example.com"


def _address(rng: Random, district: District) -> dict[str, str]:
    village, postal_code = rng.choice(district.villages)
    return {
        "label": "rumah",
        "street": random_street(rng),
        "rt": str(rng.randint(1, 12)),
        "rw": str(rng.randint(1, 18)),
        "village": village,
        "district": district.name,
        "regency": district.regency,
        "province": PROVINCE,
        "postal_code": postal_code,
    }


def _consents(rng: Random) -> dict[str, bool]:
    draw = rng.random()
    return next((consents for limit, consents in _CONSENTS if draw < limit), {})
