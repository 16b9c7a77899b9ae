"""Documents as releases before this one stored them are read, and written again just the same."""

import json

import pytest
from pydantic import TypeAdapter

from imports.store.corrections import Correction
from imports.store.jobs import ImportJob
from imports.store.undo_journal import LedgerWritten, MemberCreated, UndoRecord

JOB = (
    '{"import_id":"01JC0000000000000000000001","state":"undoing","files":[{"name":"anggota.csv",'
    '"key":"imports/01JC0000000000000000000001/0"}],"counts":{"members":{"taken":2}},"checks":1,'
    '"done":0,"total":2,"faults":[],"refused_files":[{"file":"anggota.csv","ending":".csv",'
    '"rows":1,"written_at":"2026-11-24T03:00:00.000Z"}],"undecided":0,"others":"new",'
    '"removing":false,"place":"1#000000000002","created_at":"2026-11-24T03:00:00.000Z",'
    '"created_by":"siti","offices":["GRT"],"role":"admin"}'
)
CREATED = (
    '{"kind":"made","row":3,"member_id":"01JB0000000000000000000001","profile":"p","book":"b",'
    '"timeline":1}'
)
WRITTEN = (
    '{"kind":"continued","account_id":"01JB0000000000000000000001.S01JB0000000000000000000002",'
    '"terms":"t","rows":[4,5],"entries":["e1"],"counts":{"transactions":1,"savings":1}}'
)
CORRECTION = (
    '{"correction_id":"abc","of":"column","kind":"members","heading":"Mulai","field":"joined_on",'
    '"created_at":"2026-11-24T03:00:00.000Z","created_by":"siti"}'
)


def test_an_import_keeps_its_form() -> None:
    job = ImportJob.model_validate_json(JOB)
    assert job.undo_position == "1#000000000002"
    assert json.loads(job.model_dump_json()) == {**json.loads(JOB), "stopped_at": None}
    assert '"place":null' in job.model_copy(update={"undo_position": None}).model_dump_json()


@pytest.mark.parametrize(
    ("stored", "kind", "sort_key"),
    [
        (CREATED, MemberCreated, "1#000000000003"),
        (
            WRITTEN,
            LedgerWritten,
            "3#01JB0000000000000000000001.S01JB0000000000000000000002#000000000004",
        ),
    ],
)
def test_an_undo_record_keeps_its_form(stored: str, kind: type[object], sort_key: str) -> None:
    record: UndoRecord = TypeAdapter(UndoRecord).validate_json(stored)
    assert isinstance(record, kind)
    assert record.sort_key == sort_key
    assert record.model_dump_json() == stored


def test_a_correction_keeps_its_form() -> None:
    assert Correction.model_validate_json(CORRECTION).model_dump_json() == CORRECTION
