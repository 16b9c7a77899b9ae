"""What comes into the cooperative by file and from a core system, and what goes out of it."""

from .cooperative import Body, Cooperative
from .program import Program

FIRST = {
    "anggota-lama.csv": """\
No Anggota;Sebutan;NIK;L/P;Tgl Masuk;No HP;Pekerjaan;Coretan
L-001;Soetarno Wirjodikoro;9901011001600101;L;10/01/2024;081200000201;Petani;x
L-002;Djamilah Tjokrowati;9901015002650102;P;12/02/2024;081200000202;;
L-003;Moehammad Idroes;;L;15/03/2024;081200000203;Nelayan;
L-004;Nyi Endang Lestarining;;P;31/02/2024;081200000204;;salah tanggal
A-0010;Yanti Kusumowati;9901015503900010;P;19/01/2025;081200000210;Perancang busana;berubah
L-006;Rachman;;L;20/04/2024;081200000107;;mungkin sama
""",
    "simpanan-lama.csv": """\
No Rekening;No Anggota;Jenis Simpanan;Tgl Buka
LS-001;L-001;Simpanan Sukarela;10/01/2024
LP-001;L-001;Simpanan Pokok;10/01/2024
LS-002;L-002;Simpanan Sukarela;12/02/2024
LS-003;L-003;Simpanan Sukarela;15/03/2024
LS-004;L-004;Simpanan Sukarela;15/03/2024
""",
    "pembiayaan-lama.csv": """\
No Rekening;No Anggota;Produk;Plafon;Jasa % per tahun;Metode;Jangka (bulan);Tgl Cair;Tgl Angsuran 1
LB-001;L-002;Pinjaman Umum;Rp 1.200.000,00;12,00;flat;12;05/08/2026;05/09/2026
""",
    "transaksi-lama.csv": """\
No Rekening;Tanggal Transaksi;Jenis Transaksi;Jumlah;Keterangan;No Bukti
LP-001;10/01/2024;setor;Rp 100.000,00;Simpanan pokok;L0001
LS-001;10/01/2024;setor;Rp 250.000,00;;L0002
LS-001;15/06/2025;tarik;Rp 50.000,00;;L0003
LS-002;12/02/2024;setor;Rp 90.000,00;;L0004
LS-003;15/03/2024;setor;Rp 10.500,50;ada sen;L0005
LB-001;05/09/2026;angsuran;Rp 112.000,00;;L0006
LB-001;05/10/2026;angsuran;Rp 112.000,00;;L0007
LB-001;05/11/2026;angsuran;Rp 112.000,00;;L0008
SS-0010;01/10/2026;setor;Rp 30.000,00;Titipan;L0009
""",
}
WRONG = {
    "anggota-salah.csv": """\
No Anggota;Sebutan;Tgl Masuk
X-001;Fexqiwan Zubqi;01/01/2024
X-002;Wuqzara Kevox;02/01/2024
"""
}
SECOND = {
    "anggota-susulan.csv": """\
No Anggota;Sebutan;NIK;L/P;Tgl Masuk;No HP;Pekerjaan;Coretan
S-001;Hj. Noerdjanah Soebroto;9901014101700301;P;05/05/2025;081200000301;Guru;
S-002;Moch Tjahjono;;L;06/06/2025;081200000302;;
S-003;Ridwan Muhammad;;L;07/07/2025;081200000101;;mungkin sama
S-004;;;L;08/08/2025;;;tanpa nama
A-0011;Bambang Setyonugroho;;L;10/02/2025;081200000111;Sopir;berubah
""",
    "simpanan-susulan.csv": """\
No Rekening;No Anggota;Jenis Simpanan;Tgl Buka
SS-S001;S-001;Simpanan Sukarela;05/05/2025
SS-S002;S-002;Simpanan Pendidikan;06/06/2025
""",
    "transaksi-susulan.csv": """\
No Rekening;Tanggal Transaksi;Jenis Transaksi;Jumlah;Keterangan;No Bukti
SS-S001;05/05/2025;setor;Rp 410.000,00;;S0001
SS-S002;06/06/2025;setor;Rp 20.000,00;;S0002
SS-0001;01/11/2026;setor;Rp 15.000,00;;S0003
""",
}

MEMBERS = [
    {
        "id": "17",
        "sequence": 1,
        "name": "Sitti Noerhajati",
        "joined_on": "2025-01-15",
        "member_no": "C-0017",
        "nik": "9901014503900017",
        "birth_date": "1990-03-05",
        "gender": "P",
        "office": "PST",
        "phones": [{"number": "0812 0000 0417"}],
        "addresses": [{"street": "Jl. Inti 5", "rt": "1", "rw": "2", "regency": "Kota Contoh"}],
    },
    {"id": "18", "sequence": 3, "name": "M. Djauhari Tjipto", "joined_on": "2025-03-01"},
    {
        "id": "14",
        "sequence": 7,
        "name": "Andréas Simbolonara",
        "joined_on": "2025-05-13",
        "member_no": "A-0014",
        "status": "inactive",
        "occupation": "Nelayan",
    },
]
ACCOUNTS = [
    {
        "id": "S-17",
        "sequence": 1,
        "member": "17",
        "kind": "savings",
        "product": "sukarela",
        "opened_on": "2026-01-10",
        "account_no": "01.000017",
    },
    {
        "id": "L-17",
        "sequence": 1,
        "member": "17",
        "kind": "financing",
        "product": "Pinjaman Mingguan",
        "opened_on": "2026-01-10",
        "method": "flat",
        "principal": 1_200_000,
        "annual_rate": 12,
        "tenor_months": 12,
        "first_due_on": "2026-02-10",
    },
    {
        "id": "S-18",
        "sequence": 1,
        "member": "18",
        "kind": "savings",
        "product": "sukarela",
        "opened_on": "2025-03-01",
    },
]
INSTALLMENTS = [
    {
        "id": "L-17",
        "sequence": 2,
        "installments": [
            {"due_on": "2026-03-10", "principal": 600_000, "margin": 12_000},
            {"due_on": "2026-12-21", "principal": 600_000, "margin": 6_000},
        ],
    }
]
TRANSACTIONS = [
    {
        "id": "9001",
        "sequence": 1,
        "account": "S-17",
        "type": "deposit",
        "value_date": "2026-01-10",
        "amount": 50_000,
        "note": "Setoran awal",
    },
    {
        "id": "9002",
        "sequence": 1,
        "account": "L-17",
        "type": "repayment",
        "value_date": "2026-03-10",
        "amount": 612_000,
        "document_no": "BKM-0310",
    },
    {
        "id": "9003",
        "sequence": 1,
        "account": "S-18",
        "type": "deposit",
        "value_date": "2026-11-02",
        "amount": 250_000,
    },
    {
        "id": "9004",
        "sequence": 1,
        "account": "S-18",
        "type": "deposit",
        "value_date": "2026-11-03",
        "amount": 1_000,
    },
]


