"""The emulator of AWS for one rehearsal: a folder and a port of its own, and its end."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import urllib3
from botocore.config import Config

from local.engine import free_port

from .front import front

REGION = "ap-southeast-3"
START_SECONDS = 60.0
END_SECONDS = 5.0
ANSWER_SECONDS = 60
_JUDGE = Path(__file__).parent / "judge.py"
_HOST = "127.0.0.1"
_MEMORY, _ROOM = Path("/dev/shm"), 6 * 1024**3  # noqa: S108


class NoCloud(Exception):
    """The emulator did not start."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """A running emulator; `front` is where its CloudFront answers."""

    url: str
    folder: Path
    front: str

    @property
    def variables(self) -> dict[str, str]:
        """What clients of AWS need to be this cloud's, with the rights of its root."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "HOME": str(self.folder),
        }

    def client(self, service: str) -> Any:
        """A client of one service."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106
            config=Config(read_timeout=ANSWER_SECONDS, retries={"total_max_attempts": 2}),
        )

    def refused(self) -> list[dict[str, Any]]:
        """Every call that the policies refused so far."""
        path = _refused(self.folder)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def said(self, last: int = 30) -> str:
        """The end of what the emulator printed."""
        return "\n".join(_log(self.folder).read_text("utf-8", "replace").splitlines()[-last:])


def _refused(folder: Path) -> Path:
    return folder / "refused.jsonl"


def _log(folder: Path) -> Path:
    return folder / "emulator.log"


@contextmanager
def cloud(python: Path) -> Iterator[Cloud]:
    """The emulator, run by this Python; afterwards neither it nor a function of it is left."""
    with TemporaryDirectory(
        prefix="sapa-rehearsal-", dir=_roomy(), ignore_cleanup_errors=True
    ) as name:
        folder, port = Path(name), free_port()
        with _log(folder).open("wb") as log:
            process = subprocess.Popen(
                [python, _JUDGE, _refused(folder)],
                cwd=folder,
                env=_environment(folder, port),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            running = Cloud(f"http://{_HOST}:{port}", folder, f"http://{_HOST}:{free_port()}")
            _wait_for(running, process)
            with front(running.front, running.url, running.client("cloudfront")):
                yield running
        finally:
            end(process)


def _environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "AUTH": "true",
        "BIND_HOST": _HOST,
        "MINISTACK_HOST": _HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
        "IOT_MTLS_ENABLED": "0",
        "LOG_LEVEL": "INFO",
    }


def _wait_for(running: Cloud, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib3.request("GET", f"{running.url}/_ministack/health", timeout=2, retries=False)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise NoCloud(f"the emulator does not answer\n{running.said()}")


def end(process: "subprocess.Popen[bytes]") -> None:
    """End the emulator and the functions that it started: they are of its process group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + END_SECONDS
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(0.05)


def _roomy() -> Path | None:
    """Memory where there is enough: each function unpacks the layer for itself."""
    if _MEMORY.exists() and shutil.disk_usage(_MEMORY).free > _ROOM:
        return _MEMORY
    return None


def resources(running: Cloud, stack: str) -> Sequence[dict[str, Any]]:
    """What a stack made."""
    client = running.client("cloudformation")
    pages = client.get_paginator("list_stack_resources").paginate(StackName=stack)
    return [resource for page in pages for resource in page["StackResourceSummaries"]]
