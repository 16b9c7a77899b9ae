import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.aws import dynamo, meter, write
from shared.kernel.settings import settings
from tests.integration.events import MEMBER_ID, Room, identity, invoke

pytestmark = pytest.mark.usefixtures("tables")

members = Room("members", identity())


def record(
    version: int, status: str, office: str | None = "PST", member_id: str = MEMBER_ID
) -> dict[str, Any]:
    doc = {
        "birth_date": None,
        "gender": None,
        "occupation": None,
        "nik_encrypted": None,
        "created_at": "2026-11-24T07:00:00.000Z",
        "updated_at": "2026-11-24T07:00:00.000Z",
        "status": status,
        "office": office,
    }
    keys = {"pk": {"S": f"M#{member_id}"}, "sk": {"S": "PROFILE"}}
    image = {**keys, "v": {"N": str(version)}, "doc": {"S": json.dumps(doc)}}
    return {
        "eventID": f"e{version}",
        "eventName": "MODIFY",
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": keys, "NewImage": image, "SequenceNumber": str(version)},
    }


def deliver(*records: dict[str, Any]) -> Any:
    return invoke("members.worker.lambda_handler", {"Records": list(records)}).body


def counts() -> Any:
    return members("GET", "/members/counts").body


def test_a_member_is_counted_once_however_often_the_record_comes() -> None:
    deliver(record(1, "active"))
    deliver(record(1, "active"), record(1, "active"))
    assert counts() == {"total": 1, "by_status": {"active": 1}, "by_office": {"PST": 1}}


def test_a_change_moves_the_member_from_one_counter_to_another() -> None:
    deliver(record(1, "active"), record(2, "left", None))
    assert counts() == {"total": 1, "by_status": {"left": 1}, "by_office": {"-": 1}}


def test_an_older_record_that_comes_late_changes_nothing() -> None:
    deliver(record(3, "left"), record(2, "active"))
    assert counts()["by_status"] == {"left": 1}


def removal() -> dict[str, Any]:
    removed = record(9, "active")
    del removed["dynamodb"]["NewImage"]
    return removed | {"eventName": "REMOVE"}


def test_a_member_who_is_removed_is_counted_no_longer_however_often_the_record_comes() -> None:
    deliver(record(1, "active"), removal(), removal())
    assert counts()["total"] == 0
    deliver(record(1, "active"), removal(), record(1, "left"))
    assert counts() == {"total": 1, "by_status": {"left": 1}, "by_office": {"PST": 1}}


def test_a_record_that_fails_is_named_and_the_others_are_counted() -> None:
    broken = record(2, "active")
    broken["dynamodb"]["NewImage"]["doc"]["S"] = "{"
    answer = deliver(record(1, "active"), broken)
    assert answer["batchItemFailures"] == [{"itemIdentifier": "2"}]
    assert counts()["total"] == 1


@pytest.mark.parametrize(("offices", "total"), [("PST", 1), ("CBG", 0)])
def test_an_office_bound_caller_counts_their_own(offices: str, total: int) -> None:
    deliver(record(1, "active"))
    bound = members.by("viewer", offices=offices)
    assert bound("GET", "/members/counts").body["total"] == total


def many(count: int, version: int = 1, status: str = "active") -> list[dict[str, Any]]:
    return [record(version, status, member_id=f"01JB{number:022}") for number in range(count)]


def test_a_batch_of_many_members_takes_few_calls() -> None:
    spent = meter.Meter()
    meter.meter.set(spent)
    deliver(*many(180))
    assert spent.calls == 2
    assert counts()["total"] == 180
    deliver(*many(180))
    assert counts()["total"] == 180
    meter.meter.set(spent := meter.Meter())
    deliver(*many(180, 2, "left"))
    assert spent.calls == 4
    assert counts()["by_status"] == {"left": 180}


def test_members_of_many_offices_are_counted_in_as_many_transactions_as_it_takes() -> None:
    of_offices = [
        record(1, "active", f"K{number % 70}", f"01JB{number:022}") for number in range(90)
    ]
    assert deliver(*of_offices) == {"batchItemFailures": []}
    assert counts()["total"] == 90
    assert len(counts()["by_office"]) == 70


def test_batches_at_once_and_twice_count_every_member_once() -> None:
    batches = [many(40), many(40, 2, "left"), many(40), many(40, 2, "left")]
    with ThreadPoolExecutor(4) as workers:
        answers = list(workers.map(lambda batch: deliver(*batch), batches))
    assert answers == [{"batchItemFailures": []}] * 4
    assert counts() == {"total": 40, "by_status": {"left": 40}, "by_office": {"PST": 40}}


def test_what_an_earlier_version_counted_in_one_part_counts_on() -> None:
    counter: dynamo.Item = {"pk": "COUNTS", "sk": "PST#active", "n": 2}
    dynamo.transact([write.put(settings().members_table, counter)])
    deliver(record(1, "active"))
    assert counts()["total"] == 3


def test_a_batch_that_cannot_be_written_is_named_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def contended(_: Any) -> None:
        raise dynamo.Contended

    monkeypatch.setattr("shared.aws.retry._PAUSE_SECONDS", 0)
    monkeypatch.setattr(dynamo, "transact", contended)
    answer = deliver(record(1, "active"), record(2, "left"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "2"}]}
