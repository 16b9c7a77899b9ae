"""`make benchfeed`: a core system's batches of 500 through the running stack, against the 29 s
after which API Gateway gives up.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.figures import Figure
from benchmarks.running_sapa import PASSWORD, RunningSapa, port_of, signed_in

ITEMS = 500
GATEWAY_SECONDS = 29.0
_OPENED = "2025-01-10"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DEMO": "0",
            "PORT": "8797",
            "ADMIN_USERNAME": "admin",
            "ADMIN_PASSWORD": PASSWORD,
            "PYTHONPATH": f"functions{os.pathsep}.",
        }
        runner = subprocess.Popen(
            [sys.executable, "-m", "local"], stdout=subprocess.PIPE, text=True, env=environment
        )
        try:
            for figure in _measure(signed_in(port_of(runner))):
                print(figure, flush=True)
        finally:
            runner.terminate()
            runner.wait()


def _measure(sapa: RunningSapa) -> Iterator[Figure]:
    entries = [_entry(n, f"S-{n}") for n in range(ITEMS)]
    one = [_entry(ITEMS + n, "L-0") for n in range(ITEMS)]
    batches = {
        "new members": ("members", [_member(n, 1) for n in range(ITEMS)]),
        "the same members": ("members", [_member(n, 1) for n in range(ITEMS)]),
        "changed members": ("members", [_member(n, 2) for n in range(ITEMS)]),
        "new savings accounts": ("accounts", [_saving(n) for n in range(ITEMS)]),
        "a new loan": ("accounts", [_loan()]),
        "entries of 500 accounts": ("transactions", entries),
        "entries of one loan": ("transactions", one),
        "100 corrections of those": ("transactions", [_corrected(e) for e in one[:100]]),
    }
    for name, batch in batches.items():
        yield Figure(f"feed of {name}", _seconds(sapa, *batch), GATEWAY_SECONDS, "s", 0.7)


def _seconds(sapa: RunningSapa, kind: str, items: list[dict[str, Any]]) -> float:
    """Until all are taken: what there was no time for in one call goes into the next."""
    begun = time.perf_counter()
    left = items
    while left:
        answer, _ = sapa.call("PUT", f"/imports/feed/{kind}", {"items": left})
        pairs = zip(left, answer["items"], strict=True)
        refused = [(item, done) for item, done in pairs if done["result"] == "refused"]
        if wrong := [done for _, done in refused if done["errors"][0]["field"] != "id"]:
            raise RuntimeError(f"{kind}: {len(wrong)} refused, such as {wrong[0]}")
        left = [item for item, _ in refused]
    return time.perf_counter() - begun


def _member(number: int, sequence: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "sequence": sequence,
        "name": f"Siti Aminah {number}" + (" Baru" if sequence > 1 else ""),
        "joined_on": "2024-03-01",
        "nik": f"32710145019{number:05}",
        "birth_date": "1990-01-05",
        "phones": [{"number": f"0812345{number:05}"}],
        "addresses": [{"street": f"Jl. Melati {number}"}],
    }


def _saving(number: int) -> dict[str, Any]:
    return {
        "id": f"S-{number}",
        "sequence": 1,
        "member": str(number),
        "kind": "savings",
        "product": "sukarela",
        "opened_on": _OPENED,
    }


def _loan() -> dict[str, Any]:
    terms = {"method": "flat", "principal": 120_000_000, "margin": 0, "tenor_months": 12}
    own = {"id": "L-0", "kind": "financing", "product": "Modal", "first_due_on": "2025-02-10"}
    return _saving(0) | own | terms


def _entry(number: int, account: str) -> dict[str, Any]:
    return {
        "id": f"T-{number}",
        "sequence": 1,
        "account": account,
        "type": "repayment" if account.startswith("L") else "deposit",
        "value_date": f"2025-{number % 10 + 2:02}-{number % 28 + 1:02}",
        "amount": 1_000,
    }


def _corrected(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "sequence": 2, "amount": 1_100}


if __name__ == "__main__":
    main()
