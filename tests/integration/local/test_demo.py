"""The demo, loaded through the rooms' use cases on the engine."""

import json
from collections import Counter
from datetime import date

import pytest

from local import demo
from shared.aws import dynamo
from shared.aws.items import unmarshal
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative
from tests.integration.events import Room, identity

TODAY = date(2026, 11, 24)
COUNT = 40


def items(table: str, prefix: str) -> list[dict[str, object]]:
    """The documents of all items whose sort keys begin so."""
    pages = dynamo.client().get_paginator("scan").paginate(TableName=table)
    found = (unmarshal(raw) for page in pages for raw in page["Items"])
    return [json.loads(str(item["doc"])) for item in found if str(item["sk"]).startswith(prefix)]


@pytest.mark.usefixtures("tables")
def test_a_cooperative_stands_with_all_its_sums_right_and_its_panels_full() -> None:
    seen: list[tuple[int, int]] = []
    demo.load(TODAY, lambda done, total: seen.append((done, total)), COUNT)
    assert seen == [(done, COUNT) for done in range(1, COUNT + 1)]
    assert cooperative().name == "KSP Sejahtera Bersama"
    assert len(cooperative().offices) == 3
    check_sums()
    check_panels()


def check_sums() -> None:
    sums: Counter[str] = Counter()
    for entry in items(settings().accounts_table, "LEDGER#"):
        sums[str(entry["account_id"])] += int(str(entry["effect"]))
    heads = items(settings().accounts_table, "HEAD#")
    assert len(heads) > 2 * COUNT
    for head in heads:
        amount = head["balance"] if head["kind"] == "savings" else head["outstanding"]
        assert sums[str(head["account_id"])] == amount
        assert (head["status"] == "closed") <= (amount == 0)


def check_panels() -> None:
    members, contacts = Room("members", identity()), Room("contacts", identity())
    page = members("GET", "/members", query={"limit": 100, "sort": "member_no"}).body
    assert len(page["items"]) == COUNT
    assert page["items"][0]["member_no"] == "KSB-00001"
    for row in page["items"]:
        panel = contacts("GET", f"/members/{row['member_id']}/contacts").body
        assert [p["e164"] for p in panel["phones"]][:1] == ([row["phone"]] if row["phone"] else [])
        assert len(panel["addresses"]) == 1
