"""`make benchexport`: the export of everything; members a second, memory, the files' sizes.

Some members are imported and read; the files are made of copies of what was read, up to a million
entries.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import spreadsheets
from benchmarks.engine_replay import make_tables
from benchmarks.environment import set_environment
from benchmarks.figures import Figure
from benchmarks.file_import import start_run, steps, uploaded_import
from local.engine import Engine

MEMBERS = 600
ENTRIES = 1_000_000
MAX_MB = 500.0
WITHIN = 900.0
"""Seconds that a step may take in Lambda."""


def main(members: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = Engine(folder / "engine.db")
        try:
            set_environment(engine.url, folder)
            os.environ["FILES_FOLDER"] = str(folder / "files")
            make_tables(engine.url)
            (folder / "csv").mkdir()
            import_id = uploaded_import(spreadsheets.write(folder / "csv", members))
            steps(import_id)
            start_run(import_id)
            steps(import_id)
            _measure(members)
        finally:
            engine.stop()


def _measure(members: int) -> None:
    copies = -(-ENTRIES // (members * spreadsheets.ENTRIES))
    command = [sys.executable, "-m", "benchmarks.export_steps", str(copies)]
    environment = {**os.environ, "PYTHONPATH": f"functions{os.pathsep}."}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    cost = json.loads(ran.stdout.splitlines()[-1])
    reading = cost["reading"]
    print(f"reading {members} members: {reading['found'] / reading['seconds']:.0f} a second")
    print(Figure("reading: peak memory", reading["peak_mb"], MAX_MB, "MB", 1.0))
    for form in ("zip", "xlsx"):
        name, made = f"{form} of {cost['rows']} rows, {cost['entries']} entries", cost[form]
        print(f"{name}: {made['found'] / 1024**2:.0f} MB")
        print(Figure(f"{name}: time", made["seconds"], WITHIN, "s", 1.0))
        print(Figure(f"{name}: peak memory", made["peak_mb"], MAX_MB, "MB", 1.0))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS)
