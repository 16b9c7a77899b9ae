"""kill -9 at random moments, round after round on one folder, while clerks post deposits.

    make chaos [ROUNDS=200] [SECONDS=…] [SEED=…]

It prints what it did: how many rounds (fewer, where SECONDS have passed), kills and deposits.

Each round kills the runner and the engine; some kill the engine alone before, some a start that has
not got far. Every deposit that was acknowledged must be there once after the next start, every
other one once it is sent again with its key; each account's entries come to its balance.
"""

import os
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

from local import dead_letters, template
from local.backup import balances
from tests.integration.local.clerk import Clerk
from tests.integration.local.sapa_process import Sapa, engines_of

ROUNDS = int(os.environ.get("ROUNDS") or "200")
SECONDS = float(os.environ.get("SECONDS") or "inf")
SEED = int(os.environ.get("SEED") or time.time_ns())
CLERKS = 4
LONGEST_SECONDS = 1.5
"""That clerks work before the next kill."""
REFUSALS = {409, 503}
"""Still under way with this key; the database is away: neither is an answer of ours that failed."""


def test_what_was_acknowledged_is_there_once_whatever_was_killed(tmp_path: Path) -> None:
    chance, seen = Random(SEED), Counter[str]()
    print(f"SEED={SEED}")
    sapa = Sapa(tmp_path).ready()
    killed: list[Clerk] = []
    try:
        begun = time.monotonic()
        while seen["rounds"] < ROUNDS and time.monotonic() - begun < SECONDS:
            token = sapa.token()
            check(killed, sapa, token, seen)
            killed = [Clerk() for _ in range(CLERKS)]
            for clerk in killed:
                clerk.begin(sapa, token)
            work(killed, sapa, token, chance, seen)
            if chance.random() < 0.2:
                sapa = Sapa(tmp_path)
                time.sleep(chance.uniform(0, LONGEST_SECONDS))
                kill(sapa, chance, seen)
            sapa = Sapa(tmp_path).ready()
            seen["rounds"] += 1
        check(killed, sapa, sapa.token(), seen)
        assert sapa.end(signal.SIGTERM) == 0
    finally:
        sapa.process.kill()
        sapa.wait()
    print(", ".join(f"{what} {count}" for what, count in sorted(seen.items())))
    table = template.load().environment["ACCOUNTS_TABLE"]
    found = balances.of(tmp_path / "engine.db", table)
    print(found)
    assert (found.differing, found.entries) == (0, seen["acknowledged"])
    assert not (tmp_path / dead_letters.FILE).exists()


def work(clerks: list[Clerk], sapa: Sapa, token: str, chance: Random, seen: Counter[str]) -> None:
    """Let the clerks post, and end everything at a random moment."""
    ended = threading.Event()
    threads = [
        threading.Thread(target=clerk.post_until, args=(ended, sapa, token)) for clerk in clerks
    ]
    for thread in threads:
        thread.start()
    time.sleep(chance.uniform(0, LONGEST_SECONDS))
    if chance.random() < 0.5:
        kill_engine(sapa, seen)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
    kill(sapa, chance, seen)
    ended.set()
    for thread in threads:
        thread.join()


def kill(sapa: Sapa, chance: Random, seen: Counter[str]) -> None:
    """kill -9 of the runner and of its engine, in either order or the runner alone."""
    seen["runner killed"] += 1
    first = chance.random()
    if first < 1 / 3:
        kill_engine(sapa, seen)
    sapa.process.kill()
    if first > 2 / 3:
        kill_engine(sapa, seen)
    sapa.wait()


def kill_engine(sapa: Sapa, seen: Counter[str]) -> None:
    """kill -9 of the engine alone."""
    for pid in engines_of(sapa.folder):
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
            seen["engine killed"] += 1


def check(clerks: list[Clerk], sapa: Sapa, token: str, seen: Counter[str]) -> None:
    """Finish what was open; then the ledgers have all of it once, and nothing else."""
    for clerk in clerks:
        seen["acknowledged before the kill"] += len(clerk.acknowledged)
        seen["sent again"] += clerk.open is not None
        clerk.finish(sapa, token)
        clerk.check(sapa, token)
        assert set(clerk.refusals) <= REFUSALS
        seen["acknowledged"] += len(clerk.acknowledged)
        seen["unanswered"] += clerk.unanswered
        for status in clerk.refusals:
            seen[f"answered {status}"] += 1
