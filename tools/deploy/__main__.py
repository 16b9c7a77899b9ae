"""Build and deploy a stage, or take its latest deployment back.

    python -m tools.deploy STAGE               (make deploy STAGE=…, which prepares the tools)
    python -m tools.deploy STAGE --rollback    (make rollback STAGE=…)

With the credentials of the environment; the stages are those of samconfig.toml.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from . import monitoring, sam, site, smoke, stage, steps
from .releases import NoFormerRelease
from .stack import Clients
from .versions import Gone

ROOT = Path(__file__).parents[2]
SAM = ROOT / ".venv-rehearse/bin/sam"
BUILD = ROOT / ".build/deploy"
DIST = ROOT / "static_site/dist"
FAULTS = (
    stage.UnknownStage,
    site.NoSite,
    smoke.Failed,
    Gone,
    NoFormerRelease,
    subprocess.CalledProcessError,
    BotoCoreError,
    ClientError,
)


def main() -> None:
    """Deploy or roll back; exit code 1 with the reason where it does not succeed."""
    parser = argparse.ArgumentParser(description="Deploy a stage, or take a deployment back.")
    parser.add_argument("stage", help="a stage of samconfig.toml")
    parser.add_argument("--rollback", action="store_true", help="take the latest one back")
    given = parser.parse_args()
    try:
        chosen = stage.read(given.stage)
        clients: Clients = partial(boto3.client, region_name=chosen.region)
        (_roll_back if given.rollback else _deploy)(given.stage, chosen, clients)
    except FAULTS as error:
        sys.exit(f"{type(error).__name__}: {error}")


def _deploy(name: str, chosen: stage.Stage, clients: Clients) -> None:
    files = site.built(DIST)
    run_sam(sam.build(BUILD))
    made = steps.deploy_stacks(chosen, clients, run_sam, BUILD / "template.yaml", _say)
    account = clients("sts").get_caller_identity()["Account"]
    _say(f"Budget: {monitoring.budget(clients('budgets'), account, chosen)}.")
    steps.publish(clients, made, files, _say)
    url = made.outputs["SiteUrl"]
    try:
        _smoke(url, files)
    except smoke.Failed:
        _say(f"It does not answer as it should. To take it back: make rollback STAGE={name}")
        raise
    steps.finish(clients, made, _say)
    _say(f"{url} is live.")


def _roll_back(_name: str, chosen: stage.Stage, clients: Clients) -> None:
    former = steps.roll_back(chosen, clients)
    _say(f"The release of {former.at:%Y-%m-%d %H:%M} UTC is live again.")


def _smoke(url: str, files: list[site.File]) -> None:
    smoke.patiently(partial(smoke.check_site, url, files))
    smoke.patiently(partial(smoke.check_api, f"{url}/api"))


def run_sam(arguments: Sequence[str]) -> None:
    """Run the project's own `sam`; CalledProcessError where it fails."""
    environment = {**os.environ, **sam.VARIABLES}
    subprocess.run([SAM, *arguments], cwd=ROOT, env=environment, check=True)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
