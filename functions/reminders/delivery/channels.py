"""The channels by which a message is sent without a person."""

from collections.abc import Mapping
from typing import Protocol

from reminders.message import ReminderChannel, ReminderMessage
from reminders.planning.context import Templates
from shared.aws import mail
from shared.aws.observability import logger
from shared.kernel.messages import Language
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative

from .delivery_result import DeliveryResult
from .whatsapp import WhatsApp

_SUBJECTS: Mapping[Language, str] = {"id": "Pesan dari {}", "en": "A message from {}"}


class Sender(Protocol):
    """Sends a claimed message once; whatever the provider does is a result, never an exception."""

    def send(self, message: ReminderMessage) -> DeliveryResult: ...


class Console:
    """For trying: nothing leaves the machine, the log says that something would have."""

    def send(self, message: ReminderMessage) -> DeliveryResult:
        logger().info("console", extra={"reminder": message.id, "length": len(message.text)})
        return DeliveryResult("sent", provider_id=f"console.{message.reference}")


class Email:
    """By SES, from the address of the setting MAIL_FROM."""

    def send(self, message: ReminderMessage) -> DeliveryResult:
        if not (sender := settings().mail_from):
            return DeliveryResult("later", "configuration")
        subject = _SUBJECTS[message.language].format(cooperative().name)
        try:
            provider_id = mail.send(sender, message.to, subject, message.text)
        except mail.Busy:
            return DeliveryResult("later", "rate_limited")
        except mail.NotAllowed:
            return DeliveryResult("later", "configuration")
        except mail.Refused:
            return DeliveryResult("failed", "refused")
        except mail.NoAnswer:
            return DeliveryResult("unknown", "no_answer")
        return DeliveryResult("sent", provider_id=provider_id)


def senders(templates: Templates) -> Mapping[ReminderChannel, Sender]:
    """A sender for each channel that needs no person; `templates` are those of now."""
    return {"whatsapp": WhatsApp(templates), "email": Email(), "console": Console()}
