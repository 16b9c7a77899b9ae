"""The deployment's keys of a local run, made at the first start; only their owner reads them."""

import secrets
from pathlib import Path

from auth.tokens import create_key_file
from shared.kernel import durable

SECRET_BYTES = 48


def ensure_keys(folder: Path) -> dict[str, str]:
    """The files under `folder`, and the variables by which shared/kernel/settings.py finds them."""
    secret, signing_key = folder / "vault.secret", folder / "signing-key.pem"
    if not secret.exists():
        durable.replace(secret, secrets.token_urlsafe(SECRET_BYTES).encode())
    create_key_file(signing_key)
    return {"VAULT_SECRET_FILE": str(secret), "SIGNING_KEY_FILE": str(signing_key)}
