"""The channels by which a message is sent without a person."""

from collections.abc import Mapping
from typing import Protocol

from reminders.message import Channel, Message
from shared.aws import mail
from shared.aws.observability import logger
from shared.kernel.messages import Language
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative

from .channel_answer import Answer
from .whatsapp import Texts, WhatsApp

_SUBJECTS: Mapping[Language, str] = {"id": "Pesan dari {}", "en": "A message from {}"}


class Sender(Protocol):
    """Sends a claimed message once; what the provider does is an Answer, never an exception."""

    def send(self, message: Message) -> Answer: ...


class Console:
    """For trying: nothing leaves the machine, the log says that something would have."""

    def send(self, message: Message) -> Answer:
        logger().info("console", extra={"reminder": message.id, "length": len(message.text)})
        return Answer("sent", provider_id=f"console.{message.reference}")


class Email:
    """By SES, from the address of the setting MAIL_FROM."""

    def send(self, message: Message) -> Answer:
        if not (sender := settings().mail_from):
            return Answer("later", "configuration")
        subject = _SUBJECTS[message.language].format(cooperative().name)
        try:
            provider_id = mail.send(sender, message.to, subject, message.text)
        except mail.Busy:
            return Answer("later", "rate_limited")
        except mail.NotAllowed:
            return Answer("later", "configuration")
        except mail.Refused:
            return Answer("failed", "refused")
        except mail.NoAnswer:
            return Answer("unknown", "no_answer")
        return Answer("sent", provider_id=provider_id)


def senders(texts: Texts) -> Mapping[Channel, Sender]:
    """A sender for each channel that needs no person; `texts` are the templates as they are now."""
    return {"whatsapp": WhatsApp(texts), "email": Email(), "console": Console()}
