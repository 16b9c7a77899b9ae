"""How many stream records a second the counters take, on an engine and tables of their own."""

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.environment import set_environment
from local import tables, template
from local.engine import Engine

RECORDS = 20_000


def counted_a_second() -> float:
    """Of profiles of new members, in the batches that template.yaml asks for."""
    with tempfile.TemporaryDirectory() as name:
        engine = Engine(Path(name) / "engine.db")
        try:
            set_environment(engine.url, Path(name))
            return _counted_a_second(engine)
        finally:
            engine.stop()


def _counted_a_second(engine: Engine) -> float:
    from members import repository, worker
    from shared.aws import dynamo

    tables.ensure(dynamo.client(), template.load().tables)
    engine.index()
    (source,) = (s for s in template.load().streams if s.handler == "members.worker.lambda_handler")
    records = [_record(number) for number in range(RECORDS)]
    begun = time.perf_counter()
    for start in range(0, RECORDS, source.batch_size):
        failed = worker.lambda_handler(
            {"Records": records[start : start + source.batch_size]}, None
        )
        if failed["batchItemFailures"]:
            raise RuntimeError(failed)
    seconds = time.perf_counter() - begun
    if sum(number for _, _, number in repository.counts()) != RECORDS:
        raise RuntimeError("the counts are wrong")
    return RECORDS / seconds


def _record(number: int) -> dict[str, Any]:
    """A stream record of the first version of a member's profile."""
    from members.models import Profile
    from shared.aws.items import marshal
    from shared.records.keys.members import profile

    kept = Profile(
        birth_date="1987-02-06",
        gender="P",
        occupation="Pedagang",
        nik_encrypted=None,
        created_at="2026-11-24T01:00:00.000Z",
        updated_at="2026-11-24T01:00:00.000Z",
        status="active",
        office="PST" if number % 2 else "BDG",
    )
    pk, sk = profile(f"01JB{number:022}")
    image = marshal({"pk": pk, "sk": sk, "v": 1, "doc": kept.model_dump_json()})
    keys = {name: image[name] for name in ("pk", "sk")}
    said = {"Keys": keys, "NewImage": image, "SequenceNumber": str(number)}
    return {"eventName": "INSERT", "dynamodb": said}
