"""Built functions under Lambda's own runtime client and the emulator of aws-sam-cli's wheel.

A function sees its folder, the layer and the runtime client; nothing of this project's environment.
"""

import json
import os
import platform
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from local import tables
from local.engine import Engine, free_port
from local.keys import ensure_keys
from local.template import Template, load

ROOT = Path(__file__).parents[1]
# One for each function; the tables are empty.
CASES = {
    "MembersFunction": "members/create",
    "MembersCountFunction": "members/counted",
    "AccountsFunction": "accounts/list_unknown_member",
    "ArrearsFunction": "arrears/member_unknown",
    "ArrearsSnapshotFunction": "arrears/schedule_snapshot",
    "ArrearsSnapshotChunkFunction": "arrears/snapshot_moved_on",
    "ContactsFunction": "contacts/contacts_unknown_member",
    "RemindersFunction": "reminders/rules",
    "RemindersPlanFunction": "reminders/schedule_plan",
    "RemindersPlanChunkFunction": "reminders/planning_moved_on",
    "RemindersSweepFunction": "reminders/schedule_sweep",
    "RemindersDeliverFunction": "reminders/message_ready",
    "ImportsFunction": "imports/list",
    "FeedFunction": "feed/accounts_refused",
    "ImportsWorkFunction": "imports/work_idle",
    "ExportsFunction": "exports/full_list",
    "ExportsWorkFunction": "exports/full_stream",
    "AuthFunction": "auth/login_unknown_user",
    "AuthorizerFunction": "auth/authorizer_forged",
}
ANSWER_SECONDS = 60.0

_RUNTIME_CLIENT = ("awslambdaric", "runtime_client*.so", "simplejson", "snapshot_restore_py.py")


class WrongAnswer(Exception):
    """A function answered something else than its event file says, or nothing."""


def check(built: Path, tools: Path) -> str:
    """Every function of the template answers its event; what was found."""
    template = load()
    functions = {
        name: resource["Properties"]["Handler"]
        for name, resource in template.resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    if functions.keys() != CASES.keys():
        raise WrongAnswer(f"no event for {functions.keys() ^ CASES.keys()} in tools/emulator.py")
    with tempfile.TemporaryDirectory() as folder, _deployment(template, Path(folder)) as variables:
        client = _runtime_client(tools, Path(folder) / "client")
        for name, handler in functions.items():
            path = [built / name, built / "SharedLayer/python", client]
            _check_one(name, handler, path, variables, tools)
    return f"{len(functions)} functions answered"


@contextmanager
def _deployment(template: Template, folder: Path) -> Iterator[dict[str, str]]:
    """Tables and keys, and the environment that names them."""
    engine = Engine()
    variables = {
        **template.environment,
        **ensure_keys(folder),
        "DYNAMODB_ENDPOINT_URL": engine.url,
        "AWS_REGION": "ap-southeast-3",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_ACCESS_KEY_ID": "rehearsal",
        "AWS_SECRET_ACCESS_KEY": "rehearsal",
        "PATH": os.environ["PATH"],
    }
    try:
        client = boto3.client(
            "dynamodb",
            endpoint_url=engine.url,
            region_name="ap-southeast-3",
            aws_access_key_id="rehearsal",
            aws_secret_access_key="rehearsal",  # noqa: S106
        )
        tables.ensure(client, template.tables)
        yield variables
    finally:
        engine.stop()


def _runtime_client(tools: Path, folder: Path) -> Path:
    """A folder with what Lambda's image has beside the standard library."""
    (site,) = tools.parent.glob("lib/python3.13/site-packages")
    folder.mkdir()
    for pattern in _RUNTIME_CLIENT:
        (found,) = site.glob(pattern)
        (folder / found.name).symlink_to(found)
    return folder


def _check_one(
    name: str, handler: str, path: list[Path], variables: Mapping[str, str], tools: Path
) -> None:
    case = json.loads((ROOT / f"events/{CASES[name]}.json").read_text())
    if case["handler"] != handler:
        raise WrongAnswer(f"{CASES[name]} is for {case['handler']}, {name} is {handler}")
    python = (tools / "python3.13").resolve()
    (site,) = tools.parent.glob("lib/python3.13/site-packages")
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    port, runtime_port = free_port(), free_port()
    emulator = subprocess.Popen(
        [
            site / f"samcli/local/rapid/aws-lambda-rie-{machine}",
            f"--runtime-interface-emulator-address=127.0.0.1:{port}",
            f"--runtime-api-address=127.0.0.1:{runtime_port}",
            *(python, "-S", "-s", "-m", "awslambdaric", handler),
        ],
        cwd=path[0],
        env={**variables, "PYTHONPATH": os.pathsep.join(map(str, path)), "_HANDLER": handler},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        answer = _post(port, case["event"]) or {}
    except OSError as error:
        raise WrongAnswer(f"{name}: {error}\n{_ended(emulator)}") from error
    said = _ended(emulator)
    status = answer.get("statusCode", 200) if "errorMessage" not in answer else 500
    if status != case["expect"]["status"]:
        raise WrongAnswer(f"{name} answered {answer} to {CASES[name]}\n{said}")


def _post(port: int, event: Any) -> Any:
    url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
    deadline = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    with urllib.request.urlopen(url, json.dumps(event).encode(), ANSWER_SECONDS) as answer:
        return json.loads(answer.read())


def _ended(process: subprocess.Popen[str]) -> str:
    """End the emulator and its runtime; what they printed."""
    os.killpg(process.pid, 15)
    try:
        said, _ = process.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        said, _ = process.communicate()
    return said
