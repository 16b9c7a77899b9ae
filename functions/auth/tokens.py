"""Access tokens: ES256, 15 minutes, signed by KMS in the cloud and by a key file locally.

Claims: sub, name, role, offices (comma-joined), scope (space-joined; a user's only says that they
must choose another password), ver, iat, exp, jti, iss, aud. The header's kid is the fingerprint of
the public key: a rotated one can be told.
cryptography's `serialization` is 30 ms of import: only what reads or writes a key imports it.
"""

import json
from abc import ABC, abstractmethod
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from shared.kernel import durable
from shared.kernel.ids import new_id
from shared.kernel.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

ISSUER = "sapa"
AUDIENCE = "sapa-api"
LIFETIME = timedelta(minutes=15)


class Signer(ABC):
    """A P-256 key: its public half, and signatures (DER) by the private one."""

    @property
    @abstractmethod
    def public_der(self) -> bytes:
        """The public half as SubjectPublicKeyInfo."""

    @abstractmethod
    def sign(self, message: bytes) -> bytes: ...

    @cached_property
    def kid(self) -> str:
        """16 characters that tell this public key from others."""
        return _base64url(sha256(self.public_der).digest()[:12])

    @cached_property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """To verify with."""
        from cryptography.hazmat.primitives.serialization import load_der_public_key

        key = load_der_public_key(self.public_der)
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise TypeError("the signing key is no P-256 key")
        return key


class FileSigner(Signer):
    """The key of a local run: a PEM file. Both halves are read at first use."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    @cached_property
    def _private_key(self) -> ec.EllipticCurvePrivateKey:
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(self._path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{self._path} holds no P-256 key")
        return key

    @cached_property
    def public_der(self) -> bytes:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        public = self._private_key.public_key()
        return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        return self._private_key.sign(message, ec.ECDSA(SHA256()))


class KmsSigner(Signer):
    """A key that never leaves KMS. Its public half is read at first use, after any restore."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id

    @cached_property
    def _kms(self) -> "KMSClient":
        import boto3

        return boto3.client("kms")

    @cached_property
    def public_der(self) -> bytes:
        return self._kms.get_public_key(KeyId=self._key_id)["PublicKey"]

    def sign(self, message: bytes) -> bytes:
        return self._kms.sign(
            KeyId=self._key_id, Message=message, SigningAlgorithm="ECDSA_SHA_256"
        )["Signature"]


@cache
def trusted() -> tuple[Signer, ...]:
    """The deployment's keys, made at first use: the first one signs, others did or will."""
    config = settings()
    if config.signing_key_file:
        return (FileSigner(config.signing_key_file),)
    return tuple(KmsSigner(key_id) for key_id in config.signing_key_ids)


def signer() -> Signer:
    """The key that signs."""
    return trusted()[0]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token is for: a user with a role, or a client (role `client`) with scopes.

    `version` is that of the stored user or client which says so (shared/records/revocations.py).
    """

    sub: str
    name: str
    role: str
    offices: Sequence[str]
    scopes: Sequence[str] = ()
    version: int = 0


def issue(bearer: Bearer, now: datetime, by: Signer) -> str:
    """A signed token that is good for LIFETIME from now."""
    claims = {
        "sub": bearer.sub,
        "name": bearer.name,
        "role": bearer.role,
        "offices": ",".join(bearer.offices),
        "scope": " ".join(bearer.scopes),
        "ver": bearer.version,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "jti": new_id(),
        "iss": ISSUER,
        "aud": AUDIENCE,
    }
    header = {"alg": "ES256", "typ": "JWT", "kid": by.kid}
    signed = f"{_part(header)}.{_part(claims)}"
    numbers = decode_dss_signature(by.sign(signed.encode()))
    signature = b"".join(number.to_bytes(32, "big") for number in numbers)
    return f"{signed}.{_base64url(signature)}"


def create_key_file(path: str | Path) -> None:
    """A new key as a PEM file that only its owner reads; a file that is there already stays."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    target = Path(path)
    if target.exists():
        return
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    durable.replace(target, pem)


def _part(content: dict[str, Any]) -> str:
    return _base64url(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
