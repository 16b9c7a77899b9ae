"""Accounts of every kind and method, and their entries, as the cooperative has them."""

from typing import Any

from .cooperative import Body, Cooperative
from .program import Program

SAVINGS: list[tuple[str, str, str, str, Body]] = [
    # name, member, product, opened on, terms
    ("ridwan.pokok", "ridwan", "pokok", "2025-02-01", {}),
    ("ridwan.wajib", "ridwan", "wajib", "2025-12-20", {}),
    ("ridwan.sukarela", "ridwan", "sukarela", "2025-02-01", {"account_no": "SS-0001"}),
    ("hidayat.pokok", "hidayat", "pokok", "2025-03-01", {}),
    ("hidayat.wajib", "hidayat", "wajib", "2026-06-01", {"monthly_amount": 75_000, "due_day": 31}),
    ("aminah.berjangka", "aminah", "berjangka", "2026-06-04", {"tenor_months": 6}),
    ("sity.sukarela", "sity", "sukarela", "2025-06-10", {}),
    ("soeparno.wajib", "soeparno", "wajib", "2026-09-01", {}),
    ("dewi.haji", "dewi", "Simpanan Pendidikan", "2025-08-01", {}),
    ("yanti.sukarela", "yanti", "sukarela", "2025-09-01", {"account_no": "SS-0010"}),
    ("bambang.berjangka", "bambang", "berjangka", "2025-12-01", {"matures_on": "2026-06-01"}),
    ("tukiman.pokok", "tukiman", "pokok", "2025-04-01", {}),
    ("andreas.sukarela", "andreas", "sukarela", "2025-05-01", {}),
]
FINANCING: list[tuple[str, str, Body]] = [
    (
        "ridwan.flat",
        "ridwan",
        {
            "product": "Pinjaman Umum",
            "opened_on": "2026-01-15",
            "account_no": "PB-0001",
            "method": "flat",
            "principal": 12_000_000,
            "annual_rate": 12,
            "tenor_months": 12,
            "first_due_on": "2026-02-15",
            "grace_days": 3,
        },
    ),
    (
        "aminah.anuitas",
        "aminah",
        {
            "product": "Pinjaman Usaha",
            "opened_on": "2025-11-15",
            "method": "annuity",
            "principal": 20_000_000,
            "annual_rate": "17.5",
            "tenor_months": 24,
            "first_due_on": "2025-12-15",
        },
    ),
    (
        "rachman.efektif",
        "rachman",
        {
            "product": "Pinjaman Umum",
            "opened_on": "2026-02-10",
            "method": "effective",
            "principal": 3_000_000,
            "annual_rate": 24,
            "tenor_months": 3,
            "first_due_on": "2026-03-10",
        },
    ),
    (
        "hidayat.murabahah",
        "hidayat",
        {
            "product": "Murabahah Multiguna",
            "opened_on": "2026-05-27",
            "method": "murabahah",
            "principal": 5_000_000,
            "margin": 750_001,
            "tenor_months": 10,
            "first_due_on": "2026-06-27",
        },
    ),
    (
        "dewi.mingguan",
        "dewi",
        {
            "product": "Pinjaman Mingguan",
            "opened_on": "2026-10-01",
            "grace_days": 0,
            "installments": [
                {"due_on": day, "principal": 250_000, "margin": 12_500}
                for day in (
                    "2026-10-08",
                    "2026-10-15",
                    "2026-10-22",
                    "2026-11-05",
                    "2026-11-12",
                    "2026-11-26",
                    "2026-12-03",
                )
            ],
        },
    ),
    (
        "bambang.macet",
        "bambang",
        {
            "product": "Pinjaman Umum",
            "opened_on": "2025-06-01",
            "method": "flat",
            "principal": 6_000_000,
            "margin": 720_000,
            "tenor_months": 12,
            "first_due_on": "2025-07-01",
        },
    ),
    (
        "yanti.flat",
        "yanti",
        {
            "product": "Pinjaman Umum",
            "opened_on": "2026-08-31",
            "method": "flat",
            "principal": 2_400_000,
            "annual_rate": 12,
            "tenor_months": 6,
            "first_due_on": "2026-09-30",
        },
    ),
    (
        "wayan.flat",
        "wayan",
        {
            "product": "Pinjaman Umum",
            "opened_on": "2026-06-20",
            "method": "flat",
            "principal": 4_000_000,
            "annual_rate": 15,
            "tenor_months": 8,
            "first_due_on": "2026-07-20",
            "grace_days": 5,
        },
    ),
    (
        "khasanah.flat",
        "khasanah",
        {
            "product": "Pinjaman Usaha",
            "opened_on": "2026-09-15",
            "method": "flat",
            "principal": 1_500_000,
            "annual_rate": 18,
            "tenor_months": 5,
            "first_due_on": "2026-10-15",
        },
    ),
]
PAID: list[tuple[str, int, str]] = [
    # account, instalment, paid on
    *(("ridwan.flat", n, f"2026-{n + 1:02}-15") for n in (1, 2)),
    ("ridwan.flat", 3, "2026-05-20"),
    *(("ridwan.flat", n, f"2026-{n + 1:02}-15") for n in range(5, 10)),
    ("aminah.anuitas", 1, "2025-12-15"),
    *(("aminah.anuitas", n, f"2026-{n - 1:02}-15") for n in (2, 3, 4, 5, 6)),
    ("aminah.anuitas", 7, "2026-09-01"),
    *(("rachman.efektif", n, f"2026-{n + 2:02}-10") for n in (1, 2, 3)),
    *(("hidayat.murabahah", n, f"2026-{n + 5:02}-27") for n in (1, 2, 3, 4, 5)),
    ("dewi.mingguan", 1, "2026-10-08"),
    ("dewi.mingguan", 2, "2026-10-19"),
    ("bambang.macet", 1, "2025-07-01"),
    ("bambang.macet", 2, "2025-09-15"),
    ("yanti.flat", 1, "2026-09-30"),
    ("yanti.flat", 2, "2026-10-30"),
    *(("wayan.flat", n, f"2026-{n + 6:02}-20") for n in (1, 2, 3)),
]
ENTRIES: list[tuple[str, str, str, int, Body]] = [
    # account, type, value date, amount, more
    ("ridwan.pokok", "deposit", "2025-02-01", 100_000, {"document_no": "BKM-0001"}),
    *(("ridwan.wajib", "deposit", f"2026-{m:02}-10", 50_000, {}) for m in range(1, 10)),
    ("ridwan.sukarela", "deposit", "2025-02-01", 1_000_000, {"note": "Setoran awal"}),
    ("ridwan.sukarela", "withdrawal", "2025-12-24", 350_000, {}),
    ("ridwan.flat", "penalty", "2026-05-01", 25_000, {"note": "Terlambat"}),
    ("ridwan.flat", "repayment", "2026-05-25", 1_000_000, {}),
    ("ridwan.flat", "adjustment", "2026-06-01", 25_000, {"note": "Denda dihapuskan"}),
    ("hidayat.pokok", "deposit", "2025-03-01", 100_000, {}),
    ("hidayat.wajib", "deposit", "2026-07-01", 150_000, {}),
    ("aminah.berjangka", "deposit", "2026-06-04", 5_000_000, {"document_no": "BKM-0420"}),
    ("sity.sukarela", "deposit", "2025-06-10", 750_000, {}),
    ("dewi.haji", "deposit", "2025-08-01", 2_000_000, {}),
    ("yanti.sukarela", "deposit", "2025-09-01", 500_000, {}),
    ("yanti.sukarela", "deposit", "2026-01-05", 250_000, {"note": "Salah ketik"}),
    ("yanti.sukarela", "interest", "2026-06-30", 12_345, {}),
    ("yanti.sukarela", "fee", "2026-07-01", 2_500, {"note": "Administrasi"}),
    ("yanti.sukarela", "adjustment", "2026-07-02", 1_000, {}),
    ("yanti.sukarela", "deposit", "2026-03-01", 100_000, {"note": "Mundur tanggal"}),
    ("bambang.berjangka", "deposit", "2025-12-01", 1_000_000, {}),
    ("bambang.berjangka", "interest", "2026-06-01", 30_000, {}),
    ("bambang.berjangka", "withdrawal", "2026-06-02", 1_030_000, {}),
    ("tukiman.pokok", "deposit", "2025-04-01", 100_000, {}),
    ("tukiman.pokok", "withdrawal", "2026-08-31", 100_000, {"note": "Keluar"}),
    ("andreas.sukarela", "deposit", "2025-05-01", 40_000, {}),
    ("hidayat.murabahah", "repayment", "2026-10-28", 575_000, {"note": "Tercatat dua kali"}),
    ("dewi.mingguan", "repayment", "2026-10-26", 100_000, {}),
    ("dewi.mingguan", "fee", "2026-11-10", 15_000, {}),
]
MISTAKES = {"Salah ketik", "Tercatat dua kali"}
CLOSED = [
    ("rachman.efektif", "2026-05-10", "Lunas"),
    ("bambang.berjangka", "2026-06-02", "Dicairkan"),
    ("tukiman.pokok", "2026-08-31", "Keluar dari anggota"),
]


