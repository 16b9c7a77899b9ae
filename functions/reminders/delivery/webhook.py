"""Use cases of WhatsApp's webhook: statuses of messages, and what members reply.

They come in any order, repeatedly, and even before our own write of the answer to the same call.
Each is one conditional step of the message as it is then; one that does not lead forward is
ignored.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from hmac import compare_digest

from reminders import repository
from reminders.message import ReminderMessage
from reminders.message_rules import may_become
from shared.aws import dynamo
from shared.aws.whatsapp_account import NotConfigured, account
from shared.aws.write import Write
from shared.domain.contact_book import Book, Consent
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import checked_id
from shared.records import contact_records
from shared.records.audit import audit
from shared.records.consent_timeline import timeline_of
from shared.records.failures import Failures
from shared.records.timeline import InteractionRow
from shared.records.timeline import entry as timeline_entry

from . import message_writes
from .sending import update_attempt
from .whatsapp_rules import Reply, StatusUpdate, events_in, is_signed

_WHATSAPP = Caller("whatsapp", "client", frozenset(), (), "")
_MOST_TEXT = 2000
_UNSIGNED = Failures("webhook", 300)


def challenge(mode: str, token: str, text: str, address: str, clock: Clock) -> str:
    """The text that Meta expects back when the webhook is set up; Forbidden with a wrong token."""
    try:
        own = account().verify_token
    except NotConfigured as missing:
        raise Forbidden("hub.verify_token", "not_configured") from missing
    if mode != "subscribe" or not compare_digest(token.encode(), own.encode()):
        repository.count_failure(_UNSIGNED, address, clock.now())
        raise Forbidden("hub.verify_token", "wrong_token")
    return text


def receive(body: bytes, signature: str, address: str, clock: Clock) -> None:
    """Do what a webhook says; Forbidden, and nothing is done, where its signature is wrong."""
    try:
        own = account()
    except NotConfigured as missing:
        raise Forbidden("X-Hub-Signature-256", "not_configured") from missing
    if not is_signed(body, signature, own.app_secret):
        repository.count_failure(_UNSIGNED, address, clock.now())
        raise Forbidden("X-Hub-Signature-256", "bad_signature")
    for one in events_in(body):
        if isinstance(one, StatusUpdate):
            _status_update(one, clock)
        else:
            _reply(one, clock)


def _status_update(update: StatusUpdate, clock: Clock) -> None:
    attempt = _attempt(update.reference)
    if attempt is not None:
        update_attempt(*attempt, lambda current: _writes(current, update, clock))


def _attempt(reference: str) -> tuple[str, date, int] | None:
    """(member, day, attempt) of what was sent along; None where it is none of ours."""
    try:
        member_id, day, attempt = reference.split(".")
        return checked_id("member", member_id), date.fromisoformat(day), int(attempt)
    except (ValueError, NotFound):
        return None


def _writes(current: ReminderMessage, update: StatusUpdate, clock: Clock) -> Sequence[Write]:
    """What follows from a status; nothing where it is another call's, or leads nowhere."""
    provider_id, status, result = update.provider_id, update.status, update.result
    another_call = current.provider_id not in {None, provider_id}
    if another_call or not may_become(current.status, status):
        return ()
    if status != "failed":
        return message_writes.gone_out(current, status, clock, provider_id=provider_id)
    if result.status == "later":
        return message_writes.later(current, result, clock, provider_id=provider_id)
    return message_writes.failed(current, result, clock, provider_id=provider_id)


def _reply(reply: Reply, clock: Clock) -> None:
    """Noted down with each member who has this number; a stop withdraws their consent."""
    for member_id in dict.fromkeys(contact_records.members_with_phone(reply.number)):
        if reply.says_stop:
            _withdraw(member_id, reply, clock)
        else:
            dynamo.transact([timeline_entry(member_id, _interaction(reply))])


def _withdraw(member_id: str, reply: Reply, clock: Clock) -> None:
    """Once, and not where they consented again since they wrote this."""
    consent = Consent(
        granted=False,
        at=timestamp(reply.at),
        by=message_writes.SYSTEM,
        source="WhatsApp",
        note=(reply.text or "").strip()[:_MOST_TEXT],
    )

    def without(book: Book) -> Book:
        said = dict(book.consents)
        if (last := said.get("whatsapp")) and (not last.granted or last.at > consent.at):
            return book
        return replace(book, consents=tuple((said | {"whatsapp": consent}).items()))

    subject = f"member:{member_id}"
    record = audit(_WHATSAPP, clock.now(), "consent.change", subject, whatsapp=False)
    try:
        contact_records.rewrite(
            member_id, without, [*timeline_of(member_id, {"whatsapp": consent}), record]
        )
    except NotFound:
        return


def _interaction(reply: Reply) -> InteractionRow:
    """The same entry for the same reply, however often it comes."""
    return InteractionRow(
        interaction_id=sha256(reply.id.encode()).hexdigest()[:26].upper(),
        at=timestamp(reply.at),
        channel="whatsapp",
        direction="in",
        kind="message",
        text=reply.text[:_MOST_TEXT] if reply.text else None,
        officer=message_writes.SYSTEM,
        account_id=None,
    )
