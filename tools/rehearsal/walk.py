"""The main job of an officer's day, at a deployment's API."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .caller import Answer, Caller, must

NAME = "Siti Rahmawati Lestari"
NIK = "3171015507900001"
PHONE = "081234567890"
FORGED = "forged"


@dataclass(slots=True)
class Day:
    """Who works, and what came of it so far."""

    call: Caller
    username: str
    password: str
    today: date = date.min
    member_id: str = ""
    account_id: str = ""


def sign_in(day: Day) -> str:
    """Password, identity, renewal by the cookie, and the refusals on the way."""
    call = day.call
    given = {"username": day.username, "password": day.password}
    call("POST", "/auth/login", given | {"password": "wrong"}, expect=401)
    answer = call.ask("POST", "/auth/login", given)
    must("sign-in answers a token", answer.status == 200, answer)
    if answer.body["must_change_password"]:
        answer = _with_own_password(day, answer)
    call("GET", "/members", expect=401)
    call.token = FORGED
    call("GET", "/members", expect=403)
    call.token = answer.body["access_token"]
    me = call("GET", "/auth/me")
    must("the admin is known", me["username"] == day.username, me)
    day.today = date.fromisoformat(me["today"])
    cookie = answer.headers["set-cookie"].partition(";")[0]
    renewed = call.ask("POST", "/auth/refresh", Cookie=cookie)
    must("the session is renewed", renewed.status == 200, renewed)
    return "signed in, renewed; wrong password, no token and a forged one are refused"


def _with_own_password(day: Day, generated: Answer) -> Answer:
    """A sign-in with another password than the generated one, which is good for nothing else."""
    day.call.token = generated.body["access_token"]
    day.call("GET", "/members", expect=403)
    chosen = {"current_password": day.password, "new_password": "gerobak sayur pagi"}
    day.call("POST", "/auth/password", chosen, expect=204)
    day.password, day.call.token = chosen["new_password"], ""
    given = {"username": day.username, "password": day.password}
    return day.call.ask("POST", "/auth/login", given)


def cooperative(day: Day) -> str:
    """The settings, a user and what is public."""
    settings = day.call("GET", "/auth/settings/whole")
    settings |= {"name": "Koperasi Latihan", "offices": [{"code": "PST", "name": "Pusat"}]}
    day.call("PUT", "/auth/settings", settings)
    must("the name is kept", day.call("GET", "/auth/settings")["name"] == "Koperasi Latihan")
    day.call(
        "POST", "/auth/users", {"username": "dewi", "name": "Dewi", "role": "officer"}, expect=201
    )
    must("the user is listed", len(day.call("GET", "/auth/users")["items"]) == 2)
    must("the audit has it", day.call("GET", "/auth/audit")["items"])
    day.call("GET", "/openapi.json")
    return "settings, a user, the audit"


def member(day: Day) -> str:
    """A member with a NIK, a phone and a consent, changed once."""
    new = {"name": NAME, "joined_on": _day(day, -400), "nik": NIK, "office": "PST"}
    made = day.call("POST", "/members", new, expect=201)
    day.member_id = made["member_id"]
    path = f"/members/{day.member_id}"
    day.call("PATCH", path, {"occupation": "Pedagang", "version": made["version"]})
    must("the NIK is revealed", day.call("GET", f"{path}/nik") == {"nik": NIK})
    day.call("POST", f"{path}/phones", {"number": PHONE}, expect=201)
    day.call("POST", f"{path}/emails", {"address": "siti@example.com"}, expect=201)
    day.call("PUT", f"{path}/consents", {"whatsapp": True})
    contacts = day.call("GET", f"{path}/contacts")
    must("the consent is kept", contacts["consents"]["whatsapp"] == "granted", contacts)
    day.call("POST", f"{path}/interactions", {"channel": "visit", "note": "datang"}, expect=201)
    must("the timeline has it", day.call("GET", f"{path}/interactions")["items"])
    return "created, changed, NIK revealed, contacts, consent, timeline"


def search(day: Day) -> str:
    """By two words as they are typed, by number, phone and the NIK's ending."""
    number = day.call("GET", f"/members/{day.member_id}")["member_no"]
    for words in ("rahmaw sit", number, PHONE, NIK[-4:]):
        found = day.call("GET", f"/members?q={words.replace(' ', '%20')}")["items"]
        must(f"{words} finds the member", [r["member_id"] for r in found] == [day.member_id], found)
    must("the list has the member", len(day.call("GET", "/members?sort=-joined_on")["items"]) == 1)
    return "found by words, number, phone and NIK"


