"""Answers over 1 KB are compressed for those who take it, in Lambda as on a local port."""

import gzip
import json
from base64 import b64decode
from typing import Any

import pytest

from members import app
from tests.integration.events import Room, event, identity

pytestmark = pytest.mark.usefixtures("tables")


def listed(accept: str | None) -> dict[str, Any]:
    headers = {"accept-encoding": accept} if accept else {}
    handler: Any = app.lambda_handler
    raw: dict[str, Any] = handler(event("GET", "/members", headers=headers, caller=identity()), {})
    return raw


def make(count: int) -> None:
    room = Room("members", identity())
    for number in range(count):
        body = {"name": f"Anggota {number:03}", "joined_on": "2020-01-15"}
        assert room("POST", "/members", body).status == 201


def test_a_long_answer_is_compressed_and_reads_the_same() -> None:
    make(8)
    plain, packed = listed(None), listed("br, gzip")
    assert not plain["isBase64Encoded"]
    assert packed["isBase64Encoded"]
    assert packed["headers"]["content-encoding"] == "gzip"
    assert "accept-encoding" in packed["headers"]["vary"].lower()
    body = b64decode(packed["body"])
    assert len(body) < len(plain["body"]) / 2
    assert json.loads(gzip.decompress(body)) == json.loads(plain["body"])
    assert "server-timing" in packed["headers"]


def test_a_short_answer_is_not() -> None:
    assert "content-encoding" not in listed("gzip")["headers"]
