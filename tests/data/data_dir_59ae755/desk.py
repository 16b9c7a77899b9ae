"""What the cooperative does about arrears: pauses, follow-ups, promises, reminders, snapshots."""

from .cooperative import Cooperative
from .ledgers import once_entry
from .program import Program


def pause(program: Program, made: Cooperative) -> None:
    """A moratorium that ended early, and a short one."""
    manajer, path = program.user("manajer"), f"/accounts/{made.id_of('aminah.anuitas')}/pauses"
    manajer.do("POST", path, {"start_on": "2026-06-01", "end_on": "2026-08-31"})
    manajer.do("POST", f"{path}/resume", {"on": "2026-08-15"})
    manajer.do("POST", path, {"start_on": "2026-10-01", "end_on": "2026-10-16"})


def follow_up(program: Program, made: Cooperative) -> None:
    """On 13 November: attempts, a visit, promises for the days to come, whose account it is."""
    petugas = program.user("petugas")
    tried = {"kind": "attempt", "channel": "phone"}
    for name, body in (
        ("bambang.macet", {**tried, "outcome": "no_answer", "note": "Tiga kali"}),
        ("bambang.macet", {"kind": "visit", "outcome": "met_family"}),
        ("bambang.macet", {"kind": "promise", "amount": 500_000, "due_on": "2026-11-18"}),
        ("ridwan.flat", {**tried, "outcome": "reached"}),
        ("ridwan.flat", {"kind": "promise", "amount": 400_000, "due_on": "2026-11-25"}),
        ("dewi.mingguan", {"kind": "promise", "amount": 300_000, "due_on": "2026-11-20"}),
    ):
        petugas.do("POST", f"/accounts/{made.id_of(name)}/follow-ups", body)
    path = f"/accounts/{made.id_of('aminah.anuitas')}/follow-ups"
    body = {"kind": "promise", "amount": 1_000_000, "due_on": "2026-12-05", "note": "Panen"}
    made.once(program, "petugas", path, body, "janji-aminah", of="follow-up")
    manajer = program.user("manajer")
    for name, whose in (("bambang.macet", "petugas"), ("wayan.flat", "lapangan")):
        manajer.do("PUT", f"/accounts/{made.id_of(name)}/officer", {"username": whose})


def remind(program: Program, made: Cooperative) -> None:
    """On 20 November: plan the day; send a message, cancel one, write another by hand."""
    petugas = program.user("petugas")
    petugas.do("POST", "/reminders/plan")
    queued = petugas.asked("/reminders?status=queued")["items"]
    assert len(queued) >= 3, queued
    sent, cancelled, *_ = queued
    petugas.do("POST", f"/reminders/{sent['member_id']}/{sent['date']}/send")
    petugas.do("POST", f"/reminders/{cancelled['member_id']}/{cancelled['date']}/cancel")
    path = f"/members/{made.members['bambang']}/whatsapp"
    body = {"template": "arrears", "account_id": made.id_of("bambang.macet")}
    made.once(program, "petugas", path, body, "wa-bambang", of="whatsapp")


def pay_what_was_promised(program: Program, made: Cooperative) -> None:
    """On 27 November: one promise was kept, one in part, one not at all."""
    kept = {"type": "repayment", "value_date": "2026-11-23", "amount": 400_000}
    once_entry(program, made, "petugas", "ridwan.flat", "bayar-ridwan", **kept)
    partly = {"type": "repayment", "value_date": "2026-11-20", "amount": 120_000}
    once_entry(program, made, "petugas", "dewi.mingguan", "bayar-dewi", **partly)
    branch = {"type": "repayment", "value_date": "2026-11-27", "amount": 50_000}
    once_entry(program, made, "lapangan", "wayan.flat", "bayar-wayan", **branch)
    cash = {"type": "deposit", "value_date": "2026-11-27", "amount": 75_000, "note": "Tunai"}
    once_entry(program, made, "petugas", "sity.sukarela", "setor-sity", **cash)
    drawn = {"type": "withdrawal", "value_date": "2026-11-27", "amount": 60_000}
    once_entry(program, made, "petugas", "yanti.sukarela", "tarik-yanti", **drawn)


def remind_again(program: Program) -> None:
    """On 27 November: send one; what is planned while the day is off waits for the next one."""
    petugas = program.user("petugas")
    petugas.do("POST", "/reminders/plan")
    queued = petugas.asked("/reminders?status=queued")["items"]
    assert len(queued) >= 2, queued
    petugas.do("POST", f"/reminders/{queued[0]['member_id']}/{queued[0]['date']}/send")


def remind_tomorrow(program: Program, made: Cooperative) -> None:
    """A message that waits: planned while the day is off."""
    admin = program.user()
    rules = admin.get("/reminders/rules")
    rules.pop("version")
    hours = rules["hours"]
    closed = {**hours, "days_off": ["2026-11-27", *hours["days_off"]]}
    admin.do("PUT", "/reminders/rules", {**rules, "hours": closed})
    body = {
        "member_id": made.members["rizky"],
        "kind": "financing",
        "product": "Pinjaman Usaha",
        "opened_on": "2026-11-01",
        "grace_days": 0,
        "installments": [
            {"due_on": "2026-11-27", "principal": 90_000},
            {"due_on": "2026-12-27", "principal": 90_000},
        ],
    }
    made.accounts["rizky.bulanan"] = admin.do("POST", "/accounts", body)
    admin.do("POST", "/reminders/plan")
    admin.do("PUT", "/reminders/rules", rules)
    waiting = admin.asked("/reminders?date=2026-11-28&status=waiting")["items"]
    assert [one["member_id"] for one in waiting] == [made.members["rizky"]], waiting


def snapshot(program: Program, day: str) -> None:
    """The snapshot of a day that has passed."""
    program.user("manajer").do("POST", "/arrears/snapshots", {"date": day})
    program.user().waited(f"/arrears/snapshots/{day}", "done")
