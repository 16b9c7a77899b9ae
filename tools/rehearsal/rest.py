"""What is done less often: contacts that change, a core system, users, doubtful files, WhatsApp."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from .background import state
from .caller import Caller, fetch, must, until
from .stack import Stack
from .walk import PHONE, Day, sign_in

APP_SECRET = "rehearsed"  # noqa: S105


def contacts(day: Day, _stack: Stack) -> str:
    """A second phone, e-mail and address, changed and taken away."""
    path = f"/members/{day.member_id}"
    phone = day.call("POST", f"{path}/phones", {"number": "081398765432"}, expect=201)
    day.call("PATCH", f"{path}/phones/{phone['phone_id']}", {"primary": True})
    must("the new phone finds the member", len(_found(day, "081398765432")) == 1)
    day.call("DELETE", f"{path}/phones/{phone['phone_id']}", expect=204)
    must("the old one is forgotten", _found(day, "081398765432") == [])
    email = day.call("POST", f"{path}/emails", {"address": "rumah@example.com"}, expect=201)
    day.call("PATCH", f"{path}/emails/{email['email_id']}", {"label": "rumah"})
    day.call("DELETE", f"{path}/emails/{email['email_id']}", expect=204)
    address = day.call("POST", f"{path}/addresses", {"street": "Jl. Melati 5"}, expect=201)
    day.call("PATCH", f"{path}/addresses/{address['address_id']}", {"rt": "1"})
    day.call("DELETE", f"{path}/addresses/{address['address_id']}", expect=204)
    return "phone, e-mail and address added, changed, taken away"


def users(day: Day, _stack: Stack) -> str:
    """A user's own session, password and saved filters."""
    made = {"username": "rudi", "name": "Rudi", "role": "manager", "password": "sepeda tua merah"}
    day.call("POST", "/auth/users", made, expect=201)
    rudi = Day(Caller(day.call.api), "rudi", made["password"])
    sign_in(rudi)
    rudi.call("PUT", "/auth/filters", {"filters": [{"name": "aktif", "query": "status=active"}]})
    must("the filter is kept", len(rudi.call("GET", "/auth/filters")["filters"]) == 1)
    changed = {"current_password": made["password"], "new_password": "sepeda baru biru"}
    rudi.call("POST", "/auth/password", changed, expect=204)
    rudi.call("POST", "/auth/logout", expect=204)
    day.call("PATCH", "/auth/users/rudi", {"active": False})
    given = {"username": "rudi", "password": changed["new_password"]}
    Caller(day.call.api)("POST", "/auth/login", given, expect=401)
    day.call.called |= rudi.call.called
    return "filters, a new password, signed out, disabled"


def core_system(day: Day, _stack: Stack) -> str:
    """An API client that feeds a member, accounts, instalments and entries, and changes them."""
    new = {"name": "sistem inti", "scopes": ["imports:feed"]}
    client = day.call("POST", "/auth/clients", new, expect=201)
    must("it is listed", day.call("GET", "/auth/clients")["items"])
    basic = base64.b64encode(f"{client['client_id']}:{client['client_secret']}".encode()).decode()
    token = Caller(day.call.api)(
        "POST", "/auth/token", {"grant_type": "client_credentials"}, Authorization=f"Basic {basic}"
    )
    core = Caller(day.call.api, token["access_token"])
    one = {"id": "17", "sequence": 1}
    person = {"name": "Joko Susilo Prabowo", "joined_on": "2024-01-15", "member_no": "C-17"}
    _feed(core, "members", one | person | {"phones": [{"number": "081211110000"}]})
    terms = {"member": "17", "product": "inti", "opened_on": "2026-01-10"}
    _feed(core, "accounts", {"id": "S", "sequence": 1, "kind": "savings"} | terms)
    loan = {"method": "flat", "principal": 1_200_000, "annual_rate": 12, "tenor_months": 12}
    _feed(
        core,
        "accounts",
        {"id": "L", "sequence": 1, "kind": "financing", "first_due_on": "2026-02-10"}
        | terms
        | loan,
    )
    halves = [("2026-03-10", 600_000, 12_000), ("2027-04-10", 600_000, 6_000)]
    schedule = [{"due_on": d, "principal": p, "margin": m} for d, p, m in halves]
    _feed(core, "installments", {"id": "L", "sequence": 1, "installments": schedule})
    entry = {"account": "S", "type": "deposit", "value_date": "2026-02-01", "amount": 50_000}
    _feed(core, "transactions", {"id": "T", "sequence": 1} | entry)
    _feed(core, "transactions", {"id": "T", "sequence": 2, "reversed": True} | entry)
    gone = {"closed_on": "2026-03-01"}
    _feed(core, "accounts", {"id": "S", "sequence": 2, "kind": "savings"} | terms | gone)
    _feed(core, "members", person | {"id": "17", "sequence": 2, "name": "Joko Susilo Wibowo"})
    must("the fed member is found", len(_found(day, "susilo")) == 1)
    day.call("DELETE", f"/auth/clients/{client['client_id']}", expect=204)
    day.call.called |= core.called | {("POST", "/auth/token")}
    return "a member, two accounts, a schedule and an entry; changed, reversed, closed"


