import hmac
import json
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from auth import authorizer, tokens
from auth.verification import read
from shared.kernel.errors import Unauthorized
from shared.kernel.settings import settings as environment
from shared.web.identity import caller_of

SITI = tokens.Bearer("siti", "Siti Rahmawati", "officer", ("PST", "KDR"))


@pytest.fixture
def signer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tokens.Signer:
    tokens.create_key_file(tmp_path / "key.pem")
    made = tokens.FileSigner(tmp_path / "key.pem")
    monkeypatch.setattr(tokens, "trusted", lambda: (made,))
    return made


def token(signer: tokens.Signer, age: timedelta = timedelta()) -> str:
    return tokens.issue(SITI, datetime.now(UTC) - age, signer)


def decide(authorization: str | None) -> dict[str, Any]:
    headers = {} if authorization is None else {"authorization": authorization}
    return authorizer.lambda_handler(
        {"version": "2.0", "type": "REQUEST", "headers": headers}, None
    )


def part(content: object) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def claims_of(text: str) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(text.split(".")[1] + "=="))
    return claims


def test_a_genuine_token_tells_who_calls_in_the_words_that_the_rooms_read(
    signer: tokens.Signer,
) -> None:
    answer = decide(f"Bearer {token(signer)}")
    assert answer["isAuthorized"] is True
    assert all(isinstance(value, str) for value in answer["context"].values())
    caller = caller_of({"requestContext": {"authorizer": {"lambda": answer["context"]}}})
    assert (caller.name, caller.role, caller.offices) == ("siti", "officer", ("PST", "KDR"))


def test_a_token_has_the_claims_and_the_15_minutes_that_the_design_names(
    signer: tokens.Signer,
) -> None:
    made = token(signer)
    claims = claims_of(made)
    assert claims["exp"] - claims["iat"] == 900
    assert {"sub", "name", "role", "offices", "scope", "jti", "iss", "aud"} <= claims.keys()
    assert jwt.get_unverified_header(made) == {"alg": "ES256", "typ": "JWT", "kid": signer.kid}


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer"])
def test_the_scheme_is_taken_in_any_case(signer: tokens.Signer, scheme: str) -> None:
    assert decide(f"{scheme} {token(signer)}")["isAuthorized"] is True


def test_an_expired_but_genuine_token_passes_with_its_reason_and_the_room_refuses_it(
    signer: tokens.Signer,
) -> None:
    answer = decide(f"Bearer {token(signer, age=timedelta(minutes=16))}")
    assert answer["isAuthorized"] is True
    assert answer["context"]["reason"] == "expired"
    with pytest.raises(Unauthorized):
        caller_of({"requestContext": {"authorizer": {"lambda": answer["context"]}}})


@pytest.mark.usefixtures("signer")
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer a.b.c", "Basic YTpi"])
def test_what_is_no_token_is_refused(header: str | None) -> None:
    assert decide(header) == {"isAuthorized": False}


def test_a_token_of_another_key_is_refused_even_with_our_key_id(
    signer: tokens.Signer, tmp_path: Path
) -> None:
    tokens.create_key_file(tmp_path / "other.pem")
    other = tokens.FileSigner(tmp_path / "other.pem")
    assert decide(f"Bearer {token(other)}")["isAuthorized"] is False
    other.__dict__["kid"] = signer.kid
    assert decide(f"Bearer {token(other)}")["isAuthorized"] is False


def test_a_token_whose_claims_were_changed_is_refused(signer: tokens.Signer) -> None:
    head, body, signature = token(signer).split(".")
    changed = claims_of(f"{head}.{body}.") | {"role": "admin"}
    assert decide(f"Bearer {head}.{part(changed)}.{signature}")["isAuthorized"] is False


def test_an_unsigned_token_is_refused(signer: tokens.Signer) -> None:
    head = part({"alg": "none", "typ": "JWT", "kid": signer.kid})
    assert decide(f"Bearer {head}.{token(signer).split('.')[1]}.")["isAuthorized"] is False


def test_a_token_signed_with_the_public_key_as_a_password_is_refused(
    signer: tokens.Signer,
) -> None:
    public = signer.public_key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    signed = f"{part({'alg': 'HS256', 'kid': signer.kid})}.{token(signer).split('.')[1]}"
    signature = urlsafe_b64encode(hmac.digest(public, signed.encode(), "sha256")).decode()
    assert decide(f"Bearer {signed}.{signature.rstrip('=')}")["isAuthorized"] is False


@pytest.mark.parametrize("claim", ["iss", "aud"])
def test_a_token_for_something_else_is_refused(
    signer: tokens.Signer, claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = {"iss": "ISSUER", "aud": "AUDIENCE"}[claim]
    with monkeypatch.context() as patch:
        patch.setattr(tokens, name, "elsewhere")
        made = token(signer)
    assert decide(f"Bearer {made}")["isAuthorized"] is False


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_no_text_at_all_passes_or_breaks_the_authorizer(signer: tokens.Signer, text: str) -> None:
    assert decide(f"Bearer {text}") == {"isAuthorized": False}
    assert decide(text) == {"isAuthorized": False}


def test_only_its_owner_reads_a_key_file_and_a_key_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key.pem"
    path.parent.mkdir()
    tokens.create_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    tokens.create_key_file(path)
    assert path.read_bytes() == first
    assert [*path.parent.iterdir()] == [path]


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Iterator[tokens.KmsSigner]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-3")
    with mock_aws():
        import boto3

        key = boto3.client("kms").create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")
        yield tokens.KmsSigner(key["KeyMetadata"]["KeyId"])


def test_while_keys_are_rotated_tokens_of_both_are_genuine_and_others_forged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("old", "new", "strange"):
        tokens.create_key_file(tmp_path / name)
    old, new, strange = (tokens.FileSigner(tmp_path / name) for name in ("old", "new", "strange"))
    monkeypatch.setattr(tokens, "trusted", lambda: (new, old))
    assert tokens.signer() is new
    allowed = [decide(f"Bearer {token(by)}")["isAuthorized"] for by in (new, old, strange)]
    assert allowed == [True, True, False]


def test_a_deployment_trusts_the_keys_that_are_listed_or_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SIGNING_KEY_FILE", raising=False)
    monkeypatch.setenv("SIGNING_KEY_ID", "own")
    for listed, wanted in (("", ("own",)), ("new,own", ("new", "own"))):
        monkeypatch.setenv("SIGNING_KEYS", listed)
        environment.cache_clear()
        assert environment().signing_key_ids == wanted
    environment.cache_clear()


def test_a_kms_key_signs_tokens_that_its_public_half_proves(kms: tokens.KmsSigner) -> None:
    made = tokens.issue(SITI, datetime.now(UTC), kms)
    assert read(made, [kms])["sub"] == "siti"


def test_a_token_for_a_hundred_offices_is_no_larger_than_kms_signs(kms: tokens.KmsSigner) -> None:
    offices = [f"KANTOR-{n:05}" for n in range(100)]
    bearer = tokens.Bearer("siti", "\U0001f600" * 120, "officer", offices)
    made = tokens.issue(bearer, datetime.now(UTC), kms)
    assert len(made.rpartition(".")[0]) <= 4096
    assert read(made, [kms])["offices"] == ",".join(offices)
