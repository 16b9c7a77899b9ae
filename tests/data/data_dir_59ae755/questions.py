"""What is asked of the old program and of today's: GET requests, each as one of the users."""

from collections.abc import Iterator
from urllib.parse import quote

from .cooperative import Cooperative
from .program import Program

Question = tuple[str, str]
"""(user, path)"""

SORTS = ("name", "-name", "joined_on", "-joined_on", "member_no", "-member_no")
SEARCHES = (
    "muhammad",
    "moch ridwan",
    "mohamad ri",
    "ridwan",
    "siti",
    "sity aminah",
    "siti cahyani",
    "suparno jojo",
    "djojodikromo",
    "abdul rahman",
    "drs abdul rachman",
    "andreas",
    "ni'matul",
    "djamilah",
    "jamilah cokrowati",
    "muhamad idrus",
    "noerhajati",
    "jauhari",
    "fexqiwan",
    "zzyzx qwxv",
    "A-0005",
    "A-00",
    "PB-0001",
    "SS-0010",
    "01.000017",
    "0812 0000 0105",
    "+6281200000417",
    "0105",
    "9901012711800001",
    "0001",
)
DAYS = ("2026-05-10", "2026-08-01", "2026-11-27", "2027-01-31")


def questions(program: Program, made: Cooperative) -> list[Question]:
    """All of them."""
    admin = program.user()
    members = [row["member_id"] for row in admin.asked("/members?limit=100")["items"]]
    accounts = [
        (row["account_id"], row["kind"])
        for member_id in members
        for row in admin.get(f"/members/{member_id}/accounts")["items"]
    ]
    return [
        *_lists(),
        *(each for member_id in members for each in _of_member(member_id)),
        *(each for account_id, kind in accounts for each in _of_account(account_id, kind)),
        *_of_arrears(),
        *_of_reminders(),
        *_of_administration(),
        *_of_files(made),
    ]


def _lists() -> Iterator[Question]:
    for sort in SORTS:
        yield "admin", f"/members?sort={sort}&limit=7"
    for status in ("active", "inactive", "left", "deceased"):
        yield "admin", f"/members?status={status}"
    for office in ("PST", "CBG"):
        yield "admin", f"/members?office={office}&sort=-joined_on&limit=3"
    yield "admin", "/members?office=CBG&status=active&sort=member_no"
    yield "lapangan", "/members"
    yield "lapangan", "/members?office=PST"
    yield "client", "/members"
    for search in SEARCHES:
        yield "admin", f"/members?q={quote(search)}"
    yield "admin", "/members?q=ridwan&limit=1"
    yield "admin", "/members?q=siti&status=active&office=CBG"
    yield "lapangan", "/members?q=ridwan"
    yield "lapangan", "/members?q=yanti"
    for user in ("admin", "lapangan"):
        yield user, "/members/counts"


def _of_member(member_id: str) -> Iterator[Question]:
    path = f"/members/{member_id}"
    yield "admin", path
    yield "manajer", f"{path}/nik"
    yield "pengamat", f"{path}/accounts"
    yield "pengamat", f"{path}/contacts"
    yield "pengamat", f"{path}/interactions?limit=4"
    yield "pengamat", f"{path}/arrears"
    yield "lapangan", f"{path}/arrears?as_of=2026-12-31"


def _of_account(account_id: str, kind: str) -> Iterator[Question]:
    path = f"/accounts/{account_id}"
    yield "petugas", path
    yield "petugas", f"{path}/transactions?limit=5"
    yield "petugas", f"{path}/transactions?from=2026-01-01&to=2026-06-30"
    yield "petugas", f"{path}/statement"
    yield "petugas", f"{path}/statement?from=2026-03-01&to=2026-09-30"
    if kind == "financing":
        yield "petugas", f"{path}/schedule"
        for day in DAYS:
            yield "petugas", f"{path}/arrears?as_of={day}"
        yield "petugas", f"{path}/arrears/allocation"
        yield "petugas", f"{path}/arrears/history"
        yield "petugas", f"{path}/follow-ups?limit=2"


def _of_arrears() -> Iterator[Question]:
    for user in ("manajer", "lapangan"):
        yield user, "/arrears/worklist"
        yield user, "/arrears/worklist?officer=me"
        yield user, "/arrears/due?limit=4"
    yield "manajer", "/arrears/worklist?office=PST&officer=none"
    yield "manajer", "/arrears/due?from=2026-11-01&to=2026-12-31"
    yield "manajer", "/arrears/due?office=CBG"
    yield "manajer", "/arrears/due?product=Pinjaman%20Umum"
    for day in ("2026-10-31", "2026-11-20", "2026-11-27", "2027-03-31"):
        yield "manajer", f"/arrears/ageing?as_of={day}"
        for bucket in (0, 1, 31, 181):
            yield "manajer", f"/arrears/ageing/accounts?as_of={day}&bucket={bucket}"
    yield "manajer", "/arrears/ageing?as_of=2026-11-01"
    yield "manajer", "/arrears/ageing?office=CBG"
    yield "manajer", "/arrears/ageing?product=Pinjaman%20Usaha&as_of=2026-11-20"
    yield "manajer", "/arrears/trend?from=2026-10-01&to=2026-11-27"
    yield "manajer", "/arrears/trend?from=2026-10-01&to=2026-11-27&office=CBG"
    for day in ("2026-10-31", "2026-11-20", "2026-11-27"):
        yield "manajer", f"/arrears/snapshots/{day}"
    for day in ("2026-11-13", "2026-11-20", "2026-11-27"):
        yield "manajer", f"/accounts/recap?date={day}"
        yield "manajer", f"/accounts/recap?date={day}&officer=petugas"
    yield "lapangan", "/accounts/recap"


def _of_reminders() -> Iterator[Question]:
    for day in ("2026-11-13", "2026-11-20", "2026-11-27", "2026-11-28"):
        yield "petugas", f"/reminders?date={day}&limit=3"
    yield "petugas", "/reminders?status=queued"
    yield "lapangan", "/reminders"
    yield "petugas", "/reminders/summary?from=2026-11-13&to=2026-11-28"
    yield "petugas", "/reminders/rules"
    yield "petugas", "/reminders/templates"


def _of_administration() -> Iterator[Question]:
    yield "admin", "/auth/settings"
    for user in ("admin", "manajer", "petugas", "lapangan", "pengamat", "client"):
        yield user, "/auth/me"
    yield "admin", "/auth/users?limit=2"
    yield "petugas", "/auth/users"
    yield "admin", "/auth/clients?limit=1"
    for user in ("petugas", "admin"):
        yield user, "/auth/filters"


def _of_files(made: Cooperative) -> Iterator[Question]:
    yield "manajer", "/imports?limit=2"
    yield "petugas", "/imports"
    yield "manajer", "/imports/corrections?limit=1"
    for import_id in made.imports.values():
        yield "manajer", f"/imports/{import_id}"
        for part in ("tables", "refused", "changed", "doubtful"):
            yield "manajer", f"/imports/{import_id}/{part}?limit=2"
    for name in ("done", "checked"):
        yield "manajer", f"/imports/{made.imports[name]}/refused/file?number=0"
    yield "admin", "/imports/exports"
    yield "admin", f"/imports/exports/{made.exports['everything']}"
    yield "manajer", f"/imports/exports/{made.exports['everything']}"
    for name in ("list", "found"):
        yield "manajer", f"/members/exports/{made.exports[name]}"
    yield "admin", f"/members/exports/{made.exports['list']}"
