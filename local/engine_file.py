"""What the local run does to the embedded engine's own file, only while no engine runs on it.

dynoxide 1.2.1 lacks two indexes that Sapa needs, and never forgets a stream record
(docs/decisions/stream-index.md). Reading beside a running engine is SQLite's daily work (WAL).
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

_WAIT_SECONDS = 5.0
_AT_ONCE = 50_000

Key = tuple[str, str]


def prepare(database: Path, passed: Mapping[str, int]) -> None:
    """Give the file the indexes that it lacks, and forget records that everybody has passed.

    `passed` is, by table, the number of the last stream record that all its readers have had.
    """
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=_WAIT_SECONDS)) as file:
        for statement in _missing_indexes(file):
            with file:
                file.execute(statement)
        for table, number in passed.items():
            _forget(file, table, number)


def is_prepared(database: Path) -> bool:
    """Whether the file has every index."""
    with closing(_reader(database)) as file:
        return not list(_missing_indexes(file))


def expired(database: Path, table: str, attribute: str, now: int, limit: int) -> list[Key]:
    """Keys (pk, sk) of items that expired before `now` (epoch seconds), by the index of them."""
    with closing(_reader(database)) as file:
        found = file.execute(
            f"SELECT pk, sk FROM {_name(table)} WHERE {_ttl(attribute)} IS NOT NULL"  # noqa: S608
            f" AND CAST({_ttl(attribute)} AS INTEGER) < ? LIMIT ?",
            (now, limit),
        )
        return [(pk.removeprefix("S:"), sk.removeprefix("S:")) for pk, sk in found]


def _missing_indexes(file: sqlite3.Connection) -> Iterable[str]:
    """The statements that make them."""
    names = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
    if "_stream_records" in names and "sapa_last_sequence_number" not in names:
        yield (
            "CREATE INDEX sapa_last_sequence_number"
            " ON _stream_records (table_name, CAST(sequence_number AS INTEGER))"
        )
    expiring = (
        file.execute("SELECT table_name, ttl_attribute FROM _tables WHERE ttl_enabled").fetchall()
        if "_tables" in names
        else []
    )
    for table, attribute in expiring:
        index = f"sapa_expiring {table}"
        if table in names and index not in names:
            yield (
                f"CREATE INDEX {_name(index)} ON {_name(table)}"
                f" (CAST({_ttl(attribute)} AS INTEGER)) WHERE {_ttl(attribute)} IS NOT NULL"
            )


def _forget(file: sqlite3.Connection, table: str, number: int) -> None:
    """Stream records before this one; it stays, since the engine numbers on from the last."""
    while True:
        with file:
            done = file.execute(
                "DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records"
                " WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < ? LIMIT ?)",
                (table, number, _AT_ONCE),
            )
        if done.rowcount < _AT_ONCE:
            return


def _reader(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=_WAIT_SECONDS)


def _ttl(attribute: str) -> str:
    return f"json_extract(item_json, '$.{attribute}.N')"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
