"""What an operator does with a deployment, by the modules and commands that they use on AWS."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from local.template import load
from tools.deploy import releases, sam, site, smoke, steps, versions
from tools.deploy import stack as stacks
from tools.deploy.stage import Stage

from .caller import Caller, must, until
from .cloud import REGION, Cloud
from .stack import Stack, deployed, give_routes, snapshots_are_taken
from .walk import Day, sign_in

DIST = Path(__file__).parents[2] / "static_site/dist"
SNAPSHOT_SECONDS = 240
ALARMS_OF_A_FUNCTION = 2

Command = Callable[..., str]


class Operator:
    """Deploys stages into the emulator; `sam` and `python -m` are run by the program."""

    def __init__(self, cloud: Cloud, template: Path, run_sam: sam.Sam, run_tool: Command) -> None:
        self._cloud, self._template = cloud, template
        self._sam, self._tool = run_sam, run_tool
        self._said: list[str] = []

    def deploy(self, name: str, *, routes: bool = True, **parameters: str) -> Stack:
        """Both stacks of a stage; the routes that the emulator leaves out."""
        stage = Stage(name, REGION, parameters)
        steps.deploy_stacks(stage, self._client, self._sam, self._template, self._said.append)
        stack = deployed(self._cloud, name)
        until("versions are ready", partial(snapshots_are_taken, stack), bool, SNAPSHOT_SECONDS)
        if routes:
            give_routes(stack)
        return stack

    def _client(self, service: str) -> Any:
        return self._cloud.client(service)

    def _made(self, stack: Stack) -> stacks.Stack:
        return stacks.read(self._client, stack.name)

    def watched(self, stack: Stack) -> str:
        """Every function has its alarms; the tables are protected once the stack is up."""
        alarms = self._client("cloudwatch").get_paginator("describe_alarms").paginate()
        found = [a for page in alarms for a in page["MetricAlarms"]]
        mine = [a for a in found if a["AlarmName"].startswith(f"{stack.name}-")]
        for function in self._made(stack).of_kind("AWS::Lambda::Function"):
            own = [a for a in mine if function.id in str(a["Dimensions"])]
            must(f"{function.name} is watched", len(own) >= ALARMS_OF_A_FUNCTION, own)
        table = self._client("dynamodb").describe_table(TableName=stack.made["MembersTable"])
        must("the tables are protected", table["Table"]["DeletionProtectionEnabled"], table)
        return f"{len(mine)} alarms; the tables are protected"

    def publish(self, stack: Stack, page: bytes | None = None) -> str:
        """The built site, or one with another page, in the bucket with its headers."""
        files = site.built(DIST)
        if page:
            files = [replace(f, content=page) if f.path == site.PAGE else f for f in files]
        steps.publish(self._client, self._made(stack), files, self._said.append)
        smoke.patiently(partial(smoke.check_api, stack.api))
        self._has_headers(stack, site.PAGE, site.ASK_EACH_TIME)
        asset = next(file.path for file in files if file.is_asset)
        self._has_headers(stack, asset, site.FOR_EVER)
        return self._said[-1]

    def _has_headers(self, stack: Stack, path: str, cache: str) -> None:
        key = f"{site.FOLDER}/{path}"
        found = self._client("s3").head_object(Bucket=stack.made["SiteBucket"], Key=key)
        must(f"{path} is sent as {cache}", found["CacheControl"] == cache, found)

    def page(self, stack: Stack) -> bytes:
        """The page that the bucket shows."""
        return steps.site_of(self._client, self._made(stack)).get(f"{site.FOLDER}/{site.PAGE}")

    def live(self, stack: Stack) -> dict[str, str]:
        """The live versions."""
        return versions.live(self._client, versions.deployed(self._made(stack)))

    def roll_back(self, stack: Stack) -> releases.Release:
        """`make rollback`."""
        return steps.roll_back(Stage(stack.name, REGION), self._client)

    def finish(self, stack: Stack) -> dict[str, list[str]]:
        """Delete what is old; the versions that are left."""
        steps.finish(self._client, self._made(stack), self._said.append)
        return {
            name: [version for version in self._published(name) if version != "$LATEST"]
            for name in self.live(stack)
        }

    def _published(self, name: str) -> Sequence[str]:
        pages = self._client("lambda").get_paginator("list_versions_by_function")
        found = pages.paginate(FunctionName=name)
        return [one["Version"] for page in found for one in page["Versions"]]

    def restore(self, source: Stack, name: str, at: str, copy: Path) -> Stack:
        """A new stack with the tables and the vault secret of another, by the runbook."""
        self._tool("tools.vault_copy", "--stack", source.name, "--to", str(copy))
        self._tool("tools.restore_tables", "--stack", source.name, "--at", at, "--to", name)
        self._tool("tools.adopt", "--stack", name)
        stack = self.deploy(name, SnapStart="off")
        self._tool("tools.vault_copy", "--stack", name, "--from", str(copy))
        return stack

    def rotate(self, stack: Stack, *more: str) -> None:
        """Deploys too: the functions are to know the keys."""
        self._tool("tools.rotate_signing_key", "--stack", stack.name, *more)

    def adopt(self, gone: Stack) -> Stack:
        """What a deleted stack left, in a new one of its name.

        The emulator forgets what a deleted stack made, but for the tables' names.
        """
        kept = [n for n, r in load().resources.items() if "DeletionPolicy" in r]
        others = [f"{name}={gone.made[name]}" for name in kept if not name.endswith("Table")]
        given = [part for other in others for part in ("--resource", other)]
        self._tool("tools.adopt", "--stack", gone.name, *given)
        again = deployed(self._cloud, gone.name)
        must("all is adopted", all(again.made.get(n) == gone.made[n] for n in kept), again.made)
        return again


def update_and_back(operator: Operator, stack: Stack, day: Day) -> str:
    """A second release that is taken back, and a third; then two versions are left."""
    operator.finish(stack)
    member = partial(day.call, "GET", f"/members/{day.member_id}")
    first, page = operator.live(stack), operator.page(stack)
    operator.deploy(stack.name, routes=False, SnapStart="off", MailFrom="second@example.com")
    operator.publish(stack, b"second")
    second = operator.live(stack)
    must("every function has a new version", not set(first.items()) & set(second.items()), second)
    must("the member is there", member()["name"])
    operator.roll_back(stack)
    must("the versions are the former ones", operator.live(stack) == first, operator.live(stack))
    must("the page is the former one", operator.page(stack) == page)
    must("the member is there", member()["name"])
    operator.deploy(stack.name, routes=False, SnapStart="off", MailFrom="third@example.com")
    operator.publish(stack, b"third")
    third, left = operator.live(stack), operator.finish(stack)
    for name, versions_left in left.items():
        must("the live and the former version stay", versions_left == [first[name], third[name]])
    must("the member is there", member()["name"])
    return "updated, taken back, updated again; two versions of each function are left"


def rotation(operator: Operator, stack: Stack, day: Day) -> str:
    """Another key signs, while tokens of the first one are good; then they are not."""
    path = f"/members/{day.member_id}"
    before, after = (Day(Caller(stack.api), day.username, day.password) for _ in range(2))
    sign_in(before)
    given = {"username": day.username, "password": day.password}
    unseen = Caller(stack.api, before.call("POST", "/auth/login", given)["access_token"])
    operator.rotate(stack)
    must("a token of the old key is good", before.call("GET", path)["name"])
    sign_in(after)
    must("the new key signs", _kid(after.call.token) != _kid(before.call.token))
    must("a token of the new key is good", after.call("GET", path)["name"])
    operator.rotate(stack, "--finish")
    must("a token of the new key is good", after.call("GET", path)["name"])
    must("a token of the old key is none", unseen.ask("GET", path).status == 403)
    day.call.token = after.call.token
    return "a new key signs; the old one is trusted until the end of it, then no more"


def _kid(token: str) -> str:
    header = token.partition(".")[0]
    return str(json.loads(urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"])
