"""The steps of an export of the member list: each stores a part; the last one joins them."""

import json
from collections.abc import Iterator
from pathlib import Path

from interchange import spreadsheet
from members import listing
from shared.aws import files
from shared.records.cooperative import cooperative

from . import member_list_csv, parts
from .jobs import MemberListExport

ROWS_PER_PAGE = 500
PAGES_PER_STEP = 10


def next_step(export: MemberListExport, folder: Path) -> MemberListExport:
    """Store the next rows; the export after it. Its files are stored by then."""
    after = _read(export, folder)
    if after.position is not None:
        return after
    _join(after, folder)
    return after.model_copy(update={"finished": True})


def _read(export: MemberListExport, folder: Path) -> MemberListExport:
    """Store the rows of the next members as one part."""
    offices = {office.code: office.name for office in cooperative().offices}
    path, count, position = folder / "part", 0, export.position
    with path.open("w", encoding="utf-8", newline="") as file:
        if not export.parts:
            heading = member_list_csv.heading(export.columns, export.language)
            file.write(f"{spreadsheet.BEGIN}{heading}")
        for rows, position in _pages(export):  # noqa: B007 (used after the loop)
            found = [json.loads(row) for row in rows]
            count += len(found)
            file.write(member_list_csv.csv_lines(found, export.columns, export.language, offices))
    files.put(export.part(export.parts), path)
    return export.model_copy(
        update={"members": export.members + count, "parts": export.parts + 1, "position": position}
    )


def _pages(export: MemberListExport) -> Iterator[tuple[list[str], str | None]]:
    """(rows as JSON, where the next page begins), page by page until the step has enough or there
    are no more."""
    query = export.query.model_copy(update={"limit": ROWS_PER_PAGE})
    position = export.position
    for _ in range(PAGES_PER_STEP):
        page = listing.rows(query, export.offices, position)
        position = page.next_position
        yield page.rows, position
        if position is None:
            return


def _join(export: MemberListExport, folder: Path) -> None:
    """Store the parts as one file. The worker deletes them once this version is written."""
    whole = folder / "whole"
    with whole.open("wb") as file:
        parts.join(export.all_parts, file, folder)
    files.put(export.file, whole)
