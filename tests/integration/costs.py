"""What each operation consumes of DynamoDB, counted on the engine: the table in docs/cost.md."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auth import bootstrap
from benchmarks import spreadsheets
from benchmarks.planning import account_of, card_of
from reminders import worker
from reminders.planning import planner
from shared.aws import dynamo
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.arrears.snapshots import finishes, schedule_fires
from tests.integration.auth.browser import Browser
from tests.integration.events import Room, identity
from tests.integration.imports import import_steps
from tests.integration.reminders.cooperative import at
from tests.integration.reminders.delivery_room import ALL_DAY, Delivery

PASSWORD = "sepeda tua di gudang"
MANY = 100
"""Accounts of what is done of all at once; figures are for one."""
IMPORTED = 20
"""Members of an import, with 14 rows each."""


@dataclass(slots=True)
class Consumed:
    """Requests to the API, calls of DynamoDB, and units."""

    requests: int = 0
    calls: float = 0
    read_units: float = 0
    write_units: float = 0

    def each(self, number: int) -> "Consumed":
        """What one of so many took."""
        return replace(
            self,
            calls=round(self.calls / number, 2),
            read_units=round(self.read_units / number, 2),
            write_units=round(self.write_units / number, 2),
        )


@contextmanager
def counting(requests: int = 0) -> Iterator[Consumed]:
    """Count all that DynamoDB says it consumed, whoever asked for it."""
    consumed = Consumed(requests)

    def count(parsed: dict[str, Any], model: Any, **_: object) -> None:
        told = parsed.get("ConsumedCapacity", [])
        units = sum(one["CapacityUnits"] for one in (told if isinstance(told, list) else [told]))
        consumed.calls += 1
        if model.name in {"TransactWriteItems", "UpdateItem", "PutItem"}:
            consumed.write_units += units
        else:
            consumed.read_units += units

    events = dynamo.client().meta.events
    events.register("after-call.dynamodb", count)
    try:
        yield consumed
    finally:
        events.unregister("after-call.dynamodb", count)


def of_a_day(delivery: Delivery, folder: Path) -> dict[str, Consumed]:
    """Everything that members and clerks do on a working day, by name."""
    return {
        **_signing_in(),
        **_at_the_desk(),
        **_of_all(),
        **_reminders(delivery),
        **_taken_in(folder),
    }


def _signing_in() -> dict[str, Consumed]:
    bootstrap.ensure_admin("admin", PASSWORD)
    browser = Browser()
    with counting(1) as signing_in:
        assert browser.sign_in("admin", PASSWORD).status == 200
    with counting(1) as renewing:
        assert browser.renew().status == 200
    return {"sign in": signing_in, "renew the session": renewing}


def _at_the_desk() -> dict[str, Consumed]:
    members, accounts, arrears, contacts = (
        Room(name, identity()) for name in ("members", "accounts", "arrears", "contacts")
    )
    siti = {
        "name": "Siti Rahmawati",
        "joined_on": "2020-01-15",
        "nik": "3515014602870119",
        "birth_date": "1987-02-06",
        "gender": "P",
    }
    with counting(1) as new_member:
        member = _done(members("POST", "/members", siti))["member_id"]
    path = f"/members/{member}"
    with counting(1) as phone:
        _done(contacts("POST", f"{path}/phones", {"number": "0812 3456 7890"}))
    clerk = Clerk(accounts, member)
    clerk.posted(clerk.savings(), "deposit", 50_000)
    with counting(1) as opening:
        account = clerk.financing()
    with counting(1) as repayment:
        clerk.posted(account, "repayment", 110_000)
    with counting(1) as renaming:
        _done(members("PATCH", path, {"name": "Siti Aminah", "version": 1}))
    for number in range(40):
        body = {"name": f"Budi Santoso {number}", "joined_on": "2021-02-01"}
        _done(members("POST", "/members", body))
    with counting(1) as listing:
        assert len(_done(members("GET", "/members", query={"limit": 25}))["items"]) == 25
    with counting(1) as search:
        assert len(_done(members("GET", "/members", query={"q": "budi sant"}))["items"]) == 25
    with counting(6) as screen:
        _done(members("GET", path))
        for kind in ("savings", "financing"):
            _done(accounts("GET", f"{path}/accounts", query={"kind": kind}))
        _done(arrears("GET", f"{path}/arrears"))
        for panel in ("contacts", "interactions"):
            _done(contacts("GET", f"{path}/{panel}"))
    return {
        "new member": new_member,
        "phone added": phone,
        "member renamed": renaming,
        "financing account opened": opening,
        "repayment": repayment,
        "page of the member list": listing,
        "search": search,
        "member's screen": screen,
    }


def _of_all() -> dict[str, Consumed]:
    """What goes over all open accounts."""
    dynamo.transact([account_of(number, 0) for number in range(MANY)])
    dynamo.transact([card_of(number) for number in range(MANY)])
    arrears = Room("arrears", identity())
    with counting() as ageing:
        _done(arrears("GET", "/arrears/ageing"))
    with counting(1) as worklist:
        _done(arrears("GET", "/arrears/worklist"))
    with counting() as snapshot:
        schedule_fires("2026-11-24T15:30:00Z")
        finishes(TODAY)
    return {
        "ageing, an open account": ageing.each(MANY),
        "page of the worklist": worklist,
        "snapshot, an open account": snapshot.each(MANY),
    }


def _reminders(delivery: Delivery) -> dict[str, Consumed]:
    """By hand of all the open accounts, each of which is due today; of some by a machine."""
    _done(delivery.room("PUT", "/reminders/rules", {"channel": "manual", "hours": ALL_DAY}))
    with counting() as planning:
        assert planner.run_here(at(f"{TODAY}T08:00")).messages >= MANY
    _done(delivery.room("PUT", "/reminders/rules", {"channel": "console", "hours": ALL_DAY}))
    for _ in range(10):
        delivery.members.add(TODAY, consent=True)
    planner.run_here(at(f"{TODAY}T09:00"))
    records = delivery.records()
    with counting() as sending:
        worker.deliver_batch({"Records": records}, None, at(f"{TODAY}T09:01"))
    return {"reminder planned": planning.each(MANY), "reminder sent": sending.each(len(records))}


def _taken_in(folder: Path) -> dict[str, Consumed]:
    files = {path.name: path.read_bytes() for path in spreadsheets.write(folder, IMPORTED)}
    with counting() as taking_in:
        import_steps.run(import_steps.checked(files))
    return {"import, a row": taking_in.each(IMPORTED * spreadsheets.ROWS)}


def _done(answer: Any) -> Any:
    assert answer.status in {200, 201}, answer.body
    return answer.body
