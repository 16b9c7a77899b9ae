"""Where aliases point, and which versions are deleted."""

import pytest

from tests.unit.tools.deploy.fake_aws import FUNCTION, FakeAws
from tools.deploy import versions


def test_the_live_and_the_previous_version_stay() -> None:
    aws = FakeAws()
    aws.published, aws.live = ["3", "5", "8", "9"], "9"
    assert versions.delete_old(aws, {FUNCTION: "9"}, {FUNCTION: "5"}) == 2
    assert aws.published == ["5", "9"]


def test_a_version_that_the_alias_still_calls_stays() -> None:
    aws = FakeAws()
    aws.published, aws.live = ["8", "9"], "8"
    assert versions.delete_old(aws, {FUNCTION: "9"}, {}) == 0


def test_an_alias_is_moved_only_where_it_points_elsewhere() -> None:
    aws = FakeAws()
    aws.published = ["1", "2"]
    assert versions.point(aws, {FUNCTION: "2"}) == [FUNCTION]
    assert versions.point(aws, {FUNCTION: "2"}) == []
    assert aws.said == ["live 2"]


def test_no_alias_is_moved_to_a_version_that_was_deleted() -> None:
    aws = FakeAws()
    aws.published, aws.live = ["2"], "2"
    with pytest.raises(versions.Gone):
        versions.point(aws, {FUNCTION: "1"})
    assert aws.said == []
