"""The steps of an export of the member list: a chunk is a file of its own; the last joins them."""

import json
from collections.abc import Iterator
from pathlib import Path

from interchange import spreadsheet
from members import listing
from shared.aws import files
from shared.records.cooperative import cooperative

from . import member_list_rows, parts
from .jobs import MemberListExport

PAGE = 500
PAGES = 10


def next_step(export: MemberListExport, folder: Path) -> MemberListExport:
    """The export after its next chunk, which lies in the files when this returns."""
    after = _chunk(export, folder)
    if after.position is not None:
        return after
    _join(after, folder)
    return after.model_copy(update={"finished": True})


def _chunk(export: MemberListExport, folder: Path) -> MemberListExport:
    """The next rows as a part; what the export is after it."""
    offices = {office.code: office.name for office in cooperative().offices}
    path, count, position = folder / "part", 0, export.position
    with path.open("w", encoding="utf-8", newline="") as file:
        if not export.parts:
            heading = member_list_rows.heading(export.columns, export.language)
            file.write(f"{spreadsheet.BEGIN}{heading}")
        for rows, position in _pages(export):  # noqa: B007 (the last one stays)
            found = [json.loads(row) for row in rows]
            count += len(found)
            file.write(member_list_rows.lines(found, export.columns, export.language, offices))
    files.put(export.part(export.parts), path)
    return export.model_copy(
        update={"rows": export.rows + count, "parts": export.parts + 1, "position": position}
    )


def _pages(export: MemberListExport) -> Iterator[tuple[list[str], str | None]]:
    """Rows and where they end, until the chunk is full or there are no more."""
    query = export.query.model_copy(update={"limit": PAGE})
    position = export.position
    for _ in range(PAGES):
        page = listing.rows(query, export.offices, position)
        position = page.next_position
        yield page.rows, position
        if position is None:
            return


def _join(export: MemberListExport, folder: Path) -> None:
    """The parts as one file; they stay until it is known to be whole."""
    whole = folder / "whole"
    with whole.open("wb") as file:
        parts.join(export.all_parts, file, folder)
    files.put(export.file, whole)
