"""Entries that lay in the members table until 0.2.0 are found before, while and after they move."""

import json
import sys
from datetime import date
from itertools import count, islice

import boto3
import pytest

from members import migration
from shared.aws import dynamo, write
from shared.aws import meter as meters
from shared.kernel.settings import settings
from shared.records import migrations
from shared.records.keys import search as keys
from shared.records.keys.auth import migration as progress_key
from shared.records.search_index.table import born_on
from tests.integration.events import Room, identity
from tools import deployed, migrate

pytestmark = pytest.mark.usefixtures("tables")

members = Room("members", identity())
accounts = Room("accounts", identity())
contacts = Room("contacts", identity())

NAMES = ("Siti Rahmawati", "Budi Santoso", "Muhammad Zulkifli", "Agus Wijaya Kusuma Hadi")
BIRTHDAY = date(2026, 11, 24)
SEARCHES = ("siti", "rahma si", "moch zul", "0812000001", "0100", "A-2", "SK-3", "b")


class Died(Exception):
    """The process that moved entries was killed."""


def make() -> list[str]:
    """Members with a phone, a birthday and an account each; their ids in the order of NAMES."""
    found = []
    for number, name in enumerate(NAMES):
        body = {
            "name": name,
            "joined_on": f"2024-03-0{number + 1}",
            "member_no": f"A-{number}",
            "birth_date": "1990-11-24",
            "office": "PST",
        }
        member_id = members("POST", "/members", body).body["member_id"]
        add_phone(member_id, f"081200000{number:03}")
        opened = {
            "member_id": member_id,
            "kind": "savings",
            "product": "sukarela",
            "opened_on": "2024-03-10",
            "account_no": f"SK-{number}",
        }
        assert accounts("POST", "/accounts", opened).status == 201
        found.append(member_id)
    return found


def add_phone(member_id: str, number: str) -> None:
    path = f"/members/{member_id}/phones"
    assert contacts("POST", path, {"number": number}).status == 201


def as_before() -> list[str]:
    """The same members as 0.2.0 kept them, and nothing migrated."""
    made = make()
    lie_as_before()
    return made


def lie_as_before() -> None:
    entries = iter(everything(settings().search_table))
    while some := list(islice(entries, 50)):
        keys_of = [(str(item["pk"]), str(item["sk"])) for item in some]
        puts = [write.put(settings().members_table, item) for item in some]
        dynamo.transact([*puts, *(write.delete(settings().search_table, key) for key in keys_of)])
    for item in everything(settings().members_table):
        if item["sk"] == "CARD":
            doc = json.loads(str(item["doc"]))
            del doc["in_search_table"]
            dynamo.transact([write.put(settings().members_table, item | {"doc": json.dumps(doc)})])
    migrations.forget()


def everything(table: str) -> list[dynamo.Item]:
    items, behind = dynamo.scan(table, limit=5000)
    assert behind is None
    return items


def keys_in(table: str) -> set[tuple[str, str]]:
    return {(str(item["pk"]), str(item["sk"])) for item in everything(table)}


def left() -> list[dynamo.Item]:
    """Entries that are still in the members table."""
    return [i for i in everything(settings().members_table) if keys.is_entry(str(i["pk"]))]


def listed(**query: object) -> list[str]:
    """The names of a list or a search, page by page."""
    found: list[str] = []
    query["limit"] = 3
    while True:
        page = members("GET", "/members", query=query).body
        found += [row["name"] for row in page["items"]]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


def shown() -> dict[str, list[str]]:
    """What lists, searches and birthdays show."""
    lists = ({"sort": sort} for sort in ("name", "-name", "joined_on", "-member_no"))
    found = {str(query): listed(**query) for query in (*lists, {"office": "PST"})}
    found |= {text: sorted(listed(q=text)) for text in SEARCHES}
    found["birthdays"] = sorted(row["name"] for row in born_on(BIRTHDAY))
    return found


