"""The wire format of WhatsApp's Cloud API: what is sent, what errors mean, what webhooks say. Pure.

A message goes out as the template `sapa_<name>`, approved by Meta with the words of Sapa's own
template and its fields as named parameters.
"""

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from string import Formatter
from typing import Any

from reminders.message import ReminderMessage
from reminders.message_rules import MessageStatus

from .delivery_result import DeliveryResult

TEMPLATE_PREFIX = "sapa_"

_LATER: Mapping[int, str] = {
    **dict.fromkeys((4, 80007, 130429, 131048, 131056), "rate_limited"),
    **dict.fromkeys((1, 2, 131000, 131016, 131057, 133004), "unavailable"),
    **dict.fromkeys((0, 3, 10, 33, 190, 368, 131005, 131030, 131031, 131042), "configuration"),
    **dict.fromkeys((130497, 133010, 141000, 141006), "configuration"),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016), "template"),
}
_FAILED: Mapping[int, str] = {
    131026: "undeliverable",
    131047: "needs_template",
    131049: "held_back",
    131050: "opted_out",
    130472: "held_back",
}
_DEAD = frozenset({131026})
_STOP = frozenset({"stop", "berhenti", "henti", "unsubscribe", "stop pesan", "berhenti pesan"})
_STATUSES: Mapping[str, MessageStatus] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """A status of a message: `reference` is what was sent along, `result` what its error means."""

    reference: str
    provider_id: str
    status: MessageStatus
    result: DeliveryResult


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of a member: `id` is the provider's, `number` E.164, `at` UTC."""

    id: str
    number: str
    at: datetime
    text: str | None

    @property
    def says_stop(self) -> bool:
        """Whether they ask not to be written to any more."""
        words = re.sub(r"[^\w\s]", " ", (self.text or "").casefold()).split()
        return " ".join(words) in _STOP


def payload(message: ReminderMessage, text: str) -> dict[str, object]:
    """The body of the call that sends a message; `text` is its template."""
    named = dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name)
    parameters = [
        {"type": "text", "parameter_name": name, "text": _one_line(message.fields[name])}
        for name in named
    ]
    template: dict[str, object] = {
        "name": f"{TEMPLATE_PREFIX}{message.template}",
        "language": {"code": message.language},
    }
    if parameters:
        template["components"] = [{"type": "body", "parameters": parameters}]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to.removeprefix("+"),
        "type": "template",
        "template": template,
        "biz_opaque_callback_data": message.reference,
    }


def _one_line(text: str) -> str:
    """A parameter has no line breaks, no tabs and no runs of blanks."""
    return "; ".join(" ".join(line.split()).removeprefix("• ") for line in text.splitlines())


def result_of_error(code: int) -> DeliveryResult:
    """What an error of the Cloud API means."""
    if code in _LATER or 200 <= code <= 299:
        return DeliveryResult("later", _LATER.get(code, "configuration"))
    return DeliveryResult("failed", _FAILED.get(code, "refused"), dead=code in _DEAD)


def is_signed(body: bytes, signature: str, app_secret: str) -> bool:
    """Whether X-Hub-Signature-256 is that of the raw body."""
    expected = hmac.new(app_secret.encode(), body, "sha256").hexdigest()
    return hmac.compare_digest(f"sha256={expected}".encode(), signature.encode())


def events_in(body: bytes) -> Iterator[StatusUpdate | Reply]:
    """The statuses and replies of a webhook's body; what has another form is passed over."""
    for value in _values(body):
        for one in _listed(value, "statuses"):
            if found := _status(one):
                yield found
        for one in _listed(value, "messages"):
            if reply := _reply(one):
                yield reply


def _values(body: bytes) -> Iterator[dict[str, Any]]:
    try:
        told = json.loads(body)
    except ValueError:
        return
    for entry in _listed(told, "entry"):
        for change in _listed(entry, "changes"):
            if isinstance(value := change.get("value"), dict):
                yield value


def _listed(holder: Any, name: str) -> list[dict[str, Any]]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _status(told: Mapping[str, Any]) -> StatusUpdate | None:
    status = _STATUSES.get(str(told.get("status")))
    reference, provider_id = told.get("biz_opaque_callback_data"), told.get("id")
    if not (status and isinstance(reference, str) and isinstance(provider_id, str)):
        return None
    codes = [one["code"] for one in _listed(told, "errors") if isinstance(one.get("code"), int)]
    result = result_of_error(codes[0]) if codes else DeliveryResult("failed", "refused")
    return StatusUpdate(reference, provider_id, status, result)


def _reply(told: Mapping[str, Any]) -> Reply | None:
    sender, own, at = (str(told.get(name, "")) for name in ("from", "id", "timestamp"))
    if not (sender.isdecimal() and own and at.isdecimal() and len(at) <= 11):
        return None
    return Reply(own, f"+{sender}", datetime.fromtimestamp(int(at), UTC), _text(told))


def _text(told: Mapping[str, Any]) -> str | None:
    """The words of a text or of a pressed button; None for pictures and the like."""
    match told:
        case {"type": "text", "text": {"body": str(text)}}:
            return text
        case {"type": "button", "button": {"text": str(text)}}:
            return text
    return None
