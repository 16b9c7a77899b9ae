"""While the secret of CloudFront is replaced every request goes on being known."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.rotate_origin_secret import rotate

OLD = "the old one"


class Killed(Exception):
    """The command was ended here."""


class Cloud:
    """Secrets Manager, CloudFront and the processes of a stack, as far as a rotation meets them.

    `dies_at` ends the command before that of its steps.
    """

    def __init__(self) -> None:
        self.kept = {"current": OLD}
        self.known = {OLD}
        self.sent = {OLD}
        self.steps = 0
        self.dies_at: int | None = None
        self.header = {"HeaderName": "X-Origin-Verify", "HeaderValue": OLD}
        self.other = {"HeaderName": "X-Other", "HeaderValue": OLD}
        headers = {"Quantity": 2, "Items": [self.other, self.header]}
        origins = [{"Id": "site"}, {"Id": "api", "CustomHeaders": headers}]
        self.config = {"Origins": {"Quantity": 2, "Items": origins}}

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.dies_at:
            raise Killed
        self.everybody_is_known()

    def everybody_is_known(self) -> None:
        assert self.sent <= self.known
        assert self.known <= set(self.kept.values())

    def get_secret_value(self, **_: str) -> Any:
        return {"SecretString": json.dumps(self.kept)}

    def put_secret_value(self, **given: str) -> None:
        self.step()
        self.kept = json.loads(given["SecretString"])
        self.known &= set(self.kept.values())

    def wait_for_processes(self, seconds: float) -> None:
        self.step()
        assert seconds > 300
        self.known = set(self.kept.values())

    def get_distribution_config(self, **_: str) -> Any:
        return {"ETag": "E1", "DistributionConfig": self.config}

    def update_distribution(self, **given: Any) -> None:
        self.step()
        assert (given["Id"], given["IfMatch"]) == ("D1", "E1")
        assert self.other["HeaderValue"] == OLD
        self.sent.add(self.header["HeaderValue"])

    def get_waiter(self, name: str) -> "Cloud":
        assert name == "distribution_deployed"
        return self

    def wait(self, **_: str) -> None:
        self.step()
        self.sent = {self.header["HeaderValue"]}

    def rotate(self) -> None:
        rotate(self, self, secret="S1", distribution="D1", wait=self.wait_for_processes)


def test_every_request_is_known_at_each_step_and_in_the_end_only_the_new_value_holds() -> None:
    cloud = Cloud()
    cloud.rotate()
    cloud.everybody_is_known()
    (new,) = cloud.kept.values()
    assert cloud.kept == {"current": new}
    assert cloud.sent == cloud.known == {new}
    assert new != OLD
    assert len(new) >= 40


@pytest.mark.parametrize("step", range(1, 6))
def test_a_rotation_that_was_ended_goes_on_when_it_is_called_again(step: int) -> None:
    cloud = Cloud()
    cloud.dies_at = step
    with pytest.raises(Killed):
        cloud.rotate()
    cloud.everybody_is_known()
    begun = cloud.kept.get("next")
    cloud.rotate()
    (new,) = cloud.kept.values()
    assert cloud.sent == {new}
    assert begun in {None, new}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-3")
    with mock_aws():
        yield


@pytest.mark.usefixtures("aws")
def test_aws_takes_what_a_rotation_asks_for() -> None:
    secrets, cloudfront = boto3.client("secretsmanager"), boto3.client("cloudfront")
    kept = json.dumps({"current": OLD})
    secret = secrets.create_secret(Name="origin", SecretString=kept)["ARN"]
    header = {"HeaderName": "X-Origin-Verify", "HeaderValue": OLD}
    origin = {
        "Id": "api",
        "DomainName": "a1.execute-api.ap-southeast-3.amazonaws.com",
        "CustomHeaders": {"Quantity": 1, "Items": [header]},
        "CustomOriginConfig": {
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "https-only",
        },
    }
    config: Any = {
        "CallerReference": "1",
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {"TargetOriginId": "api", "ViewerProtocolPolicy": "https-only"},
    }
    made = cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
    rotate(secrets, cloudfront, secret=secret, distribution=made, wait=lambda _: None)
    only = json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])
    found = cloudfront.get_distribution_config(Id=made)["DistributionConfig"]
    assert only.keys() == {"current"}
    assert only["current"] != OLD
    (sent,) = found["Origins"]["Items"][0]["CustomHeaders"]["Items"]
    assert sent["HeaderValue"] == only["current"]
