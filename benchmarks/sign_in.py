"""What signing in costs: `python benchmarks/sign_in.py` prints medians in milliseconds."""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "functions")]

from auth import authorizer, passwords, tokens  # noqa: E402


def milliseconds(work: Callable[[], object], times: int) -> float:
    work()
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append((perf_counter() - begun) * 1000)
    return median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key.pem"
        tokens.create_key_file(path)
        signer = tokens.FileSigner(path)
        tokens.trusted = lambda: (signer,)  # type: ignore[assignment]
        siti = tokens.Bearer("siti", "Siti Rahmawati", "officer", ("PST",))
        event = {"headers": {"authorization": f"Bearer {tokens.issue(siti, now(), signer)}"}}
        hashed = passwords.hash_password("sepeda tua")
        for name, work, times in (
            ("hash", lambda: passwords.hash_password("sepeda tua"), 9),
            ("verify", lambda: passwords.verify_password(hashed, "sepeda tua"), 9),
            ("issue", lambda: tokens.issue(siti, now(), signer), 300),
            ("authorizer", lambda: authorizer.lambda_handler(event, None), 300),
        ):
            print(f"{name:<12}{milliseconds(work, times):8.2f} ms")


def now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
