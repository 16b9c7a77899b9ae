"""python -m tools.first_admin: the environment comes from the template and what the stack made."""

import sys
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from auth import passwords, repository
from local.migrations import ALL
from local.template import load
from shared.records import migrations
from tools import deployed, first_admin

MADE = {
    "FilesBucket": "sapa-files",
    "OriginSecret": "arn:aws:secretsmanager:x:y:secret:origin",
    "SigningKey": "1234",
    "VaultSecret": "arn:aws:secretsmanager:x:y:secret:vault",
    "WhatsAppSecret": "arn:aws:secretsmanager:x:y:secret:whatsapp",
}


def cloudformation() -> Any:
    """A client whose stack made that."""
    client = boto3.client(
        "cloudformation",
        region_name="ap-southeast-3",
        aws_access_key_id="x",
        aws_secret_access_key="x",
    )
    stubber = Stubber(client)
    summaries = [
        {
            "LogicalResourceId": name,
            "PhysicalResourceId": value,
            "ResourceType": "AWS::S3::Bucket",
            "LastUpdatedTimestamp": "2026-11-27T00:00:00Z",
            "ResourceStatus": "CREATE_COMPLETE",
        }
        for name, value in MADE.items()
    ]
    stubber.add_response(
        "list_stack_resources", {"StackResourceSummaries": summaries}, {"StackName": "sapa"}
    )
    stubber.activate()
    return client


def test_every_variable_of_the_template_is_there() -> None:
    found = deployed.environment("sapa", cloudformation())
    assert found["MEMBERS_TABLE"] == "sapa-members"
    assert found["VAULT_SECRET_ARN"] == MADE["VaultSecret"]
    assert found["SIGNING_KEY_ID"] == MADE["SigningKey"]
    assert found["FILES_BUCKET"] == MADE["FilesBucket"]
    template = load("sapa")
    assert found.keys() == template.environment.keys() | template.cloud_only.keys()


@pytest.mark.usefixtures("tables")
def test_the_password_is_printed_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(boto3, "client", lambda _: None)
    monkeypatch.setattr(deployed, "environment", lambda *_: {})
    monkeypatch.setattr(sys, "argv", ["first_admin", "--stack", "sapa", "--username", "kepala"])
    first_admin.main()
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "username: kepala"
    user = repository.user("kepala")
    assert user is not None
    assert passwords.verify_password(user.password_hash, said[1].removeprefix("password: "))
    migrations.forget()
    assert all(migrations.is_done(migration.NAME) for migration in ALL)
    with pytest.raises(SystemExit, match="already"):
        first_admin.main()
