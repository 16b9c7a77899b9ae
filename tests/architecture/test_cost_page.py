"""The bill in docs/cost.md follows from the tables above it, and those from the template."""

import re

from local.template import load
from tools.costs import PAGE, bill, table, with_table

TEMPLATE = PAGE.parents[1] / "template.yaml"

page = PAGE.read_text()


def test_the_bill_is_what_its_tables_come_to() -> None:
    assert table(page, "bill") == bill(page), "run make costs"


def test_every_operation_of_the_month_was_counted() -> None:
    counted = {row[0] for row in table(page, "counted")}
    assert {row[0] for row in table(page, "month")} == counted - {"import, a row"}


def test_the_functions_with_a_snapshot_are_as_large_as_it_says() -> None:
    globals_ = re.search(r"Globals:.*?MemorySize: (\d+)", TEMPLATE.read_text(), re.DOTALL)
    assert globals_
    functions = [one["Properties"] for one in load().resources.values() if "SnapStart" in str(one)]
    megabytes = sum(int(one.get("MemorySize", globals_[1])) for one in functions)
    said = dict(row[:2] for row in table(page, "assumptions"))
    assert float(said["GB of functions with a snapshot"]) == megabytes / 1024


def test_twice_the_writes_cost_twice_as_much() -> None:
    rows = [[*row[:4], f"{2 * float(row[4]):g}"] for row in table(page, "counted")]
    once, twice = (
        next(row for row in bill(text) if row[0] == "DynamoDB: writes")
        for text in (page, with_table(page, "counted", rows))
    )
    first, second = (float(row[3].replace(",", "")) for row in (once, twice))
    assert abs(second - 2 * first) < 0.02
