"""What the small cooperative of the fixture puts into Sapa, only by the API, on three days.

All names, numbers and addresses are made up: there is no province 99 for a NIK to begin with, and
the phone numbers are all of one block of thousand.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from .program import PASSWORD, Program

Body = dict[str, Any]

OFFICES = [{"code": "PST", "name": "Kantor Pusat"}, {"code": "CBG", "name": "Cabang Utara"}]
SETTINGS: Body = {
    "name": "Koperasi Uji Sapa",
    "logo": None,
    "zone": "Asia/Jakarta",
    "offices": OFFICES,
    "collectability": "ojk",
    "ageing_buckets": [0, 30, 60, 90, 120, 180],
    "mandatory_savings": {"monthly_amount": 50_000, "due_day": 10},
}
HISTORY = [{"from": None, "profile": "ojk"}, {"from": "2026-09-01", "profile": "cooperative"}]
USERS: list[Body] = [
    {"username": "manajer", "name": "Manajer Uji", "role": "manager"},
    {"username": "petugas", "name": "Petugas Uji", "role": "officer"},
    {"username": "lapangan", "name": "Petugas Cabang", "role": "officer", "offices": ["CBG"]},
    {"username": "pengamat", "name": "Pengamat Uji", "role": "viewer"},
    {"username": "mantan", "name": "Mantan Petugas", "role": "officer"},
]
CLIENTS: list[Body] = [
    {"name": "sistem inti", "scopes": ["imports:feed"]},
    {"name": "situs cabang", "scopes": ["members:read", "accounts:read"], "offices": ["CBG"]},
]

PEOPLE: dict[str, Body] = {
    "ridwan": {
        "name": "Muhammad Ridwan",
        "member_no": "A-0001",
        "nik": "9901012711800001",
        "birth_date": "1980-11-27",
        "gender": "L",
        "office": "PST",
        "occupation": "Pedagang",
    },
    "hidayat": {
        "name": "Moch. Ridwan Hidayat",
        "member_no": "A-0002",
        "nik": "9901010507850002",
        "birth_date": "1985-07-05",
        "gender": "L",
        "office": "CBG",
    },
    "rizky": {"name": "Mohamad Rizky", "office": "CBG"},
    "soeparno": {
        "name": "H. Soeparno Djojodikromo",
        "nik": "9901011203550004",
        "birth_date": "1955-03-12",
        "gender": "L",
        "office": "PST",
        "occupation": "Pensiunan",
    },
    "aminah": {
        "name": "Hj. Siti Aminah",
        "member_no": "A-0005",
        "nik": "9901015508700005",
        "birth_date": "1970-08-15",
        "gender": "P",
        "office": "PST",
    },
    "sity": {"name": "Sity Aminah Tjahjani", "member_no": "A-0006", "gender": "P", "office": "CBG"},
    "rachman": {"name": "Drs. Abdul Rachman", "member_no": "A-0007", "office": "PST"},
    "saleh": {"name": "Abd. Rahman Saleh Ismangil", "office": "CBG"},
    "dewi": {
        "name": "Ir. Dewi Permatahati",
        "nik": "9901014102880009",
        "birth_date": "1988-02-29",
        "gender": "P",
        "office": "PST",
    },
    "yanti": {"name": "Yanti Kusumowati", "member_no": "A-0010", "gender": "P", "office": "PST"},
    "bambang": {"name": "Bambang Setyonugroho", "member_no": "A-0011", "office": "PST"},
    "wayan": {"name": "I Wayan Sudartawan", "member_no": "A-0012", "office": "CBG"},
    "khasanah": {"name": "Ni'matul Khasanah", "member_no": "A-0013", "gender": "P"},
    "andreas": {"name": "Andréas Simbolonara", "member_no": "A-0014", "status": "inactive"},
    "tukiman": {"name": "Tukiman Wirjosoedarmo", "member_no": "A-0015", "office": "PST"},
    "karto": {"name": "Karto Sentonopuro", "member_no": "A-0016", "status": "deceased"},
}
PHONES: dict[str, list[tuple[str, str | None]]] = {
    "rizky": [("0812 0000 0120", None)],
    "ridwan": [("0812 0000 0101", "pribadi"), ("62 812-0000-0102", "toko")],
    "hidayat": [("+62 812 0000 0103", None)],
    "aminah": [("0812.0000.0105", None)],
    "sity": [("081200000105", "suami")],
    "rachman": [("0812 0000 0107", None)],
    "dewi": [("0812 0000 0109", None)],
    "yanti": [("0812 0000 0110", None)],
    "bambang": [("0812 0000 0111", None)],
    "khasanah": [("0812 0000 0113", None)],
    "karto": [("0812 0000 0116", "anak")],
}
CONTACTS: list[tuple[str, str, Body]] = [
    ("ridwan", "emails", {"address": "ridwan@contoh.invalid"}),
    (
        "ridwan",
        "addresses",
        {
            "street": "Jl. Contoh No. 1",
            "rt": "1",
            "rw": "02",
            "village": "Sukacontoh",
            "district": "Contohan",
            "regency": "Kabupaten Contoh",
            "province": "Jawa Contoh",
            "postal_code": "99999",
        },
    ),
    (
        "ridwan",
        "interactions",
        {
            "channel": "phone",
            "direction": "in",
            "note": "Bertanya tentang pelunasan dipercepat.",
            "occurred_at": "2026-11-02T03:15:00Z",
        },
    ),
    (
        "aminah",
        "interactions",
        {
            "channel": "visit",
            "note": "Datang ke kantor membawa buku simpanan.",
            "occurred_at": "2026-11-03T10:15:00+07:00",
        },
    ),
]
CONSENTS: list[tuple[str, Body]] = [
    ("ridwan", {"whatsapp": {"granted": True, "source": "formulir", "note": "ditandatangani"}}),
    ("khasanah", {"whatsapp": False, "phone": True}),
]


@dataclass
class Cooperative:
    """Who and what there is by now: ids by the names that this module gives them."""

    members: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, Body] = field(default_factory=dict)
    clients: dict[str, Body] = field(default_factory=dict)
    replays: list[Body] = field(default_factory=list)
    imports: dict[str, str] = field(default_factory=dict)
    exports: dict[str, str] = field(default_factory=dict)
    fed: list[Body] = field(default_factory=list)

    def id_of(self, account: str) -> str:
        return str(self.accounts[account]["account_id"])

    def once(self, program: Program, user: str, path: str, body: Body, key: str, *, of: str) -> Any:
        """A POST with an Idempotency-Key, to be sent again one day: with its very bytes."""
        text = json.dumps(body)
        status, answer = program.user(user).send("POST", path, text, key)
        assert status < 300, (path, body, answer)
        again = {"as": user, "path": path, "body": text, "key": key}
        self.replays.append({"of": of, **again, "status": status, "answer": answer})
        return answer


def found(program: Program, made: Cooperative) -> None:
    """Settings, users, API clients, and how members are reminded."""
    admin = program.user()
    admin.do("PUT", "/auth/settings", SETTINGS)
    changed = {**SETTINGS, "collectability": "cooperative", "collectability_history": HISTORY}
    admin.do("PUT", "/auth/settings", changed)
    for user in USERS:
        admin.do("POST", "/auth/users", {**user, "password": PASSWORD})
    admin.do("PATCH", "/auth/users/mantan", {"active": False})
    for client in CLIENTS:
        made.clients[client["name"]] = admin.do("POST", "/auth/clients", client)
    rules = admin.get("/reminders/rules")
    rules.pop("version")
    rules |= {
        "stages": [{"days": -3}, {"days": 0}, {"days": 1}, {"days": 7}, {"days": 14, "on": False}],
        "products": [{"product": "Pinjaman Usaha", "stages": [{"days": 0}, {"days": 12}]}],
        "wajib": {"on": True, "stages": [{"days": 10}, {"days": 17}]},
        "birthday": {"on": True, "stages": [{"days": 0}]},
        "hours": {
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "opens": "00:00",
            "closes": "23:59",
            "national_holidays": False,
            "joint_leave": False,
            "days_off": ["2026-12-31"],
        },
    }
    admin.do("PUT", "/reminders/rules", rules)
    text = "Yth. {name}, dari {cooperative}:\n{dues}\nJumlah {total} per {today}."
    admin.do("PUT", "/reminders/templates/due", {"language": "id", "text": text})
    filters = [
        {"name": "Cabang, aktif", "query": "status=active&office=CBG"},
        {"name": "Bernama Siti", "query": "q=siti"},
    ]
    program.user("petugas").do("PUT", "/auth/filters", {"filters": filters})


def join(program: Program, made: Cooperative) -> None:
    """Members with their contacts, consents and notes."""
    petugas = program.user("petugas")
    for number, (name, person) in enumerate(PEOPLE.items()):
        body = {"joined_on": f"2025-{number % 9 + 1:02}-1{number % 10}", **person}
        answer = (
            made.once(program, "petugas", "/members", body, "anggota-dewi", of="member")
            if name == "dewi"
            else petugas.do("POST", "/members", body)
        )
        made.members[name] = answer["member_id"]
    for name, phones in PHONES.items():
        for phone, label in phones:
            path = f"/members/{made.members[name]}/phones"
            petugas.do("POST", path, {"number": phone, "label": label})
    for name, part, body in CONTACTS:
        petugas.do("POST", f"/members/{made.members[name]}/{part}", body)
    for name, said in CONSENTS:
        petugas.do("PUT", f"/members/{made.members[name]}/consents", said)
    note = {"channel": "other", "note": "Tidak ada HP."}
    program.user("lapangan").do("POST", f"/members/{made.members['wayan']}/interactions", note)
    change = {"occupation": "Penjahit", "version": 1}
    petugas.do("PATCH", f"/members/{made.members['yanti']}", change)
