"""The whole program: deploy, work, deploy a second beside it, update the first, delete the second.

Every part ends with a look at what the policies refused: one such call fails it.
"""

import re
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from local.template import load

from . import background, rest, walk
from .caller import Caller, Unexpected, must, not_called, until
from .cloud import Cloud, NoCloud, cloud
from .command import CommandFailed, output
from .proof import proof
from .stack import STAGE, Stack, deployed, deployment, give_routes, snapshots_are_taken

FIRST, SECOND = "sapa-one", "sapa-two"
DEPLOY_SECONDS = 240
SNAPSHOT_SECONDS = 240
COMMAND_SECONDS = 60
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

FAULTS = (Unexpected, CommandFailed, OSError, LookupError, TypeError, BotoCoreError, ClientError)
KEPT = ("Api", "FilesBucket", "MembersTable", "SigningKey", "VaultSecret")
PROOF, PROOF_OF_ROLES = "proof of the judge", "proof of the roles"

Say = Callable[[str], None]


class Failed(Exception):
    """A part of the program failed: nothing after it can be judged."""


def rehearse(built: Path, tools: Path, emulator: Path, say: Say) -> str:
    """All of it with the template in `built`, by `sam` of `tools`, in the emulator's Python."""
    template = str(built / "template.yaml")
    try:
        with cloud(emulator) as running:
            return _Program(running, template, tools, say).run()
    except NoCloud as error:
        raise Failed(error) from error


class _Program:
    def __init__(self, running: Cloud, template: str, tools: Path, say: Say) -> None:
        self._cloud, self._template, self._tools, self._say = running, template, tools, say
        self._day = walk.Day(Caller(""), "admin", "")

    def run(self) -> str:
        day = self._day
        self._part(PROOF, lambda: proof(self._cloud))
        self._part("deploy", lambda: self._deploy(FIRST))
        first = deployed(self._cloud, FIRST)
        day.call.api = first.api
        self._part("first_admin", lambda: self._first_admin(FIRST, day))
        for office in OFFICE:
            self._part(office.__name__, partial(office, day))
        for part in BACKGROUND:
            self._part(part.__name__, partial(part, day, first))
        self._part(PROOF_OF_ROLES, lambda: self._role_without_policy(first))
        self._part("second stack", lambda: self._second(first))
        self._part("update", lambda: self._update(first))
        self._part("delete", self._delete)
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

    def _deploy(self, name: str, *parameters: str) -> str:
        self._sam(name, *parameters)
        stack = deployed(self._cloud, name)
        until("versions are ready", partial(snapshots_are_taken, stack), bool, SNAPSHOT_SECONDS)
        return f"{len(stack.made)} resources, {give_routes(stack)} routes"

    def _sam(self, name: str, *parameters: str) -> None:
        self._run(
            [self._tools / "sam", *deployment(name, self._template, *parameters)],
            DEPLOY_SECONDS,
            SAM_CLI_TELEMETRY="0",
        )

    def _first_admin(self, name: str, day: walk.Day) -> str:
        said = self._run([sys.executable, "-m", "tools.first_admin", "--stack", name])
        found = re.search(r"^password: (\S+)$", said, re.MULTILINE)
        must("the command prints the password", found, said)
        day.password = found[1] if found else ""
        return "made by the documented command"

    def _run(
        self, command: Sequence[str | Path], seconds: int = COMMAND_SECONDS, **more: str
    ) -> str:
        return output(command, {**self._cloud.variables, **more}, seconds)

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
        """With names, data and keys of its own."""
        self._deploy(SECOND, "SnapStart=off")
        second = deployed(self._cloud, SECOND)
        shared = set(first.made.values()) & set(second.made.values()) - {STAGE}
        must("nothing is shared", not shared, shared)
        stranger = Caller(second.api, self._day.call.token)
        must("a token of the first is no use", stranger.ask("GET", "/members").status == 403)
        day = walk.Day(Caller(second.api), "admin", "")
        self._first_admin(SECOND, day)
        walk.sign_in(day)
        must("it has nobody", day.call("GET", "/members")["items"] == [])
        self._has_its_member()
        return "beside the first: its own names, data and keys"

    def _has_its_member(self) -> None:
        day = self._day
        must("the member is there", day.call("GET", f"/members/{day.member_id}")["name"])

    def _update(self, first: Stack) -> str:
        """What `sam deploy` with another parameter changes, and what it leaves."""
        self._sam(FIRST, "DeletionProtection=on")
        after = deployed(self._cloud, FIRST)
        for kind in KEPT:
            must(f"{kind} stays", after.made[kind] == first.made[kind], after.made[kind])
        client = self._cloud.client("dynamodb")
        table = client.describe_table(TableName=first.made["MembersTable"])["Table"]
        must("the tables are protected", table["DeletionProtectionEnabled"], table)
        self._has_its_member()
        return "deletion protection on; data, keys and sessions as before"

    def _delete(self) -> str:
        """The second stack; what it kept stays, and so does the first."""
        gone = deployed(self._cloud, SECOND)
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
