"""The vault secret's copy, and its way back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools import vault_copy


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("secretsmanager", region_name="ap-southeast-3")


def made(client: Any, text: str = "secret of old") -> str:
    return str(client.create_secret(Name="vault", SecretString=text)["ARN"])


def value(client: Any, secret: str) -> str:
    return str(client.get_secret_value(SecretId=secret)["SecretString"])


def test_a_copy_is_read_only_by_its_owner_and_replaces_no_file(client: Any, tmp_path: Path) -> None:
    secret, path = made(client), tmp_path / "vault"
    vault_copy.copy(client, secret, path)
    assert path.read_text() == "secret of old"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        vault_copy.copy(client, secret, path)


def test_a_copy_becomes_the_secret_of_another_stack(client: Any, tmp_path: Path) -> None:
    path = tmp_path / "vault"
    path.write_text("secret of old\n")
    secret = made(client, "secret of new")
    vault_copy.put_back(client, secret, path)
    assert value(client, secret) == "secret of old"


def test_a_deleted_secret_is_taken_out_of_deletion(client: Any, tmp_path: Path) -> None:
    secret, path = made(client), tmp_path / "vault"
    vault_copy.copy(client, secret, path)
    client.delete_secret(SecretId=secret, RecoveryWindowInDays=30)
    vault_copy.put_back(client, secret, path)
    assert value(client, secret) == "secret of old"
