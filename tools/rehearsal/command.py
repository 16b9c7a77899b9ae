"""A command that ends within its time, with everything that it started."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


class CommandFailed(Exception):
    """It failed, or took too long; says what it printed."""


def output(command: Sequence[str | Path], variables: Mapping[str, str], seconds: int) -> str:
    """What the command printed, run in the project's folder with these variables beside ours."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    named = " ".join(map(str, command[:3]))
    try:
        said, complained = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise CommandFailed(f"{named} took over {seconds} s") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode:
        raise CommandFailed(f"{named}\n{said}{complained}")
    return said
