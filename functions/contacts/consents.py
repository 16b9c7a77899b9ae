"""Use case: what members say about being reached, kept with its proof."""

from dataclasses import replace

from shared.domain.contact_book import CHANNELS, Book, Channel, Consent
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Invalid
from shared.records import member_card
from shared.records.audit import audit
from shared.records.consent_timeline import timeline_of
from shared.records.contact_records import rewrite

from .schemas import Consents, KeptConsents


def record_consents(caller: Caller, member_id: str, said: Consents, clock: Clock) -> Book:
    """Keep what the member said of each channel named, with its proof and on the timeline."""
    member_card.require_visible(caller, member_id)
    given = given_by(caller, said, clock)
    if not given:
        raise Invalid("body", "too_few", limit=1)
    granted = {channel: consent.granted for channel, consent in given.items()}
    record = audit(caller, clock.now(), "consent.change", f"member:{member_id}", **granted)

    def with_consents(book: Book) -> Book:
        return replace(book, consents=tuple((dict(book.consents) | given).items()))

    return rewrite(member_id, with_consents, [*timeline_of(member_id, given), record])


def given_by(caller: Caller, said: Consents | KeptConsents, clock: Clock) -> dict[Channel, Consent]:
    """The consents named, each with when and by whom it was taken down: now, unless it says so."""
    usual = {"at": timestamp(clock.now()), "by": caller.name}
    words = ((channel, getattr(said, channel)) for channel in CHANNELS)
    return {
        channel: Consent(**usual | word.model_dump(exclude_none=True))
        for channel, word in words
        if word is not None
    }
