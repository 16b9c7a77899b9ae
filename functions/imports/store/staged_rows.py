"""A row as the staging file keeps it: what it says, what became of it, what was found of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from pydantic_core import from_json, to_json

from imports.reading.row_reader import Record
from interchange.cells import Cell
from interchange.tables import ImportKind
from shared.kernel.errors import FieldError

State = Literal[
    "new", "changed", "doubtful", "same", "joined", "refused", "left_out", "taken", "updated"
]
Waiting = Literal["new", "changed", "doubtful"]


class Staged(NamedTuple):
    """A row that nothing is wrong with (so far); `found` is what is known of it in the tables."""

    id: int
    source: int
    line: int
    kind: ImportKind
    state: State
    key: str | None
    owner: str | None
    document: str | None
    body: dict[str, Any]
    found: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row with its faults, as it stood in its file."""

    source: int
    line: int
    kind: ImportKind
    raw: list[Cell]
    faults: list[FieldError]


NAMES = ("id", "source", "line", "kind", "state", "key", "owner", "document", "body", "found")
FIELDS = ", ".join(NAMES)


def values(
    source: int, line: int, kind: ImportKind, raw: Sequence[Cell], read: Record | list[FieldError]
) -> tuple[object, ...]:
    """What is kept of a row: where it stands, its cells, and what was read of them."""
    written = as_json(raw)
    if isinstance(read, list):
        faults = f"[{', '.join(map(fault_text, read))}]"
        return source, line, kind, "refused", None, None, None, None, None, None, written, faults
    body = as_json(read.body)
    nik = read.body.get("member", {}).get("nik")
    day = read.body.get("value_date") or read.body.get("due_on")
    key, owner = _folded(read.key), _folded(read.owner)
    return (
        source, line, kind, "new", key, owner, nik, day, read.document_no, body, written, None,
    )  # fmt: skip


def _folded(number: str | None) -> str | None:
    """Numbers are compared without regard to case, as the rooms' guards do."""
    return number and number.casefold()


def as_json(value: Sequence[object] | Mapping[str, object]) -> str:
    """By pydantic-core, in a quarter of the time that the json module takes."""
    return to_json(value, fallback=str).decode()


def fault_text(fault: FieldError) -> str:
    """A fault as JSON."""
    return as_json(asdict(fault))


def _faults(text: str) -> list[FieldError]:
    return [FieldError(**fault) for fault in from_json(text)]


def staged(row: tuple[Any, ...]) -> Staged:
    """A row of the columns FIELDS."""
    *plain, body, found = row
    return Staged._make((*plain, from_json(body), found and from_json(found)))


def refused(source: int, line: int, kind: ImportKind, raw: str, faults: str) -> Refused:
    """A refused row of its columns."""
    return Refused(source, line, kind, from_json(raw), _faults(faults))
