"""Use case: what members say about being reached, kept with its proof."""

from dataclasses import replace

from shared import member_card, write
from shared.audit import audit
from shared.clock import Clock, timestamp
from shared.errors import Invalid
from shared.identity import Caller
from shared.ids import new_id
from shared.timeline import InteractionRow
from shared.timeline import entry as timeline_entry

from .book import rewrite
from .messages import consent_text
from .rules import CHANNELS, Book, Channel, Consent
from .schemas import Consents


def say_consents(caller: Caller, member_id: str, said: Consents, clock: Clock) -> Book:
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


def given_by(caller: Caller, said: Consents, clock: Clock) -> dict[Channel, Consent]:
    """The consents named, each with when and by whom it was taken down."""
    now = timestamp(clock.now())
    words = ((channel, getattr(said, channel)) for channel in CHANNELS)
    return {
        channel: Consent(at=now, by=caller.name, **word.model_dump())
        for channel, word in words
        if word is not None
    }


def timeline_of(member_id: str, given: dict[Channel, Consent]) -> list[write.Write]:
    """The timeline's entries of these consents."""
    return [
        timeline_entry(
            member_id,
            InteractionRow(
                interaction_id=new_id(),
                at=consent.at,
                channel=channel,
                direction="in",
                kind="consent",
                text=consent_text(channel, consent),
                officer=consent.by,
                account_id=None,
            ),
        )
        for channel, consent in given.items()
    ]