def accounts(day: Day) -> str:
    """Savings with a deposit; financing with one instalment a week late and one two months."""
    savings = day.call(
        "POST",
        "/accounts",
        {
            "member_id": day.member_id,
            "kind": "savings",
            "product": "sukarela",
            "opened_on": _day(day, -90),
        },
        expect=201,
    )
    _post(day, savings["account_id"], "deposit", 250_000)
    due = [(_day(day, days), 100_000, 10_000) for days in (-60, -7, 25)]
    financing = day.call(
        "POST",
        "/accounts",
        {
            "member_id": day.member_id,
            "kind": "financing",
            "product": "murabahah",
            "opened_on": _day(day, -90),
            "grace_days": 0,
            "installments": [{"due_on": d, "principal": p, "margin": m} for d, p, m in due],
        },
        expect=201,
    )
    day.account_id = financing["account_id"]
    rows = day.call("GET", f"/members/{day.member_id}/accounts?kind=savings")["items"]
    must("the deposit is on the account", [row["balance"] for row in rows] == [250_000], rows)
    found = day.call("GET", f"/members?q={financing['account_no']}")["items"]
    must("the account number finds the member", len(found) == 1, found)
    day.call("GET", f"/accounts/{day.account_id}/schedule")
    return "savings with a deposit, financing with three instalments"


def repayment(day: Day) -> str:
    """A repayment that is reversed and posted again."""
    path = f"/accounts/{day.account_id}"
    wrong = _post(day, day.account_id, "repayment", 50_000)
    day.call(
        "POST",
        f"{path}/transactions/{wrong['transaction_id']}/reversal",
        {"reason": "salah"},
        expect=201,
    )
    _post(day, day.account_id, "repayment", 110_000)
    row = day.call("GET", path)
    must("one instalment is paid", row["outstanding"] == 220_000, row)
    entries = day.call("GET", f"{path}/transactions")["items"]
    must("the ledger has all of it", len(entries) == 4, entries)
    day.call("GET", f"{path}/statement")
    day.call("GET", "/accounts/recap")
    return "posted, reversed, posted; ledger, statement and recap"


def arrears(day: Day) -> str:
    """What is late, why, and a pause."""
    path = f"/accounts/{day.account_id}"
    late = day.call("GET", f"{path}/arrears")
    must("a week late", (late["days_past_due"], late["overdue_amount"]) == (7, 110_000), late)
    day.call("GET", f"{path}/arrears/allocation")
    day.call("GET", f"{path}/arrears/history")
    day.call("GET", f"/members/{day.member_id}/arrears")
    span = {"start_on": _day(day, -5), "end_on": _day(day, 5)}
    day.call("POST", f"{path}/pauses", span, expect=201)
    day.call("POST", f"{path}/pauses/resume", {"on": _day(day, -3)})
    late = day.call("GET", f"{path}/arrears")
    must("two days were paused", late["delinquent_days"] == 5, late)
    ageing = day.call("GET", "/arrears/ageing")
    must("the ageing counts it", ageing["overdue_amount"] == 110_000, ageing)
    must("it is due", len(day.call("GET", "/arrears/due")["items"]) == 1)
    must(
        "its bucket has it", len(day.call("GET", "/arrears/ageing/accounts?bucket=1")["items"]) == 1
    )
    return "7 days late, paused for 2 of them; ageing and due list"


def worklist(day: Day) -> str:
    """On the worklist, given to an officer, a message and a promise; then off it."""
    path = f"/accounts/{day.account_id}"
    rows = day.call("GET", "/arrears/worklist")["items"]
    must("the account is on it", [r["account_id"] for r in rows] == [day.account_id], rows)
    day.call("PUT", f"{path}/officer", {"username": "dewi"})
    asked = f"template=arrears&account_id={day.account_id}"
    shown = day.call("GET", f"/members/{day.member_id}/whatsapp?{asked}")
    written = day.call(
        "POST",
        f"/members/{day.member_id}/whatsapp",
        {"template": "arrears", "account_id": day.account_id},
        expect=201,
    )
    must("a WhatsApp link", written["url"].startswith("https://wa.me/6281234567890"), written)
    must("the message is as it was shown", shown["text"] == written["text"], shown)
    promise = {"kind": "promise", "amount": 110_000, "due_on": _day(day, 3)}
    day.call("POST", f"{path}/follow-ups", promise, expect=201)
    rows = day.call("GET", "/arrears/worklist")["items"]
    must("what is promised is off it", rows == [], rows)
    must("the promise is noted", len(day.call("GET", f"{path}/follow-ups")["items"]) == 1)
    return "on it, assigned, written to, promised, off it"


def _post(day: Day, account_id: str, kind: str, amount: int) -> Any:
    entry = {"type": kind, "value_date": _day(day, 0), "amount": amount}
    return day.call("POST", f"/accounts/{account_id}/transactions", entry, expect=201)


def _day(day: Day, days: int) -> str:
    return (day.today + timedelta(days)).isoformat()
