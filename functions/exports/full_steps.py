"""The steps of an export of everything: chunks of members, then the archive and the workbook."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from interchange import spreadsheet
from interchange.cells import WrittenCell
from interchange.tables import TABLES, TableName
from members import listing
from members.schemas import ListQuery
from shared.aws import files

from . import archive, reading, rows, workbook
from .jobs import FullExport

PAGES = 20
_IN_ORDER = ListQuery(sort="member_no", limit=reading.MEMBERS_AT_ONCE)


def next_step(export: FullExport, folder: Path) -> FullExport:
    """The export after the step of its stage, whose files are kept when this returns."""
    return _STEPS[export.stage](export, folder)


def _read(export: FullExport, folder: Path) -> FullExport:
    """The next members as parts of the tables; what the export is after them."""
    counts, read, position = Counter(export.lines), export.rows, export.position
    with ExitStack() as stack:
        paths = {table.name: folder / table.name for table in TABLES}
        parts = {
            name: stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            for name, path in paths.items()
        }
        for member_ids, position in _pages(export):  # noqa: B007 (the last one stays)
            for known in reading.known(member_ids):
                read += 1
                for name, row in rows.lines(known):
                    counts[name] += 1
                    parts[name].write(_line(name, row))
    for table in TABLES:
        files.put(export.part(table, export.parts), paths[table.name])
    return export.model_copy(
        update={
            "rows": read,
            "lines": dict(counts),
            "parts": export.parts + 1,
            "position": position,
            "stage": "reading" if position else "archive",
        }
    )


def _pages(export: FullExport) -> Iterator[tuple[list[str], str | None]]:
    """Ids of members by their numbers and where they end, until the chunk is full."""
    position = export.position
    for _ in range(PAGES):
        page = listing.rows(_IN_ORDER, export.offices, position)
        position = page.next_position
        yield [json.loads(row)["member_id"] for row in page.rows], position
        if position is None:
            return


def _line(name: TableName, cells: Sequence[WrittenCell]) -> str:
    kinds = _KINDS[name]
    texts = ["" if cell is None else str(cell) for cell in cells]
    shown = [
        rows.rate(text) if text and kind == "rate" else text
        for text, kind in zip(texts, kinds, strict=True)
    ]
    return spreadsheet.lines([shown], archive.SEPARATOR)


def _archive(export: FullExport, folder: Path) -> FullExport:
    files.put(export.file("zip"), archive.write(export, folder))
    if "xlsx" in export.formats:
        return export.model_copy(update={"stage": "workbook"})
    return export.model_copy(update={"finished": True})


def _workbook(export: FullExport, folder: Path) -> FullExport:
    files.put(export.file("xlsx"), workbook.write(export, folder))
    return export.model_copy(update={"finished": True})


_KINDS = {table.name: [column.cell for column in table.columns] for table in TABLES}
_STEPS = {"reading": _read, "archive": _archive, "workbook": _workbook}