def forget_progress() -> None:
    dynamo.transact([write.delete(settings().auth_table, progress_key(migration.NAME))])
    migrations.forget()


def dies_after(survives: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Migrate until the process dies after so many writes; whether it did."""
    real, done = dynamo.transact, count()

    def dying(writes: list[write.Write]) -> None:
        if next(done) == survives:
            raise Died
        real(writes)

    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "transact", dying)
        try:
            migrations.run(migration.NAME, migration.step)
        except Died:
            return True
    return False


def test_a_migration_that_dies_after_any_write_hides_no_member_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(migration, "_ITEMS_PER_STEP", 20)
    make()
    before = shown()
    entries = keys_in(settings().search_table)
    assert before["birthdays"] == sorted(NAMES)
    for survives in count():
        lie_as_before()
        died = dies_after(survives, monkeypatch)
        migrations.forget()
        assert shown() == before, survives
        migrations.run(migration.NAME, migration.step)
        assert shown() == before, survives
        assert left() == []
        assert keys_in(settings().search_table) == entries
        if not died:
            break
        forget_progress()
    assert survives > len(NAMES)


def test_a_member_who_changes_meanwhile_is_found_by_what_is_true_now() -> None:
    siti, budi, *_ = as_before()
    members("PATCH", f"/members/{siti}", {"name": "Aminah Zubaidah", "version": 1})
    add_phone(budi, "081399990000")
    for _ in range(2):
        assert listed(q="siti") == []
        assert listed(q="aminah zub") == listed(q="081200000000") == ["Aminah Zubaidah"]
        assert listed(q="081399990000") == ["Budi Santoso"]
        assert listed(sort="name")[1] == "Aminah Zubaidah"
        assert len(listed(sort="joined_on")) == len(NAMES)
        migrations.run(migration.NAME, migration.step)
    assert left() == []


def test_a_member_of_more_entries_than_a_transaction_holds_is_moved_whole() -> None:
    siti, *_ = make()
    long = "Satrio Dwiputra Kusumo Ningrat Wardhana Adiwijaya"
    members("PATCH", f"/members/{siti}", {"name": long, "version": 1})
    for number in range(4):
        add_phone(siti, f"08135550000{number}")
    lie_as_before()
    other = "Bagaskara Prasetyo Hadinoto Mangkubumi Tirtayasa Joyokusumo"
    change = {"name": other, "office": "BDG", "member_no": "X-1", "version": 2}
    assert members("PATCH", f"/members/{siti}", change).status == 200
    assert left()
    for _ in range(2):
        assert listed(q="satrio") == listed(q="A-0") == []
        assert listed(q="tirtayasa baga") == listed(q="081355500003") == [other]
        assert listed(sort="joined_on").count(other) == 1
        migrations.run(migration.NAME, migration.step)
    assert left() == []


def test_an_entry_of_somebody_who_is_gone_is_deleted() -> None:
    as_before()
    migrations.run(migration.NAME, migration.step)
    forget_progress()
    pk = keys.list_partition("*", "*", "name")
    ghost: dynamo.Item = {"pk": pk, "sk": "zz#01JBZZZZZZZZZZZZZZZZZZZZZZ", "row": "{}"}
    dynamo.transact([write.put(settings().members_table, ghost)])
    migrations.run(migration.NAME, migration.step)
    assert left() == []
    assert len(listed(sort="name")) == len(NAMES)


def test_the_command_moves_what_a_stack_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    as_before()
    monkeypatch.setattr(boto3, "client", lambda _: None)
    monkeypatch.setattr(deployed, "environment", lambda *_: {})
    monkeypatch.setattr(sys, "argv", ["migrate", "--stack", "sapa"])
    migrate.main()
    assert left() == []


def test_a_finished_migration_costs_a_page_no_second_read() -> None:
    as_before()
    migrations.run(migration.NAME, migration.step)
    spent = meters.Meter()
    meters.meter.set(spent)
    assert members("GET", "/members", query={"sort": "name"}).calls == 1
