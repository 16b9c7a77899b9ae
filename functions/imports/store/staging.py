"""The rows of one import in a SQLite file: read once, looked at in any order, in little memory.

A row is `new` until it is `taken` in, `changed` until it is `updated` where the tables have it but
differ, `same` where they have just that, or `refused` with its faults. One that is `doubtful`
becomes `new` or `changed`, or is `left_out`, as somebody decides. One that says more of a member or
an account is `joined` to that row. The file goes with the import from step to step.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from imports.reading.headings import Heading
from imports.reading.row_reader import Record
from imports.reading.sheets import Sheet
from interchange.cells import Cell
from interchange.tables import ImportKind
from shared.kernel.errors import FieldError

from . import staged_rows, staged_tables
from .staged_rows import FIELDS, NAMES, Refused, Staged, State, Waiting
from .staged_tables import StagedTable

Column = Literal["key", "nik", "document"]
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
_INDEXES = """
CREATE INDEX by_key ON rows (kind, key);
CREATE INDEX by_owner ON rows (kind, owner, day);
CREATE INDEX by_state ON rows (kind, state);
"""


class Staging:
    """Open it with `with`; what was written is kept when the block ends."""

    def __init__(self, path: Path) -> None:
        fresh = not path.exists()
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = MEMORY")
        if fresh:
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
        """A table of a file; the number by which its rows name it."""
        row = staged_tables.values(file, sheet, heading, examples)
        sql = "INSERT INTO tables VALUES (NULL, ?, ?, ?, ?, ?)"
        return int(self._db.execute(sql, row).lastrowid or 0)

    def add(
        self,
        source: int,
        rows: Iterable[tuple[int, ImportKind, Sequence[Cell], Record | list[FieldError]]],
    ) -> None:
        """Rows of a table: their lines, kinds, cells (no dates), and what was read of them."""
        sql = "INSERT INTO rows VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
        self._db.executemany(sql, (staged_rows.values(source, *row) for row in rows))

    def index(self) -> None:
        """To be called once all rows are there."""
        self._db.executescript(f"{_INDEXES} ANALYZE; BEGIN;")

    def tables(self) -> list[StagedTable]:
        """The tables, in the order of the files."""
        rows = self._db.execute("SELECT * FROM tables ORDER BY id")
        return [staged_tables.of_row(row) for row in rows]

    def counts(self) -> dict[ImportKind, dict[State, int]]:
        """How many rows of each kind are in which state."""
        found: dict[ImportKind, dict[State, int]] = {}
        for kind, state, number in self._db.execute(
            "SELECT kind, state, count(*) FROM rows GROUP BY kind, state"
        ):
            found.setdefault(kind, {})[state] = number
        return found

    def repeated(self, kinds: Sequence[ImportKind], column: Column) -> list[tuple[int, int, str]]:
        """(row, line of the one that counts, value) of rows that have a value of another row.

        The first counts, but of two members with one NIK the one that has an account.
        """
        scope = "owner, document" if column == "document" else column
        order = f"{_HAS_ACCOUNT} DESC, id" if column == "nik" else "id"
        sql = f"""
            SELECT id, first_line, {column} FROM (
                SELECT id, {column}, first_value(line) OVER same AS first_line,
                    first_value(id) OVER same AS first
                FROM rows WHERE {_kinds(kinds)} AND {column} IS NOT NULL AND state != 'refused'
                WINDOW same AS (PARTITION BY {scope} ORDER BY {order})
            ) WHERE id != first
        """  # noqa: S608 - names of columns and kinds of ours
        return self._db.execute(sql).fetchall()

    def refuse(self, row_ids: Iterable[tuple[int, FieldError]]) -> None:
        """Give rows a fault."""
        sql = """UPDATE rows SET state = 'refused',
            faults = json_insert(coalesce(faults, '[]'), '$[#]', json(?)) WHERE id = ?"""
        self._db.executemany(
            sql, ((staged_rows.fault_text(fault), row_id) for row_id, fault in row_ids)
        )

    def set_state(self, state: State, row_ids: Iterable[int]) -> None:
        self._db.executemany(
            "UPDATE rows SET state = ? WHERE id = ?", ((state, i) for i in row_ids)
        )

    def rewrite(self, row_id: int, body: Mapping[str, object]) -> None:
        """Give a row another body."""
        self._db.execute(
            "UPDATE rows SET body = ? WHERE id = ?", (staged_rows.as_json(body), row_id)
        )

    def found(self, state: State, known: Iterable[tuple[int, Mapping[str, object]]]) -> None:
        """Give rows a state, with what was found of them in the tables."""
        sql = "UPDATE rows SET state = ?, found = ? WHERE id = ?"
        self._db.executemany(
            sql, ((state, staged_rows.as_json(what), row_id) for row_id, what in known)
        )

    def forget(self, row_id: int) -> None:
        """Make a row new, whatever was found of it."""
        self._db.execute("UPDATE rows SET state = 'new', found = NULL WHERE id = ?", (row_id,))

    def fresh(
        self, kind: ImportKind, limit: int = -1, state: Waiting = "new", after: int = 0
    ) -> list[Staged]:
        """Rows of a kind that are to be taken in, in the order of the files, behind a row."""
        sql = f"""SELECT {FIELDS} FROM rows
            WHERE kind = ? AND state = ? AND id > ? ORDER BY id LIMIT ?"""  # noqa: S608
        rows = self._db.execute(sql, (kind, state, after, limit)).fetchall()
        return [staged_rows.staged(row) for row in rows]

    def pages(self, kind: ImportKind, size: int, state: Waiting = "new") -> Iterator[list[Staged]]:
        """The same, some at a time; their states may change meanwhile."""
        after = 0
        while rows := self.fresh(kind, size, state, after):
            yield rows
            after = rows[-1].id

    def waiting(self) -> int:
        """How many rows are to be taken in."""
        sql = "SELECT count(*) FROM rows WHERE state IN ('new', 'changed')"
        return int(self._db.execute(sql).fetchone()[0])

    def of_owners(self, kind: ImportKind, owners: Sequence[str]) -> dict[str, list[Staged]]:
        """Rows to be taken in that belong to accounts, by their days and lines."""
        sql = f"""SELECT {FIELDS} FROM rows
            WHERE kind = ? AND owner IN (SELECT value FROM json_each(?)) AND state = 'new'
            ORDER BY owner, day, id"""  # noqa: S608
        found: dict[str, list[Staged]] = {owner: [] for owner in owners}
        for row in self._db.execute(sql, (kind, staged_rows.as_json(owners))):
            staged = staged_rows.staged(row)
            found[staged.owner or ""].append(staged)
        return found

    def owners(self, kind: ImportKind, size: int) -> Iterator[list[str]]:
        """The accounts to which rows to be taken in belong, some at a time."""
        sql = """SELECT DISTINCT owner FROM rows INDEXED BY by_owner
            WHERE kind = ? AND owner > ? AND state = 'new' ORDER BY owner LIMIT ?"""
        after = ""
        while found := [one for (one,) in self._db.execute(sql, (kind, after, size))]:
            yield found
            after = found[-1]

    def find(self, kinds: Sequence[ImportKind], keys: Iterable[str | None]) -> dict[str, Staged]:
        """The rows with these numbers that may be taken."""
        sql = f"""SELECT {FIELDS} FROM rows WHERE {_kinds(kinds)}
            AND key IN (SELECT value FROM json_each(?)) AND state NOT IN ('refused', 'left_out')"""  # noqa: S608
        wanted = staged_rows.as_json([key for key in keys if key])
        rows = map(staged_rows.staged, self._db.execute(sql, (wanted,)))
        return {str(row.key): row for row in rows}

    def sharing_phones(self) -> list[list[Staged]]:
        """New members of whom several have one phone number, by the number."""
        sql = f"""
            WITH phones AS (
                SELECT rows.id AS row, json_extract(value, '$.number') AS number
                FROM rows, json_each(rows.body, '$.card.phones')
                WHERE rows.kind = 'members' AND rows.state = 'new'
            ), shared AS (SELECT number FROM phones GROUP BY number HAVING count(*) > 1)
            SELECT phones.number, {", ".join(f"rows.{name}" for name in NAMES)}
            FROM shared JOIN phones USING (number) JOIN rows ON rows.id = phones.row
            ORDER BY phones.number, rows.id"""  # noqa: S608
        found: dict[str, list[Staged]] = {}
        for number, *row in self._db.execute(sql):
            found.setdefault(number, []).append(staged_rows.staged(tuple(row)))
        return list(found.values())

    def people(self, numbers: Sequence[str]) -> dict[str, str]:
        """Members who are there, by the numbers that rows of the file give them."""
        sql = """SELECT key, json_extract(found, '$.member_id') FROM rows
            WHERE kind = 'members' AND key IN (SELECT value FROM json_each(?))
            AND state IN ('changed', 'updated') AND found IS NOT NULL"""
        return dict(self._db.execute(sql, (staged_rows.as_json(numbers),)).fetchall())

    def refused(self, limit: int = -1) -> list[tuple[int, Refused]]:
        """(row, what is wrong with it), in the order of the files."""
        sql = f"SELECT id, {_REFUSED} WHERE state = 'refused' ORDER BY id LIMIT ?"
        return [
            (row_id, staged_rows.refused(*row)) for row_id, *row in self._db.execute(sql, (limit,))
        ]

    def refused_of(self, table: StagedTable) -> Iterator[Refused]:
        """The refused rows of a table, in its order."""
        sql = f"SELECT {_REFUSED} {_OF_TABLE} ORDER BY id"
        for row in self._db.execute(sql, (table.heading.kind, table.number)):
            yield staged_rows.refused(*row)

    def count_refused(self, table: StagedTable) -> int:
        """How many rows of a table were refused."""
        sql = f"SELECT count(*) FROM rows {_OF_TABLE}"  # noqa: S608
        found: tuple[int] = self._db.execute(sql, (table.heading.kind, table.number)).fetchone()
        return found[0]


_REFUSED = "source, line, kind, raw, faults FROM rows"
_OF_TABLE = "WHERE kind = ? AND state = 'refused' AND source = ?"
_HAS_ACCOUNT = """EXISTS (
    SELECT 1 FROM rows AS account
    WHERE account.kind IN ('savings', 'financing') AND account.owner = rows.key
)"""


def _kinds(kinds: Sequence[ImportKind]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"
