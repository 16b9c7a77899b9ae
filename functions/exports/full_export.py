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

from . import archive, member_records, workbook
from .account_rows import rate_text
from .jobs import FullExport
from .member_rows import member_rows

PAGES_PER_STEP = 20
_MEMBER_LIST = ListQuery(sort="member_no", limit=member_records.MEMBERS_PER_CALL)


def next_step(export: FullExport, folder: Path) -> FullExport:
    """Do the step of the export's stage; the export after it. Its files are stored by then."""
    return _STEPS[export.stage](export, folder)


def _read(export: FullExport, folder: Path) -> FullExport:
    """Store the rows of the next members as one part of each table."""
    counts, members_read, position = Counter(export.row_counts), export.members, export.position
    with ExitStack() as stack:
        paths = {table.name: folder / table.name for table in TABLES}
        parts = {
            name: stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            for name, path in paths.items()
        }
        for member_ids, position in _pages(export):  # noqa: B007 (used after the loop)
            for record in member_records.read_members(member_ids):
                members_read += 1
                for name, cells in member_rows(record):
                    counts[name] += 1
                    parts[name].write(_csv_line(name, cells))
    for table in TABLES:
        files.put(export.part(table, export.parts), paths[table.name])
    return export.model_copy(
        update={
            "members": members_read,
            "row_counts": dict(counts),
            "parts": export.parts + 1,
            "position": position,
            "stage": "reading" if position else "archive",
        }
    )


def _pages(export: FullExport) -> Iterator[tuple[list[str], str | None]]:
    """(ids of members in the order of their numbers, where the next page begins), page by page
    until the step has enough or there are no more."""
    position = export.position
    for _ in range(PAGES_PER_STEP):
        page = listing.rows(_MEMBER_LIST, export.offices, position)
        position = page.next_position
        yield [json.loads(row)["member_id"] for row in page.rows], position
        if position is None:
            return


def _csv_line(name: TableName, cells: Sequence[WrittenCell]) -> str:
    texts = ["" if cell is None else str(cell) for cell in cells]
    shown = [
        rate_text(text) if text and cell_type == "rate" else text
        for text, cell_type in zip(texts, _CELL_TYPES[name], strict=True)
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


_CELL_TYPES = {table.name: [column.cell for column in table.columns] for table in TABLES}
_STEPS = {"reading": _read, "archive": _archive, "workbook": _workbook}
