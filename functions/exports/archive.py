"""The ZIP of an export: a CSV file for each table, the settings as JSON, and a README."""

import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from interchange import spreadsheet
from interchange.tables import TABLES, readme
from reminders import service as reminders
from shared.records.cooperative import cooperative

from . import parts
from .jobs import FullExport

SEPARATOR = ";"
"""Excel with Indonesian settings reads CSV with semicolons."""


def write(export: FullExport, folder: Path) -> Path:
    """Write the ZIP from the export's parts, without holding a table in memory; its path."""
    whole = folder / "whole.zip"
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme(cooperative().name, export.created_at))
        archive.writestr("pengaturan.json", json.dumps(_settings(), ensure_ascii=False, indent=2))
        for table in TABLES:
            with archive.open(table.file, "w", force_zip64=True) as file:
                heading = spreadsheet.lines([table.titles], SEPARATOR)
                file.write(f"{spreadsheet.BEGIN}{heading}".encode())
                parts.join(export.parts_of(table), file, folder)
    return whole


def _settings() -> dict[str, object]:
    """The cooperative's settings, reminder rules and templates, as the API answers them."""
    return {
        "cooperative": cooperative().model_dump(mode="json"),
        "reminder_rules": reminders.rules(),
        "reminder_templates": reminders.templates()["items"],
    }
