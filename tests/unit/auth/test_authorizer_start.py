"""The authorizer has read its key before the first call, and starts where it cannot."""

from functools import cached_property

import pytest
from botocore.exceptions import ClientError

from auth import authorizer, tokens
from shared.aws import origin_secret


class Kms(tokens.KmsSigner):
    """A key of which the public half is asked for as often as `asked` says."""

    def __init__(self, refused: int = 0) -> None:
        super().__init__("key")
        self.asked, self.refused = 0, refused

    @cached_property
    def public_der(self) -> bytes:
        self.asked += 1
        if self.asked <= self.refused:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetPublicKey")
        return PUBLIC_HALF


PUBLIC_HALF = bytes.fromhex(
    "3059301306072a8648ce3d020106082a8648ce3d030107034200"
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)  # P-256's own base point


@pytest.fixture(autouse=True)
def no_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origin_secret, "reader", lambda: None)


def test_the_key_is_read_once_before_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    kms = Kms()
    monkeypatch.setattr(tokens, "trusted", lambda: (kms,))
    authorizer._load()
    assert kms.asked == 1
    assert authorizer.lambda_handler({"headers": {"authorization": "Bearer x.y.z"}}, None) == {
        "isAuthorized": False
    }
    _ = kms.public_key
    assert kms.asked == 1


def test_a_key_that_cannot_be_read_yet_is_read_later(monkeypatch: pytest.MonkeyPatch) -> None:
    kms = Kms(refused=1)
    monkeypatch.setattr(tokens, "trusted", lambda: (kms,))
    authorizer._load()
    assert kms.kid
    assert kms.asked == 2
