"""What is asked of the staging file: rows by their numbers, owners and states."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from interchange.tables import ImportKind

from . import staged_rows, staged_tables
from .staged_rows import FIELDS, NAMES, PendingState, RejectedRow, RowState, Staged
from .staged_tables import StagedTable

UniqueColumn = Literal["key", "nik", "document"]
"""Columns in which no two rows of a kind may have the same value."""

_REJECTED = "source, line, kind, raw, faults FROM rows"
_OF_TABLE = "WHERE kind = ? AND state = 'refused' AND source = ?"
_HAS_ACCOUNT = """EXISTS (
    SELECT 1 FROM rows AS account
    WHERE account.kind IN ('savings', 'financing') AND account.owner = rows.key
)"""


class StagingReader:
    """The queries of a staging file; staging.py opens, fills and changes it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def tables(self) -> list[StagedTable]:
        """The tables, in the order of the files."""
        rows = self._db.execute("SELECT * FROM tables ORDER BY id")
        return [staged_tables.from_columns(row) for row in rows]

    def counts(self) -> dict[ImportKind, dict[RowState, int]]:
        """How many rows of each kind are in which state."""
        found: dict[ImportKind, dict[RowState, int]] = {}
        for kind, state, number in self._db.execute(
            "SELECT kind, state, count(*) FROM rows GROUP BY kind, state"
        ):
            found.setdefault(kind, {})[state] = number
        return found

    def count_pending(self) -> int:
        """How many rows are still to be applied."""
        sql = "SELECT count(*) FROM rows WHERE state IN ('new', 'changed')"
        return int(self._db.execute(sql).fetchone()[0])

    def repeated(
        self, kinds: Sequence[ImportKind], column: UniqueColumn
    ) -> list[tuple[int, int, str]]:
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

    def pending(
        self, kind: ImportKind, limit: int = -1, state: PendingState = "new", after: int = 0
    ) -> list[Staged]:
        """Rows of a kind in a state, behind a row, in the order of the files."""
        sql = f"""SELECT {FIELDS} FROM rows
            WHERE kind = ? AND state = ? AND id > ? ORDER BY id LIMIT ?"""  # noqa: S608
        rows = self._db.execute(sql, (kind, state, after, limit)).fetchall()
        return [staged_rows.from_columns(row) for row in rows]

    def pages(
        self, kind: ImportKind, size: int, state: PendingState = "new"
    ) -> Iterator[list[Staged]]:
        """The same, up to `size` at a time; their states may change meanwhile."""
        after = 0
        while rows := self.pending(kind, size, state, after):
            yield rows
            after = rows[-1].id

    def of_owners(self, kind: ImportKind, owners: Sequence[str]) -> dict[str, list[Staged]]:
        """New rows by the members or accounts that they belong to, by their days and lines."""
        sql = f"""SELECT {FIELDS} FROM rows
            WHERE kind = ? AND owner IN (SELECT value FROM json_each(?)) AND state = 'new'
            ORDER BY owner, day, id"""  # noqa: S608
        found: dict[str, list[Staged]] = {owner: [] for owner in owners}
        for row in self._db.execute(sql, (kind, staged_rows.as_json(owners))):
            staged = staged_rows.from_columns(row)
            found[staged.owner or ""].append(staged)
        return found

    def owners(self, kind: ImportKind, size: int) -> Iterator[list[str]]:
        """The numbers of members or accounts that new rows belong to, up to `size` at a time."""
        sql = """SELECT DISTINCT owner FROM rows INDEXED BY by_owner
            WHERE kind = ? AND owner > ? AND state = 'new' ORDER BY owner LIMIT ?"""
        after = ""
        while found := [one for (one,) in self._db.execute(sql, (kind, after, size))]:
            yield found
            after = found[-1]

    def find(self, kinds: Sequence[ImportKind], keys: Iterable[str | None]) -> dict[str, Staged]:
        """Rows by their own numbers, but for those that are refused or left out."""
        sql = f"""SELECT {FIELDS} FROM rows WHERE {_kinds(kinds)}
            AND key IN (SELECT value FROM json_each(?)) AND state NOT IN ('refused', 'left_out')"""  # noqa: S608
        wanted = staged_rows.as_json([key for key in keys if key])
        rows = map(staged_rows.from_columns, self._db.execute(sql, (wanted,)))
        return {str(row.key): row for row in rows}

    def detached(self, kinds: Sequence[ImportKind], whole: ImportKind) -> list[tuple[int, str]]:
        """(row, number) of joined rows of which every row with their number is refused."""
        sql = f"""SELECT id, owner FROM rows WHERE {_kinds(kinds)} AND state = 'joined'
            AND NOT EXISTS (
                SELECT 1 FROM rows AS whole
                WHERE whole.kind = ? AND whole.key = rows.owner AND whole.state != 'refused'
            )"""  # noqa: S608
        return self._db.execute(sql, (whole,)).fetchall()

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
            found.setdefault(number, []).append(staged_rows.from_columns(tuple(row)))
        return list(found.values())

    def matched_members(self, numbers: Sequence[str]) -> dict[str, str]:
        """The ids of members that the tables have, by the numbers that rows give them."""
        sql = """SELECT key, json_extract(found, '$.member_id') FROM rows
            WHERE kind = 'members' AND key IN (SELECT value FROM json_each(?))
            AND state IN ('changed', 'updated') AND found IS NOT NULL"""
        return dict(self._db.execute(sql, (staged_rows.as_json(numbers),)).fetchall())

    def rejected(self, limit: int = -1) -> list[tuple[int, RejectedRow]]:
        """(row, what is wrong with it), in the order of the files."""
        sql = f"SELECT id, {_REJECTED} WHERE state = 'refused' ORDER BY id LIMIT ?"
        return [
            (row_id, staged_rows.rejected_from_columns(*row))
            for row_id, *row in self._db.execute(sql, (limit,))
        ]

    def rejected_of(self, table: StagedTable) -> Iterator[RejectedRow]:
        """The rejected rows of a table, in its order."""
        sql = f"SELECT {_REJECTED} {_OF_TABLE} ORDER BY id"
        for row in self._db.execute(sql, (table.heading.kind, table.number)):
            yield staged_rows.rejected_from_columns(*row)

    def count_rejected(self, table: StagedTable) -> int:
        """How many rows of a table were rejected."""
        sql = f"SELECT count(*) FROM rows {_OF_TABLE}"  # noqa: S608
        found: tuple[int] = self._db.execute(sql, (table.heading.kind, table.number)).fetchone()
        return found[0]


def _kinds(kinds: Sequence[ImportKind]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"
