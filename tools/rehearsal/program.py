"""The whole program: deploy, work, restore into a second beside it, update, delete, adopt.

Every part ends with a look at what the policies refused: one such call fails it.
"""

import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from local.template import load
from tools.deploy import sam, site, smoke

from . import background, rest, walk
from .caller import Caller, Unexpected, must, not_called, until
from .cloud import Cloud, NoCloud, cloud
from .command import CommandFailed, output
from .operations import Operator, rotation, update_and_back
from .proof import proof
from .stack import STAGE, Stack, deployed

FIRST, SECOND = "sapa-one", "sapa-two"
COMMAND_SECONDS = 600
OFFICE = (
    walk.sign_in,
    walk.cooperative,
    walk.member,
    walk.search,
    walk.accounts,
    walk.repayment,
    walk.arrears,
    walk.worklist,
)
BACKGROUND = (
    background.counts,
    background.planning,
    background.file_import,
    background.exports,
    background.schedules,
    rest.past_cloudfront,
    rest.contacts,
    rest.users,
    rest.core_system,
    rest.doubtful_file,
    rest.whatsapp,
    rest.closing,
    background.dead_letters,
)

FAULTS = (
    Unexpected,
    CommandFailed,
    site.NoSite,
    smoke.Failed,
    OSError,
    LookupError,
    TypeError,
    BotoCoreError,
    ClientError,
)
KEPT = ("Api", "FilesBucket", "MembersTable", "SigningKey", "VaultSecret")
PROOF, PROOF_OF_ROLES = "proof of the judge", "proof of the roles"

Say = Callable[[str], None]


class Failed(Exception):
    """A part of the program failed: nothing after it can be judged."""


def rehearse(built: Path, tools: Path, emulator: Path, say: Say) -> str:
    """All of it with the template in `built`, by `sam` of `tools`, in the emulator's Python."""
    try:
        with cloud(emulator) as running:
            return _Program(running, built / "template.yaml", tools, say).run()
    except NoCloud as error:
        raise Failed(error) from error


