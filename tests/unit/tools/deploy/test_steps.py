"""The order of a deployment, what the first one is spared, and the way back."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from tests.unit.tools.deploy.fake_aws import FUNCTION, FakeAws
from tools.deploy import releases, steps, versions
from tools.deploy.site import File
from tools.deploy.stack import Stack
from tools.deploy.stage import Stage

STAGE = Stage("sapa", "ap-southeast-3", {"Canary": "true"})
BUILT = "Globals: {Function: {Handler: a.b}}"


class Deploying:
    """A stage whose `sam` publishes a version each time, and what it was given."""

    def __init__(self, folder: Path) -> None:
        self.aws = FakeAws()
        self.given: list[str] = []
        self._template = folder / "template.yaml"
        self._template.write_text(BUILT)

    def sam(self, arguments: Sequence[str]) -> None:
        said = [part for part in arguments if part.startswith(("Canary=", "DeletionProtection="))]
        stack = arguments[arguments.index("--stack-name") + 1]
        self.given.append(f"{stack} {' '.join(said)}".strip())
        self.aws.status = "UPDATE_COMPLETE"
        if "Canary=true" in said:
            version = str(int(self.aws.published[-1]) + 1)
            self.aws.published.append(version)
            self.aws.live = version

    def stacks(self) -> Stack:
        return steps.deploy_stacks(STAGE, self.aws, self.sam, self._template, self.aws.said.append)

    def release(self, page: bytes, *, proved: bool = True) -> None:
        files = [File("index.html", page), File(f"assets/{page.decode()}.js", b"")]
        made = self.stacks()
        steps.publish(self.aws, made, files, self.aws.said.append)
        if proved:
            steps.finish(self.aws, made, self.aws.said.append)

    @property
    def page(self) -> bytes:
        return self.aws.objects["site/index.html"][0]


@pytest.fixture
def deploying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deploying:
    monkeypatch.setattr("tools.deploy.monitoring.parameters", lambda *_: {})
    return Deploying(tmp_path)


def test_deletion_protection_is_switched_on_once_the_first_deployment_succeeded(
    deploying: Deploying,
) -> None:
    deploying.aws.status = None
    deploying.stacks()
    assert deploying.given == [
        "sapa Canary=false DeletionProtection=off",
        "sapa-monitoring",
        "sapa Canary=true DeletionProtection=on",
    ]
    deploying.given.clear()
    deploying.stacks()
    assert deploying.given == ["sapa Canary=true DeletionProtection=on", "sapa-monitoring"]


@pytest.mark.parametrize("left", ["ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS", "CREATE_FAILED"])
def test_a_first_deployment_that_failed_is_deleted_and_repeated(
    deploying: Deploying, left: str
) -> None:
    deploying.aws.status = left
    deploying.stacks()
    assert deploying.aws.said[0] == "delete stack sapa"
    assert deploying.given[0] == "sapa Canary=false DeletionProtection=off"


def test_an_update_that_failed_deletes_nothing(deploying: Deploying) -> None:
    deploying.aws.status = "UPDATE_ROLLBACK_COMPLETE"
    deploying.stacks()
    assert "delete stack sapa" not in deploying.aws.said


def test_a_rollback_brings_back_the_versions_and_the_page_of_the_release_before(
    deploying: Deploying,
) -> None:
    deploying.release(b"one")
    deploying.release(b"two")
    assert (deploying.aws.live, deploying.page) == ("3", b"two")
    steps.roll_back(STAGE, deploying.aws)
    assert (deploying.aws.live, deploying.page) == ("2", b"one")
    with pytest.raises(releases.NoFormerRelease):
        steps.roll_back(STAGE, deploying.aws)


def test_a_rollback_passes_over_a_release_that_failed_its_smoke_test(deploying: Deploying) -> None:
    deploying.release(b"one")
    deploying.release(b"two", proved=False)
    deploying.release(b"three")
    assert deploying.aws.published == ["2", "4"]
    steps.roll_back(STAGE, deploying.aws)
    assert (deploying.aws.live, deploying.page) == ("2", b"one")


def test_after_a_rollback_the_next_deployment_goes_without_a_canary(deploying: Deploying) -> None:
    deploying.release(b"one")
    deploying.release(b"two")
    steps.roll_back(STAGE, deploying.aws)
    deploying.given.clear()
    deploying.stacks()
    assert deploying.given[0] == "sapa Canary=false DeletionProtection=on"
    assert deploying.aws.live == deploying.aws.published[-1]


def test_older_versions_go_and_the_one_to_go_back_to_stays(deploying: Deploying) -> None:
    for page in (b"one", b"two", b"three"):
        deploying.release(page)
    assert deploying.aws.published == ["3", "4"]
    site = steps.site_of(deploying.aws, deploying.stacks())
    assert [r.versions[FUNCTION] for r in releases.read(site)] == ["4", "3", "2"]


def test_a_changed_parameter_changes_the_template_that_sam_is_given(tmp_path: Path) -> None:
    from tools.deploy.sam import stamp

    template = tmp_path / "template.yaml"
    template.write_text(BUILT)
    tags = [
        yaml.safe_load(stamp(template, {"MailFrom": value}).read_text())["Globals"]["Function"]
        for value in ("a@example.com", "b@example.com", "a@example.com")
    ]
    assert tags[0] == tags[2] != tags[1]


def test_a_rollback_to_versions_whose_key_was_replaced_is_refused(deploying: Deploying) -> None:
    deploying.release(b"one")
    deploying.release(b"two")
    deploying.aws.keys = {"3": "new,own"}
    steps.roll_back(STAGE, deploying.aws)
    assert deploying.aws.live == "2"
    deploying.release(b"three")
    deploying.aws.keys = {"3": "new", "4": "new"}
    with pytest.raises(versions.Gone, match="key"):
        steps.roll_back(STAGE, deploying.aws)
    assert deploying.page == b"three"
