"""A month of mornings over the demo cooperative: some fail, some die half-way, members pay.

The oracle below knows the schedules from the API, the calendar by heart, and nothing of the
planner: every stage of an instalment that is unpaid when its morning is made up for has exactly one
item in the ledger, in exactly one message or with the reason that the oracle finds too.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest

from local import demo
from reminders import outbox
from reminders.planning import planner
from shared.aws import dynamo
from shared.aws.items import unmarshal
from shared.domain import phones
from shared.kernel.settings import settings
from shared.records import cooperative
from tests.integration.events import Room, identity
from tests.integration.reminders.cooperative import at

FIRST, LAST, MEMBERS = date(2026, 3, 9), date(2026, 4, 8), 40
STAGES = (-3, -1, 0, 1, 7, 14, 30)
HOLIDAYS = {date(2026, 3, 19), date(2026, 3, 21), date(2026, 3, 22), date(2026, 4, 3)}

Stage = tuple[str, int, int]
"""Account, instalment, stage."""


class Died(Exception):
    """The machine was switched off."""


@contextmanager
def dying_at(write: int | None) -> Iterator[list[int]]:
    """The planner dies before its write of this number; if it came to that, the list holds it."""
    numbers, died = count(1), []

    def die(**_: object) -> None:
        if next(numbers) == write:
            died.append(write)
            raise Died

    events = dynamo.client().meta.events
    events.register("before-call.dynamodb.TransactWriteItems", die)
    try:
        with suppress(Died):
            yield died
    finally:
        events.unregister("before-call.dynamodb.TransactWriteItems", die)


def is_open(day: date) -> bool:
    return day.weekday() != 6 and day not in HOLIDAYS


@dataclass
class Oracle:
    """What must be in the ledger, and which words of each stage would be right."""

    refusals: dict[str, str]
    since: date
    must: set[Stage] = field(default_factory=set)
    right: dict[Stage, set[str]] = field(default_factory=lambda: defaultdict(set))

    def morning(self, today: date, unpaid: dict[str, list[tuple[int, date]]], whole: bool) -> None:
        """A planning of all stages since the last whole one, with what is unpaid right now."""
        for account, instalments in unpaid.items():
            for number, due_on in instalments:
                stages = [s for s in STAGES if self.since <= due_on + timedelta(s) <= today]
                for stage in stages:
                    key = account, number, stage
                    self.right[key].add(self.word(account, due_on, stage, stages[-1], today))
                    if whole:
                        self.must.add(key)
        if whole:
            self.since = today + timedelta(days=1)

    def word(self, account: str, due_on: date, stage: int, newest: int, today: date) -> str:
        if stage != newest:
            return "superseded"
        if refusal := self.refusals.get(account.split(".", maxsplit=1)[0]):
            return refusal
        sent_on = today
        while not is_open(sent_on):
            sent_on += timedelta(days=1)
        following = [due_on + timedelta(s) for s in STAGES if s > stage]
        return "holiday" if following and following[0] <= sent_on else "planned"


@dataclass
class Office:
    """What the cooperative's people see and do."""

    chance: Random
    keys: Any = field(default_factory=count)

    def read(self, room: str, path: str, **query: object) -> Any:
        answer = Room(room, identity())("GET", path, query=query)
        assert answer.status == 200, answer.body
        return answer.body

    def accounts(self) -> list[str]:
        rows = self.read("members", "/members", limit=100)["items"]
        found = [self.read("accounts", f"/members/{r['member_id']}/accounts") for r in rows]
        accounts = [account for each in found for account in each["items"]]
        return [a["account_id"] for a in accounts if a["kind"] == "financing" and a["outstanding"]]

    def refusals(self, accounts: list[str]) -> dict[str, str]:
        """The members who get nothing, and why."""
        found = {}
        for member in sorted({account.split(".")[0] for account in accounts}):
            contacts = self.read("contacts", f"/members/{member}/contacts")
            if self.read("members", f"/members/{member}")["status"] == "deceased":
                found[member] = "deceased"
            elif contacts["consents"]["whatsapp"] == "withdrawn":
                found[member] = "opted_out"
            elif not any(phones.is_mobile(phone["e164"]) for phone in contacts["phones"]):
                found[member] = "no_mobile_number"
        return found

    def unpaid(self, accounts: list[str]) -> dict[str, list[tuple[int, date]]]:
        schedules = {a: self.read("accounts", f"/accounts/{a}/schedule")["items"] for a in accounts}
        return {
            account: [(i["number"], date.fromisoformat(i["due_on"])) for i in items if i["unpaid"]]
            for account, items in schedules.items()
        }

    def collect(self, accounts: list[str], today: date) -> None:
        """Some members pay the whole or a part of what they owe next."""
        for account in accounts:
            if self.chance.random() < 0.12:
                row = self.read("accounts", f"/accounts/{account}")
                whole = row["next_due_amount"] or 0
                amount = whole if self.chance.random() < 0.7 else whole // 3
                body = {"type": "repayment", "value_date": str(today), "amount": amount}
                headers = {"idempotency-key": f"paid-{next(self.keys)}"}
                path = f"/accounts/{account}/transactions"
                if amount:
                    answer = Room("accounts", identity())("POST", path, body, headers=headers)
                    assert answer.status == 201, answer.body


def ledger() -> dict[Stage, str]:
    """What became of each stage of an instalment."""
    found = {}
    for item in table():
        if str(item["sk"]).startswith("LEDGER#"):
            doc = json.loads(str(item["doc"]))
            due = doc["due"]
            if due["kind"] != "installment":
                continue
            key = due["account_id"], due["number"], due["stage"]
            assert key not in found
            found[key] = doc.get("reason", "planned")
    return found


def table() -> list[dynamo.Item]:
    pages = dynamo.client().get_paginator("scan").paginate(TableName=settings().reminders_table)
    return [unmarshal(raw) for page in pages for raw in page["Items"]]


@pytest.mark.usefixtures("tables")
def test_in_a_month_of_outages_every_stage_has_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", str(FIRST))
    settings.cache_clear()
    demo.load(FIRST, lambda *_: None, MEMBERS)
    cooperative.forget()
    chance = Random(2026)
    office = Office(chance)
    accounts = office.accounts()
    oracle = Oracle(office.refusals(accounts), FIRST)
    assert len(accounts) > 10
    for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)):
        monkeypatch.setenv("TODAY", str(day))
        settings.cache_clear()
        office.collect(accounts, day)
        fate = chance.random() if FIRST < day < LAST else 1.0
        if fate >= 0.2:
            unpaid = office.unpaid(accounts)
            with dying_at(chance.randint(1, 4) if fate < 0.4 else None) as died:
                planner.run_here(at(f"{day}T08:00"))
            oracle.morning(day, unpaid, whole=not died)
    found = ledger()
    assert len(found) > 20
    assert oracle.must <= found.keys() <= oracle.right.keys()
    for stage, word in found.items():
        assert word in oracle.right[stage], stage
    assert {"planned", "superseded"} <= set(found.values())
    messages = [outbox.from_item(i) for i in table() if str(i["sk"]).startswith("MESSAGE#")]
    dues = [due for m in messages for due in m.dues if due.kind == "installment"]
    told = [(due.account_id, due.number, due.stage) for due in dues]
    assert sorted(told) == sorted(stage for stage, word in found.items() if word == "planned")
    assert all(is_open(message.day) for message in messages)
