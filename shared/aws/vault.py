"""Keys from the deployment's one secret: HMACs for lookups, encryption at rest and of cursors.

The secret is in Secrets Manager in the cloud and in a 0600 file locally. Each use has a key of
its own, derived by HKDF, so that one of them reveals nothing about another.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import Literal

from shared.kernel.settings import settings

KeyUse = Literal[
    "nik-lookup", "nik-at-rest", "cursor", "session", "file-link", "fed-message", "deed"
]
"""Each has a key of its own, derived from its name: a name must never change."""

_NONCE_BYTES = 12


class Tampered(Exception):
    """What was given was not encrypted by us for this use and context."""


@cache
def _secret() -> bytes:
    config = settings()
    if config.vault_secret_file:
        return Path(config.vault_secret_file).read_bytes()
    from aws_lambda_powertools.utilities import parameters

    return str(parameters.get_secret(config.vault_secret_arn or "")).encode()


@cache
def _key(use: KeyUse) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=f"sapa:{use}".encode()).derive(_secret())


def fingerprint(use: KeyUse, value: str) -> str:
    """A keyed hash of 32 characters: equal values have the same one, and none can be guessed."""
    digest = hmac.digest(_key(use), value.encode(), "sha256")
    return urlsafe_b64encode(digest[:24]).decode()


def lookup_hash(digits: str) -> str:
    """The fingerprint under which a NIK, or the end of a number, is looked up."""
    return fingerprint("nik-lookup", digits)


def encrypt(use: KeyUse, text: str, context: str) -> str:
    """AES-256-GCM, URL-safe; it can be decrypted only with the same use and context."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_key(use)).encrypt(nonce, text.encode(), context.encode())
    return urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def decrypt(use: KeyUse, token: str, context: str) -> str:
    """The text that was encrypted, or Tampered."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        return AESGCM(_key(use)).decrypt(nonce, sealed, context.encode()).decode()
    except (ValueError, InvalidTag) as error:
        raise Tampered from error
