"""CPU of importing a room's handler, against importing boto3 and creating its client.

Both with their bytecode at hand, in a folder of this run's own.
"""

import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure

APPS = (
    "members",
    "accounts",
    "arrears",
    "contacts",
    "reminders",
    "imports",
    "feed",
    "exports",
    "auth",
)
WORKERS = ("members", "arrears", "reminders", "imports", "exports")
LIMITS = {
    **{f"{room}.app": 1.6 for room in APPS},
    **{f"{room}.worker": 1.3 for room in WORKERS},
}
"""By module: how many times the baseline it may take."""
ROUNDS = 7
BASELINE = "import boto3; boto3.client('dynamodb')"

_TIMED = "import time; begun = time.process_time(); {}; print(time.process_time() - begun)"


def measure() -> list[Figure]:
    """One figure a module, in milliseconds of CPU, medians of processes taking turns."""
    statements = {"": BASELINE, **{module: f"import {module}" for module in LIMITS}}
    taken: dict[str, list[float]] = {name: [] for name in statements}
    with TemporaryDirectory() as bytecode:
        for _ in range(ROUNDS + 1):
            for name, statement in statements.items():
                taken[name].append(_cpu_milliseconds(statement, bytecode))
    medians = {name: statistics.median(times[1:]) for name, times in taken.items()}
    return [
        Figure(f"import {module} (CPU)", medians[module], medians[""], "ms", limit)
        for module, limit in LIMITS.items()
    ]


def _cpu_milliseconds(statement: str, bytecode: str) -> float:
    environment = {
        **os.environ,
        "PYTHONPATH": f"functions{os.pathsep}.",
        "PYTHONPYCACHEPREFIX": bytecode,
        "PYTHONDONTWRITEBYTECODE": "",
    }
    code = _TIMED.format(statement)
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return float(ran.stdout) * 1000
