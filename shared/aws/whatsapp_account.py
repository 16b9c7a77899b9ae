"""The account at WhatsApp's Cloud API: one secret of JSON, in Secrets Manager or a file.

`{"token", "app_secret", "verify_token", "phone_number_id"}`, and where it differs from the default
also `api_url` and `per_second` (docs/operations.md).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from shared.kernel.settings import settings

API_URL = "https://graph.facebook.com/v23.0"
PER_SECOND = 80
_READ_AGAIN_AFTER = 300


class NotConfigured(Exception):
    """The secret is absent or incomplete."""


@dataclass(frozen=True, slots=True)
class WhatsAppAccount:
    """`per_second`: how many messages WhatsApp takes of the number, 80 unless it was raised."""

    token: str
    app_secret: str
    verify_token: str
    phone_number_id: str
    api_url: str = API_URL
    per_second: float = PER_SECOND


def account() -> WhatsAppAccount:
    """The account, or NotConfigured. A changed secret is read within five minutes."""
    text = _secret()
    fields = json.loads(text) if text else {}
    needed = ("token", "app_secret", "verify_token", "phone_number_id")
    if missing := [name for name in needed if not fields.get(name)]:
        raise NotConfigured(f"the secret of WhatsApp lacks {', '.join(missing)}")
    return WhatsAppAccount(**fields)


def _secret() -> str | None:
    config = settings()
    if config.whatsapp_secret_file:
        path = Path(config.whatsapp_secret_file)
        return path.read_text(encoding="utf-8") if path.exists() else None
    if not config.whatsapp_secret_arn:
        return None
    from aws_lambda_powertools.utilities import parameters

    arn = config.whatsapp_secret_arn
    return str(parameters.get_secret(arn, max_age=_READ_AGAIN_AFTER))