def doubtful_file(day: Day, _stack: Stack) -> str:
    """Rows that change, are doubtful and are refused; a correction; taken in and taken back."""
    there = day.call("GET", f"/members/{day.member_id}")
    rows = (
        "No Anggota;Nama;Tanggal Masuk;No HP;Pekerjaan;Catatan Lama",
        f"{there['member_no']};{there['name']};{there['joined_on']};;Guru;x",
        f"A-950;Siti Rahmawati;02/01/2026;{PHONE};Petani;x",
        "A-951;Agus Salim;31/02/2026;081355556666;Petani;x",
    )
    begun = day.call("POST", "/imports", {"files": ["daftar.csv"]}, expect=201)
    path = f"/imports/{begun['import_id']}"
    fetch(begun["uploads"][0]["url"], "PUT", "\n".join(rows).encode())
    day.call("POST", f"{path}/check", {})
    state(day, path, "checked")
    (table,) = day.call("GET", f"{path}/tables")["items"]
    ignored = {"table": table["number"], "columns": {"Catatan Lama": None}}
    day.call("POST", f"{path}/check", {"tables": [ignored]})
    state(day, path, "checked")
    refused = day.call("GET", f"{path}/refused")["items"]
    must("a refused row is shown", [row["line"] for row in refused] == [4], refused)
    link = day.call("GET", f"{path}/refused/file?number=0")["link"]
    must("it can be fetched", b"Agus Salim" in fetch(link)[2])
    changed = day.call("GET", f"{path}/changed")["items"]
    must("a changed row is shown", [row["line"] for row in changed] == [2], changed)
    doubtful = day.call("GET", f"{path}/doubtful")["items"]
    must("a doubtful row is shown", [row["line"] for row in doubtful] == [3], doubtful)
    day.call("POST", f"{path}/decisions", {"others": "same"})
    day.call("POST", f"{path}/run")
    state(day, path, "done")
    corrections = day.call("GET", "/imports/corrections")["items"]
    for correction in corrections:
        day.call("DELETE", f"/imports/corrections/{correction['correction_id']}", expect=204)
    must("the correction was remembered", corrections)
    day.call("POST", f"{path}/undo")
    state(day, path, "undone")
    must("imports are listed", day.call("GET", "/imports")["items"])
    return "changed, doubtful and refused rows; a correction; taken back"


def whatsapp(day: Day, stack: Stack) -> str:
    """The webhook, with the account that the operator filled in; texts of one's own."""
    secrets, arn = stack.cloud.client("secretsmanager"), stack.made["WhatsAppSecret"]
    account = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    account |= {"app_secret": APP_SECRET, "token": "t", "phone_number_id": "1"}
    secrets.put_secret_value(SecretId=arn, SecretString=json.dumps(account))
    wanted = {"mode": "subscribe", "challenge": "42", "verify_token": account["verify_token"]}
    asked = urlencode({f"hub.{name}": value for name, value in wanted.items()})
    meta = Caller(day.call.api)
    must("it is well", meta("GET", "/health") == {"status": "ok"})
    said = meta("GET", f"/reminders/webhook?{asked}")
    must("the challenge comes back", said in (b"42", 42), said)
    body = {"object": "whatsapp_business_account", "entry": []}
    signature = hmac.new(APP_SECRET.encode(), json.dumps(body).encode(), hashlib.sha256)
    signed = {"X-Hub-Signature-256": f"sha256={signature.hexdigest()}"}
    status = meta.ask("POST", "/reminders/webhook", body, **signed).status
    must("what is signed is taken", status in (200, 204), status)
    meta("POST", "/reminders/webhook", body, expect=403, **{"X-Hub-Signature-256": "sha256=00"})
    text = day.call("GET", "/reminders/templates")["items"][0]
    day.call(
        "PUT",
        f"/reminders/templates/{text['name']}",
        {"language": text["language"], "text": text["default_text"]},
    )
    shown = {"member_id": day.member_id, "text": text["text"], "language": text["language"]}
    day.call("POST", "/reminders/templates/preview", shown)
    day.call.called |= meta.called
    return "challenge, a signed and a forged message; a text kept and shown"


def closing(day: Day, _stack: Stack) -> str:
    """An account opened, closed and opened again, a loan settled, a snapshot of a past day."""
    opened = (day.today - timedelta(5)).isoformat()
    new = {
        "member_id": day.member_id,
        "kind": "savings",
        "product": "sukarela",
        "opened_on": opened,
    }
    account = day.call("POST", "/accounts", new, expect=201)
    closed = day.call("POST", f"/accounts/{account['account_id']}/close", {})
    must("it is closed", closed["status"] == "closed", closed)
    again = day.call("POST", f"/accounts/{account['account_id']}/reopen", {"reason": "keliru"})
    must("it is open again", again["status"] == "active", again)
    terms = {"method": "flat", "principal": 600_000, "margin": 60_000, "tenor_months": 6}
    due = (day.today + timedelta(30)).isoformat()
    loan = {**new, "kind": "financing", "product": "Mikro", "first_due_on": due, **terms}
    path = f"/accounts/{day.call('POST', '/accounts', loan, expect=201)['account_id']}/settlement"
    owed = day.call("GET", path)
    must("margin that is not due is waived", owed["total"] == 600_000, owed)
    settled = day.call("POST", path, {"value_date": owed["on"], "total": 600_000}, expect=201)
    must("nothing is owed", settled["account"]["outstanding"] == 0, settled)
    day.call("POST", "/arrears/snapshots", {"date": opened}, expect=202)
    until(
        "the past day's snapshot is taken",
        lambda: day.call("GET", f"/arrears/snapshots/{opened}"),
        lambda seen: seen["status"] == "done",
    )
    day.call("GET", "/docs")
    return "an account closed and reopened, a loan settled; a past day's snapshot"


def _found(day: Day, words: str) -> Any:
    return day.call("GET", f"/members?q={words}")["items"]


def _feed(core: Caller, kind: str, item: dict[str, Any]) -> None:
    (done,) = core("PUT", f"/imports/feed/{kind}", {"items": [item]})["items"]
    must(f"{kind} {item['id']} is taken", done["result"] in {"created", "updated"}, done)
