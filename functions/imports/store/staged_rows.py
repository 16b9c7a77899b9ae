"""Rows as the staging file keeps them: to its columns and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from pydantic_core import from_json, to_json

from imports.reading.row_reader import Record
from interchange.cells import Cell
from interchange.tables import ImportKind
from shared.kernel.errors import FieldError

RowState = Literal[
    "new", "changed", "doubtful", "same", "joined", "refused", "left_out", "taken", "updated"
]
PendingState = Literal["new", "changed", "doubtful"]
"""The states of rows of which something is still to be decided or written."""


class Staged(NamedTuple):
    """A row that nothing is wrong with (so far).

    `key` is its own number, `owner` the number of what it belongs to, both folded. `body` is what
    it says, as JSON for the room's schema. `found` is what the tables have of it: {member_id,
    changes} of a `changed` row, {member_id, member_no, name, line} of a `doubtful` one.
    """

    id: int
    source: int
    line: int
    kind: ImportKind
    state: RowState
    key: str | None
    owner: str | None
    document: str | None
    body: dict[str, Any]
    found: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row with its faults, as it stood in its file."""

    source: int
    line: int
    kind: ImportKind
    raw: list[Cell]
    faults: list[FieldError]


NAMES = ("id", "source", "line", "kind", "state", "key", "owner", "document", "body", "found")
FIELDS = ", ".join(NAMES)
_LONGEST_QUOTED = 100


def to_columns(
    source: int, line: int, kind: ImportKind, raw: Sequence[Cell], read: Record | list[FieldError]
) -> tuple[object, ...]:
    """The columns of the table `rows` behind its id, but for `found`."""
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
    """A fault as JSON, what it quotes cut short."""
    said = asdict(fault)
    if isinstance(fault.value, str) and len(fault.value) > _LONGEST_QUOTED:
        said["value"] = f"{fault.value[:_LONGEST_QUOTED]}…"
    return as_json(said)


def _faults(text: str) -> list[FieldError]:
    return [FieldError(**fault) for fault in from_json(text)]


def from_columns(row: tuple[Any, ...]) -> Staged:
    """A row of the columns FIELDS."""
    *plain, body, found = row
    return Staged._make((*plain, from_json(body), found and from_json(found)))


def rejected_from_columns(
    source: int, line: int, kind: ImportKind, raw: str, faults: str
) -> RejectedRow:
    """A refused row of its columns."""
    return RejectedRow(source, line, kind, from_json(raw), _faults(faults))