def open_accounts(program: Program, made: Cooperative) -> None:
    """Each account as somebody opened it."""
    petugas = program.user("petugas")
    for name, member, product, opened_on, terms in SAVINGS:
        body = {"kind": "savings", "product": product, "opened_on": opened_on, **terms}
        made.accounts[name] = petugas.do(
            "POST", "/accounts", {"member_id": made.members[member], **body}
        )
    for name, member, terms in FINANCING:
        body = {"member_id": made.members[member], "kind": "financing", **terms}
        made.accounts[name] = (
            made.once(program, "petugas", "/accounts", body, "akad-yanti", of="account")
            if name == "yanti.flat"
            else petugas.do("POST", "/accounts", body)
        )


def post_entries(program: Program, made: Cooperative) -> None:
    """What was paid and put in, by the dates; what was wrong is reversed, what is over closed."""
    due = {
        (name, row["number"]): row["amount"]
        for name, account in made.accounts.items()
        for row in account["installments"]
    }
    entries = [
        *((name, "repayment", on, due[name, number], {}) for name, number, on in PAID),
        *ENTRIES,
    ]
    for name, kind, on, amount, more in sorted(entries, key=lambda entry: entry[2]):
        user = "lapangan" if name.startswith("wayan") else "petugas"
        body = {"type": kind, "value_date": on, "amount": amount, **more}
        path = f"/accounts/{made.id_of(name)}/transactions"
        answer = program.user(user).do("POST", path, body, f"{name} {kind} {on}")
        if more.get("note") in MISTAKES:
            path += f"/{answer['transaction_id']}/reversal"
            why = {"reason": "Salah catat"}
            made.once(program, "manajer", path, why, f"batal {name}", of="reversal")
    petugas = program.user("petugas")
    for name, on, reason in CLOSED:
        path = f"/accounts/{made.id_of(name)}/close"
        petugas.do("POST", path, {"closed_on": on, "reason": reason})
    petugas.do("PATCH", f"/members/{made.members['tukiman']}", {"status": "left"})


def once_entry(
    program: Program, made: Cooperative, user: str, name: str, key: str, **body: Any
) -> None:
    """An entry whose Idempotency-Key is sent again one day."""
    path = f"/accounts/{made.id_of(name)}/transactions"
    made.once(program, user, path, body, key, of=str(body["type"]))
