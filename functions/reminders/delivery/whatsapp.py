"""The client of WhatsApp's Cloud API: sends a template message once, and says what came of it.

With urllib3, which botocore brings along: it tells a connection that never came about (nothing was
sent) from an answer that never came (nobody knows), and never tries again by itself.
"""

import json
import time
from typing import TYPE_CHECKING

from reminders.message import ReminderMessage
from reminders.planning.context import Templates
from shared.aws.observability import logger
from shared.aws.whatsapp_account import NotConfigured, WhatsAppAccount, account

from .delivery_result import DeliveryResult
from .whatsapp_rules import payload, result_of_error

if TYPE_CHECKING:
    import urllib3

CONNECT_SECONDS, READ_SECONDS = 3.0, 10.0
PAIR_SECONDS = 6.0
"""WhatsApp takes about one message in so many seconds to the same number (131056)."""


class WhatsApp:
    """Connections live as long as the sender: a batch, so none is stale when it is used."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._pool: urllib3.PoolManager | None = None
        self._next = 0.0
        self._written: dict[str, float] = {}

    def send(self, message: ReminderMessage) -> DeliveryResult:
        """Call the Cloud API; 5xx without its error's form, and no answer at all, are unknown."""
        try:
            own = account()
        except NotConfigured as missing:
            logger().warning("whatsapp", extra={"reason": str(missing)})
            return DeliveryResult("later", "configuration")
        if time.monotonic() - self._written.get(message.to, -PAIR_SECONDS) < PAIR_SECONDS:
            return DeliveryResult("later", "rate_limited")
        self._keep_pace(own)
        self._written[message.to] = time.monotonic()
        result = self._call(own, message)
        about = {"reminder": message.id, "outcome": result.status, "reason": result.reason}
        logger().info("whatsapp", extra=about)
        return result

    def _keep_pace(self, own: WhatsAppAccount) -> None:
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / own.per_second

    def _call(self, own: WhatsAppAccount, message: ReminderMessage) -> DeliveryResult:
        import urllib3
        from urllib3 import exceptions

        if self._pool is None:
            timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
            self._pool = urllib3.PoolManager(retries=False, timeout=timeout)
        text = self._templates[message.template, message.language]  # type: ignore[index]
        try:
            response = self._pool.request(
                "POST",
                f"{own.api_url}/{own.phone_number_id}/messages",
                json=payload(message, text),
                headers={"Authorization": f"Bearer {own.token}"},
            )
        except (exceptions.NewConnectionError, exceptions.ConnectTimeoutError):
            return DeliveryResult("later", "unavailable")
        except exceptions.HTTPError:
            return DeliveryResult("unknown", "no_answer")
        return _read(response.status, response.data)


def _read(status: int, body: bytes) -> DeliveryResult:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    match told:
        case {"messages": [{"id": str(provider_id)}, *_]} if status < 300:
            return DeliveryResult("sent", provider_id=provider_id)
        case {"error": {"code": int(code)}} if status >= 400:
            logger().warning("whatsapp refused", extra={"code": code, "status": status})
            return result_of_error(code)
    if 400 <= status < 500:
        return DeliveryResult("failed", "refused")
    return DeliveryResult("unknown", "no_answer")
