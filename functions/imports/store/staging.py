"""The rows of one import in a SQLite file: read once, asked for in any order, in little memory.

The file goes with the import from step to step (staging_files.py). The state of a row:

- `new`: to be created; `taken` once it is
- `changed`: a member who is there and differs; `updated` once they are as the row says
- `same`: the tables have just that already
- `joined`: contacts, consents and pauses that became part of their member's or account's row
- `doubtful`: perhaps somebody who is there; by a decision it becomes new, changed or `left_out`
- `refused`: not to be imported, for its faults
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from imports.reading.headings import Heading
from imports.reading.row_reader import Record
from imports.reading.sheets import Sheet
from interchange.cells import Cell
from interchange.tables import ImportKind
from shared.kernel.errors import FieldError

from . import staged_rows, staged_tables
from .staged_rows import RowState
from .staging_reader import StagingReader

_SCHEMA = """
CREATE TABLE tables (
    id INTEGER PRIMARY KEY, file TEXT, sheet TEXT, csv TEXT, heading TEXT, examples TEXT
);
CREATE TABLE rows (
    id INTEGER PRIMARY KEY, source INTEGER, line INTEGER, kind TEXT, state TEXT,
    key TEXT, owner TEXT, nik TEXT, day TEXT, document TEXT, body TEXT, raw TEXT, faults TEXT,
    found TEXT
);
"""
JOINED: tuple[tuple[str, tuple[ImportKind, ...], ImportKind], ...] = (
    ("member_no", ("contacts", "consents"), "members"),
    ("account_no", ("pauses",), "financing"),
)
"""(the field that names it, kinds of rows, the kind of row of which they become part)."""
_INDEXES = """
CREATE INDEX by_key ON rows (kind, key);
CREATE INDEX by_owner ON rows (kind, owner, day);
CREATE INDEX by_state ON rows (kind, state);
"""


class Staging(StagingReader):
    """Open it with `with`: what was written is kept when the block ends."""

    def __init__(self, path: Path) -> None:
        is_new = not path.exists()
        super().__init__(sqlite3.connect(path, isolation_level=None))
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = MEMORY")
        if is_new:
            self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.execute("COMMIT")
        self._db.close()

    def add_table(
        self, file: str, sheet: Sheet, heading: Heading, examples: list[list[str]]
    ) -> int:
        """Add a table of a file; the number by which its rows name it."""
        row = staged_tables.to_columns(file, sheet, heading, examples)
        sql = "INSERT INTO tables VALUES (NULL, ?, ?, ?, ?, ?)"
        return int(self._db.execute(sql, row).lastrowid or 0)

    def add(
        self,
        source: int,
        rows: Iterable[tuple[int, ImportKind, Sequence[Cell], Record | list[FieldError]]],
    ) -> None:
        """Add rows of a table: line, kind, cells (no dates), and their record or their faults."""
        sql = "INSERT INTO rows VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
        self._db.executemany(sql, (staged_rows.to_columns(source, *row) for row in rows))

    def index(self) -> None:
        """Index the rows, once all are there."""
        self._db.executescript(f"{_INDEXES} ANALYZE; BEGIN;")

    def refuse(self, faults: Iterable[tuple[int, FieldError]]) -> None:
        """Refuse rows, each for a fault more."""
        sql = """UPDATE rows SET state = 'refused',
            faults = json_insert(coalesce(faults, '[]'), '$[#]', json(?)) WHERE id = ?"""
        self._db.executemany(
            sql, ((staged_rows.fault_text(fault), row_id) for row_id, fault in faults)
        )

    def refuse_detached(self) -> None:
        """Refuse joined rows whose member's or account's row is refused itself."""
        for name, kinds, whole in JOINED:
            found = self.detached(kinds, whole)
            self.refuse((row_id, FieldError(name, "row_refused", owner)) for row_id, owner in found)

    def set_state(self, state: RowState, row_ids: Iterable[int]) -> None:
        """Give rows a state."""
        self._db.executemany(
            "UPDATE rows SET state = ? WHERE id = ?", ((state, i) for i in row_ids)
        )

    def set_body(self, row_id: int, body: Mapping[str, object]) -> None:
        """Replace what a row says."""
        self._db.execute(
            "UPDATE rows SET body = ? WHERE id = ?", (staged_rows.as_json(body), row_id)
        )

    def set_found(self, state: RowState, found: Iterable[tuple[int, Mapping[str, object]]]) -> None:
        """Give rows a state, each with what the tables have of it."""
        sql = "UPDATE rows SET state = ?, found = ? WHERE id = ?"
        self._db.executemany(
            sql, ((state, staged_rows.as_json(what), row_id) for row_id, what in found)
        )

    def make_new(self, row_id: int) -> None:
        """Make a row new, whatever was found of it."""
        self._db.execute("UPDATE rows SET state = 'new', found = NULL WHERE id = ?", (row_id,))