class _Program:
    def __init__(self, running: Cloud, template: Path, tools: Path, say: Say) -> None:
        self._cloud, self._tools, self._say = running, tools, say
        self._day = walk.Day(Caller(""), "admin", "")
        self._operator = Operator(running, template, self._sam, self._tool)

    def run(self) -> str:
        day, operator = self._day, self._operator
        self._part(PROOF, lambda: proof(self._cloud))
        self._part("deploy", lambda: f"{len(operator.deploy(FIRST).made)} resources")
        first = deployed(self._cloud, FIRST)
        day.call.api = first.api
        self._part("monitoring", lambda: operator.watched(first))
        self._part("site", lambda: operator.publish(first))
        self._part("first_admin", lambda: self._first_admin(FIRST, day))
        for office in OFFICE:
            self._part(office.__name__, partial(office, day))
        for part in BACKGROUND:
            self._part(part.__name__, partial(part, day, first))
        self._part(PROOF_OF_ROLES, lambda: self._role_without_policy(first))
        self._part("restore into a second stack", lambda: self._second(first))
        self._part("update and back", lambda: self._update(first))
        self._part("rotate", lambda: rotation(operator, first, day))
        second = deployed(self._cloud, SECOND)
        self._part("delete", lambda: self._delete(second))
        self._part(
            "adopt", lambda: f"{len(operator.adopt(second).made)} things of the deleted stack"
        )
        rest = not_called(load().routes, day.call.called)
        self._say(f"  not walked: {', '.join(rest)}")
        routes = len(load().routes)
        return f"two stacks; {routes - len(rest)} of {routes} routes; no call refused"

    def _part(self, name: str, do: Callable[[], str]) -> None:
        """Do a part and say what it found; Failed with why not."""
        begun, before = time.monotonic(), len(self._cloud.refused())
        try:
            found = do()
            refused = self._cloud.refused()[before:] if name not in {PROOF, PROOF_OF_ROLES} else []
            must("the policies refused", not refused, refused)
        except FAULTS as error:
            refused = self._cloud.refused()[before:]
            reasons = [
                f"{name}: {type(error).__name__} {error}",
                *map(str, refused[:10]),
                *self._failures(),
            ]
            raise Failed("\n".join(reasons)) from error
        self._say(f"  {name}: {found} ({time.monotonic() - begun:.0f} s)")

    def _failures(self) -> list[str]:
        """The last errors that functions logged."""
        logs = self._cloud.client("logs")
        found: list[str] = []
        for group in logs.describe_log_groups()["logGroups"]:
            events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
            found += [event["message"] for event in events]
        errors = [text[-2000:] for text in found if "Traceback" in text or "ERROR" in text]
        return [*errors[-3:], self._cloud.said(5)]

    def _sam(self, arguments: Sequence[str]) -> None:
        self._run([self._tools / "sam", *arguments], **sam.VARIABLES)

    def _tool(self, module: str, *arguments: str) -> str:
        return self._run([sys.executable, "-m", module, *arguments])

    def _first_admin(self, name: str, day: walk.Day) -> str:
        said = self._tool("tools.first_admin", "--stack", name)
        found = re.search(r"^password: (\S+)$", said, re.MULTILINE)
        must("the command prints the password", found, said)
        day.password = found[1] if found else ""
        return "made by the documented command"

    def _run(self, command: Sequence[str | Path], **more: str) -> str:
        return output(command, {**self._cloud.variables, **more}, COMMAND_SECONDS)

    def _role_without_policy(self, first: Stack) -> str:
        """The functions are judged by their roles: without a policy of its role a room fails."""
        iam, path = self._cloud.client("iam"), f"/members/{self._day.member_id}"
        names = {
            "RoleName": first.made["MembersFunctionRole"],
            "PolicyArn": first.made["EveryRoomPolicy"],
        }
        iam.detach_role_policy(**names)
        before = len(self._cloud.refused())
        status = self._day.call.ask("GET", path).status
        iam.attach_role_policy(**names)
        refused = {call["action"] for call in self._cloud.refused()[before:]}
        must("the room fails without the policy", status == 500, status)
        must("its calls are refused", "dynamodb:PutItem" in refused, refused)
        self._day.call("GET", path)
        return "without the policy that lets it write the audit the room of members fails"

    def _second(self, first: Stack) -> str:
        """With the first one's data as it was, and names and keys of its own."""
        at = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
        second = self._operator.restore(first, SECOND, at, self._cloud.folder / "vault.copy")
        shared = set(first.made.values()) & set(second.made.values()) - {STAGE}
        must("nothing is shared", not shared, shared)
        stranger = Caller(second.api, self._day.call.token)
        must("a token of the first is no use", stranger.ask("GET", "/members").status == 403)
        day = walk.Day(Caller(second.api), "admin", self._day.password)
        walk.sign_in(day)
        nik = day.call("GET", f"/members/{self._day.member_id}/nik")
        must("the NIK is readable with the vault's copy", nik == {"nik": walk.NIK}, nik)
        day.call(
            "POST", "/members", {"name": "Hanya Di Sini", "joined_on": str(day.today)}, expect=201
        )
        must("the first has it not", self._day.call("GET", "/members?q=hanya")["items"] == [])
        self._has_its_member()
        return "beside the first: its data by the runbook, its own names and keys"

    def _has_its_member(self) -> None:
        day = self._day
        must("the member is there", day.call("GET", f"/members/{day.member_id}")["name"])

    def _update(self, first: Stack) -> str:
        """What further deployments change, and what they leave."""
        found = update_and_back(self._operator, first, self._day)
        after = deployed(self._cloud, FIRST)
        for kind in KEPT:
            must(f"{kind} stays", after.made[kind] == first.made[kind], after.made[kind])
        return found

    def _delete(self, gone: Stack) -> str:
        """The second stack; what it kept stays, and so does the first."""
        formation = self._cloud.client("cloudformation")
        formation.delete_stack(StackName=gone.name)
        until(
            "the stack is deleted",
            lambda: [s["StackName"] for s in formation.describe_stacks()["Stacks"]],
            lambda names: gone.name not in names,
        )
        tables = self._cloud.client("dynamodb").list_tables()["TableNames"]
        kept = {gone.made[name] for name in gone.made if name.endswith("Table")}
        must("the tables are kept", kept and kept <= set(tables), tables)
        self._cloud.client("secretsmanager").get_secret_value(SecretId=gone.made["VaultSecret"])
        self._cloud.client("kms").get_public_key(KeyId=gone.made["SigningKey"])
        functions = self._cloud.client("lambda").get_paginator("list_functions").paginate()
        left = {f["FunctionName"] for page in functions for f in page["Functions"]}
        must("its functions are gone", not left & set(gone.made.values()), left)
        self._has_its_member()
        return f"of the second {len(kept)} tables, the secret and the key are kept"
