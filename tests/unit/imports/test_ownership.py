import pytest

from imports import ownership
from imports.store.jobs import ImportJob
from shared.kernel.caller import Caller
from shared.kernel.errors import Forbidden


def job(*offices: str) -> ImportJob:
    return ImportJob.model_validate(
        {
            "import_id": "01JC0000000000000000000001",
            "state": "checked",
            "files": [],
            "created_at": "2026-11-24T03:00:00.000Z",
            "created_by": "maya",
            "offices": offices,
            "role": "manager",
        }
    )


def caller(name: str, *offices: str) -> Caller:
    return Caller(name, "manager", frozenset(), offices, "")


@pytest.mark.parametrize(
    ("name", "own", "offices", "acting"),
    [
        ("maya", (), ("BDG",), ("BDG",)),
        ("maya", ("BDG",), (), ("BDG",)),
        ("maya", ("BDG", "GRT"), ("BDG",), ("BDG",)),
        ("maya", ("BDG",), ("BDG", "GRT"), ("BDG",)),
        ("siti", (), ("BDG",), ("BDG",)),
        ("siti", ("BDG", "GRT"), ("BDG",), ("BDG",)),
        ("siti", (), (), ()),
    ],
)
def test_a_step_acts_in_the_makers_offices_or_fewer_whoever_asks(
    name: str, own: tuple[str, ...], offices: tuple[str, ...], acting: tuple[str, ...]
) -> None:
    assert ownership.acting_offices(caller(name, *own), job(*offices)) == acting


def test_a_maker_without_any_of_its_offices_asks_for_no_step() -> None:
    with pytest.raises(Forbidden):
        ownership.acting_offices(caller("maya", "GRT"), job("BDG"))