def send(program: Program, made: Cooperative, name: str, files: dict[str, str]) -> str:
    """Announce files and send them; the import's id."""
    manajer = program.user("manajer")
    started = manajer.do("POST", "/imports", {"files": list(files)})
    made.imports[name] = str(started["import_id"])
    for upload in started["uploads"]:
        manajer.put_file(upload["url"], files[upload["name"]].encode())
    return made.imports[name]


def check(program: Program, import_id: str, **corrections: object) -> Body:
    """The import after a dry run."""
    manajer = program.user("manajer")
    manajer.do("POST", f"/imports/{import_id}/check", corrections)
    answer: Body = manajer.waited(f"/imports/{import_id}", "checked", "failed")
    assert answer["state"] == "checked", answer
    return answer


def import_files(program: Program, made: Cooperative) -> None:
    """One import that is done, after its headings were corrected; one that was undone; one of
    which nothing could be read."""
    manajer = program.user("manajer")
    first = send(program, made, "done", FIRST)
    check(program, first)
    (number,) = [
        table["number"]
        for table in manajer.asked(f"/imports/{first}/tables")["items"]
        if table["file"] == "anggota-lama.csv"
    ]
    columns = {"Sebutan": "name", "Coretan": None}
    check(program, first, tables=[{"table": number, "kind": "members", "columns": columns}])
    rows = manajer.asked(f"/imports/{first}/doubtful")["items"]
    assert len(rows) == 1, rows
    decided = {"rows": {str(rows[0]["row"]): "new"}}
    manajer.do("POST", f"/imports/{first}/decisions", decided)
    wrong = send(program, made, "undone", WRONG)
    check(program, wrong)
    for import_id in (first, wrong):
        manajer.do("POST", f"/imports/{import_id}/run")
        manajer.waited(f"/imports/{import_id}", "done")
    manajer.do("POST", f"/imports/{wrong}/undo")
    manajer.waited(f"/imports/{wrong}", "undone")
    broken = send(program, made, "failed", {"rusak.xlsx": "PK\x03\x04 rusak"})
    manajer.do("POST", f"/imports/{broken}/check", {})
    manajer.waited(f"/imports/{broken}", "failed")


def check_more(program: Program, made: Cooperative) -> None:
    """An import that is checked and decided and may run; one whose files never came."""
    manajer = program.user("manajer")
    second = send(program, made, "checked", SECOND)
    answer = check(program, second)
    assert answer["undecided"] == 1, answer
    manajer.do("POST", f"/imports/{second}/decisions", {"others": "same"})
    started = manajer.do("POST", "/imports", {"files": ["tidak-pernah-datang.xlsx"]})
    made.imports["uploading"] = str(started["import_id"])


def feed(program: Program, made: Cooperative) -> None:
    """A core system sends its things, corrects one entry, and takes one back."""
    core = program.client(made.clients["sistem inti"])
    batches: list[tuple[str, list[Body]]] = [
        ("members", MEMBERS),
        ("accounts", ACCOUNTS),
        ("installments", INSTALLMENTS),
        ("transactions", TRANSACTIONS),
        ("transactions", [{**TRANSACTIONS[2], "sequence": 2, "amount": 25_000}]),
        ("transactions", [{**TRANSACTIONS[3], "sequence": 2, "reversed": True}]),
    ]
    known: dict[tuple[str, str], Body] = {}
    for kind, items in batches:
        answers = core.do("PUT", f"/imports/feed/{kind}", {"items": items})["items"]
        for item, answer in zip(items, answers, strict=True):
            assert answer["result"] in {"created", "updated"}, (item, answer)
            known[kind, item["id"]] = {"kind": kind, "item": item, "sapa_id": answer["sapa_id"]}
    made.fed = list(known.values())


def export(program: Program, made: Cooperative) -> None:
    """All of it, and the list of members; both whole."""
    admin, manajer = program.user(), program.user("manajer")
    everything = admin.do("POST", "/imports/exports")["export_id"]
    columns = ["member_no", "name", "status", "office", "joined_on", "phone", "nik"]
    body = {"columns": columns, "sort": "joined_on"}
    listed = manajer.do("POST", "/members/exports", body)["export_id"]
    found = manajer.do("POST", "/members/exports", {"columns": ["name"], "q": "siti"})["export_id"]
    admin.waited(f"/imports/exports/{everything}", "done")
    for export_id in (listed, found):
        manajer.waited(f"/members/exports/{export_id}", "done")
    made.exports |= {"everything": everything, "list": listed, "found": found}
