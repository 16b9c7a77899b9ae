"""The deployment's keys of a local run, made at the first start; only their owner reads them."""

import os
import secrets
from pathlib import Path

from auth.tokens import create_key_file

SECRET_BYTES = 48


def ensure_keys(folder: Path) -> dict[str, str]:
    """The files under `folder`, and the variables by which shared/kernel/settings.py finds them."""
    secret, signing_key = folder / "vault.secret", folder / "signing-key.pem"
    if not secret.exists():
        draft = secret.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(secret)
    create_key_file(signing_key)
    return {"VAULT_SECRET_FILE": str(secret), "SIGNING_KEY_FILE": str(signing_key)}
