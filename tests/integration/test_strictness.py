"""What AWS refuses and the embedded engine takes is refused in the tests (tests/strictness.py)."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.aws import dynamo, write
from shared.kernel.settings import settings

pytestmark = pytest.mark.usefixtures("tables")

LONG = "x" * 1025


def item(pk: str = "A", sk: str = "B", **more: Any) -> dynamo.Item:
    return {"pk": pk, "sk": sk, **more}


def put(**more: Any) -> write.Write:
    return write.put(settings().members_table, item(**more))


@pytest.mark.parametrize(
    ("writes", "reason"),
    [
        (lambda: [put(pk="")], "the key pk is empty"),
        (lambda: [put(sk=LONG)], "the key sk has 1025 bytes"),
        (lambda: [put(pk=LONG + LONG)], "the key pk has 2050 bytes"),
        (lambda: [put(), put()], "several operations on"),
        (lambda: [put(doc="x" * 400 * 1024)], "an item of"),
        (lambda: [put(sk=f"{n}", doc="x" * 350_000) for n in range(13)], "a transaction of"),
        (
            lambda: [write.update(settings().members_table, ("A", "B"), change={"sk": "C"})],
            "a change of the primary key",
        ),
        (
            lambda: [write.put(settings().accounts_table, item(due_shard="", due_on="x"))],
            "the key due_shard is empty",
        ),
    ],
)
def test_a_write_that_aws_refuses_is_refused(writes: Any, reason: str) -> None:
    with pytest.raises(ClientError, match=reason):
        dynamo.transact(writes())


def test_the_same_key_twice_in_a_batch_is_refused() -> None:
    key = (settings().members_table, ("A", "B"))
    with pytest.raises(ClientError, match="the same key twice"):
        dynamo.batch_get([key, key])


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ClientError, match="BETWEEN"):
        dynamo.query(settings().members_table, "A", dynamo.Between("b", "a"))


@pytest.mark.parametrize("sk", [dynamo.Between("", "z"), dynamo.Prefix(""), None])
def test_a_range_from_the_beginning_names_no_empty_key(sk: Any) -> None:
    dynamo.transact([put(sk="B"), put(sk="C")])
    found = dynamo.query(settings().members_table, "A", sk)
    assert [one["sk"] for one in found] == ["B", "C"]


def test_an_expression_over_4_kb_is_refused() -> None:
    names = {f"name_{number:04}": 1 for number in range(300)}
    with pytest.raises(ClientError, match="an expression of"):
        dynamo.transact([write.update(settings().members_table, ("A", "B"), change=names)])
