"""The export of a small cooperative, as CSV and XLSX, and who imports it when."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from imports.dry_run.check import Source
from shared.kernel.caller import PERMISSIONS, Caller

SAMPLE = Path(__file__).parents[2] / "data/import_sample"
EXPECTED = json.loads((SAMPLE / "expected.json").read_text())
CSV = ["anggota.csv", "simpanan.csv", "pembiayaan.csv", "transaksi.csv"]
ADMIN = Caller("rini", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")


class Today:
    """24 November 2026, ten in the morning in Jakarta."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 3, tzinfo=UTC)

    def today(self) -> date:
        return date(2026, 11, 24)


def small(folder: Path, members: int) -> list[Source]:
    """The CSV files with only the first so many members, and what is theirs."""
    lines = {name: (SAMPLE / name).read_text(encoding="utf-8-sig").splitlines() for name in CSV}
    numbers = {line.split(";")[0] for line in lines["anggota.csv"][1 : members + 1]}
    kept = {"anggota.csv": lines["anggota.csv"][: members + 1]}
    for name in ("simpanan.csv", "pembiayaan.csv"):
        own = [line for line in lines[name][1:] if line.split(";")[1] in numbers]
        kept[name] = [lines[name][0], *own]
    accounts = {
        line.split(";")[0] for name in ("simpanan.csv", "pembiayaan.csv") for line in kept[name]
    }
    moves = [line for line in lines["transaksi.csv"][1:] if line.split(";")[0] in accounts]
    kept["transaksi.csv"] = [lines["transaksi.csv"][0], *moves]
    for name, some in kept.items():
        (folder / name).write_text("\n".join(some), encoding="utf-8-sig")
    return [Source(folder / name, name) for name in CSV]
