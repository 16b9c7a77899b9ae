"""The steps of a deployment and of taking one back, in the order that keeps the site working."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from . import monitoring, releases, sam, stack, versions
from .releases import NoFormerRelease, Release
from .sam import Sam
from .site import File, Site
from .stack import Clients, Stack
from .stage import Stage

PROTECTION = "DeletionProtection"
CANARY = "Canary"

Say = Callable[[str], None]


def deploy_stacks(stage: Stage, clients: Clients, run: Sam, template: Path, say: Say) -> Stack:
    """Both stacks. What failed at first can be deleted; what succeeded is protected from then on.

    The first time there is no alarm yet that could end a canary. After a rollback the aliases are
    not where CodeDeploy expects them, so that one deployment goes without it.
    """

    def deploy(**more: str) -> Stack:
        given = {**stage.parameters, **more}
        run(sam.deploy(stage.stack, stage.region, sam.stamp(template, stage.parameters), given))
        return stack.read(clients, stage.stack)

    if first := stack.is_first(clients, stage.stack):
        made = deploy(**{PROTECTION: "off", CANARY: "false"})
    elif _was_taken_back(clients, stack.read(clients, stage.stack)):
        made = deploy(**{PROTECTION: "on", CANARY: "false"})
    else:
        made = deploy(**{PROTECTION: "on"})
    watched = monitoring.parameters(stage, made)
    run(sam.deploy(stage.monitoring_stack, stage.region, sam.MONITORING, watched))
    if first:
        made = deploy(**{PROTECTION: "on"})
        say("The first deployment succeeded: its tables are protected now.")
    versions.point(clients, versions.deployed(made))
    return made


def _was_taken_back(clients: Clients, made: Stack) -> bool:
    published = versions.deployed(made)
    return versions.live(clients, published) != published


def site_of(clients: Clients, made: Stack) -> Site:
    """The stack's site."""
    return Site(clients, made.made["SiteBucket"], made.made["Distribution"])


def publish(clients: Clients, made: Stack, files: Sequence[File], say: Say) -> None:
    """Note the release, so that it can be taken back, and show its site."""
    site = site_of(clients, made)
    releases.record(site, files, versions.deployed(made), datetime.now(UTC))
    say(f"Site: {site.publish(files)}.")


def finish(clients: Clients, made: Stack, say: Say) -> None:
    """The latest release is proved; delete what nobody needs besides it and the one before."""
    site = site_of(clients, made)
    releases.prove(site, releases.read(site)[0])
    former = releases.former(releases.read(site))
    old = versions.delete_old(clients, versions.deployed(made), former.versions if former else {})
    files = releases.delete_old(site, datetime.now(UTC))
    say(f"Deleted {old} old versions and {files} old files.")


def roll_back(stage: Stage, clients: Clients) -> Release:
    """The last proved release before the latest is live again; what came later is forgotten."""
    made = stack.read(clients, stage.stack)
    site, there = site_of(clients, made), versions.deployed(made)
    known = releases.read(site)
    former = releases.former(known)
    if former is None:
        raise NoFormerRelease(f"{stage.stack} has no release to go back to")
    wanted = {name: version for name, version in former.versions.items() if name in there}
    versions.require_trusted(clients, wanted, there)
    versions.point(clients, wanted)
    site.publish(releases.pages(site, former))
    for later in known[: known.index(former)]:
        site.delete(site.paths(f"{later.folder}/"))
    return former
