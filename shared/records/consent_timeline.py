"""Consents as texts on the timeline."""

from collections.abc import Mapping

from shared.aws import write
from shared.domain.contact_book import Channel, Consent
from shared.kernel.ids import new_id

from .timeline import InteractionRow
from .timeline import entry as timeline_entry

_CHANNEL_NAMES: dict[Channel, str] = {
    "whatsapp": "WhatsApp",
    "phone": "telepon",
    "email": "surel",
    "letter": "surat",
}


def consent_text(channel: Channel, consent: Consent) -> str:
    """The timeline's text, in Indonesian, for a consent that was given or withdrawn."""
    verb = "diberikan" if consent.granted else "ditarik"
    source = f" (sumber: {consent.source})" if consent.source else ""
    note = f". {consent.note}" if consent.note else ""
    return f"Persetujuan dihubungi lewat {_CHANNEL_NAMES[channel]} {verb}{source}{note}"


def timeline_of(member_id: str, given: Mapping[Channel, Consent]) -> list[write.Write]:
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
