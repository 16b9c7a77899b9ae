"""Small transactions done together: fewer calls, each still whole or not at all."""

import pytest
from botocore.stub import Stubber

from shared.aws import dynamo, write
from shared.aws import meter as meters
from shared.aws.transaction_packing import transact_all
from shared.kernel.settings import settings

pytestmark = pytest.mark.usefixtures("tables")


def unit(number: int, items: int, more: list[write.Write] | None = None) -> list[write.Write]:
    table = settings().members_table
    own = [write.put(table, {"pk": f"U#{number}", "sk": str(n)}, new=True) for n in range(items)]
    return [*own, *(more or [])]


def calls_of(units: list[list[write.Write]]) -> tuple[list[bool], int]:
    meter = meters.Meter()
    token = meters.meter.set(meter)
    try:
        return transact_all(units), meter.calls
    finally:
        meters.meter.reset(token)


def written(number: int) -> int:
    return len(dynamo.query(settings().members_table, f"U#{number}"))


def test_units_share_a_transaction_up_to_its_hundred_writes() -> None:
    done, calls = calls_of([unit(n, 45) for n in range(5)])
    assert (done, calls) == ([True] * 5, 3)
    assert [written(n) for n in range(5)] == [45] * 5


def test_of_a_refused_transaction_nothing_is_written_and_the_others_are_done() -> None:
    transact_all([unit(1, 1)])
    done, calls = calls_of([unit(n, 45) for n in range(4)])
    assert (done, calls) == ([False, False, True, True], 2)
    assert [written(n) for n in range(4)] == [0, 1, 45, 45]


def test_a_check_of_two_units_is_made_once_and_no_item_is_written_twice() -> None:
    table = settings().members_table
    dynamo.transact([write.put(table, {"pk": "M#1", "sk": "PROFILE"})])

    def there() -> write.Write:
        return write.require(table, ("M#1", "PROFILE"), "member")

    assert calls_of([unit(n, 2, [there()]) for n in range(3)]) == ([True] * 3, 1)
    assert calls_of([unit(7, 2), unit(7, 3)]) == ([True, False], 2)
    assert written(7) == 2


def test_where_a_table_takes_no_more_the_same_is_tried_again_before_it_falls_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("shared.aws.transaction_packing.time.sleep", pauses.append)
    with Stubber(dynamo.client()) as stub:
        for reason in ("ThrottlingError", "TransactionConflict"):
            stub.add_client_error(
                "transact_write_items",
                "TransactionCanceledException",
                modeled_fields={"CancellationReasons": [{"Code": reason}, {"Code": "None"}]},
            )
        stub.add_response("transact_write_items", {})
        assert transact_all([unit(1, 1), unit(2, 1)]) == [True, True]
    assert len(pauses) == 2
