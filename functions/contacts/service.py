"""Use cases of the contacts room: phones, e-mails, addresses and consents.

Every change is a transaction from one version of a member's Book to the next, with the member's
card and search entries where a number is concerned, and with its audit.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from shared import dynamo, member_card
from shared.audit import audit
from shared.clock import Clock, timestamp
from shared.errors import Invalid, NotFound
from shared.identity import Caller
from shared.ids import new_id
from shared.phones import display, e164, is_mobile

from . import repository, rules
from .answers import InteractionRow
from .messages import consent_text
from .rules import Address, Book, Consent, Contact, Email, Phone, Some
from .schemas import (
    AddressChange,
    Consents,
    EmailChange,
    NewAddress,
    NewEmail,
    NewPhone,
    PhoneChange,
)

_ATTEMPTS = 10
_PAUSE_SECONDS = 0.01


def contacts(caller: Caller, member_id: str) -> Book:
    """All contacts of a member: one read, a second only where there are none."""
    member_card.require_visible(caller, member_id)
    book = repository.load(member_id)
    if book == Book():
        member_card.require_member(member_id)
    return book


def add_phone(caller: Caller, member_id: str, new: NewPhone, clock: Clock) -> Phone:
    """Add a number; lists and searches show it from the same moment."""
    fields = new.model_dump(exclude={"number"})
    return _add(caller, member_id, Phone(id=new_id(), **_number(new.number), **fields), clock)


def add_email(caller: Caller, member_id: str, new: NewEmail, clock: Clock) -> Email:
    """Add an e-mail address."""
    return _add(caller, member_id, Email(id=new_id(), **new.model_dump()), clock)


def add_address(caller: Caller, member_id: str, new: NewAddress, clock: Clock) -> Address:
    """Add a postal address."""
    return _add(caller, member_id, Address(id=new_id(), **new.model_dump()), clock)


def change_phone(
    caller: Caller, member_id: str, phone_id: str, wanted: PhoneChange, clock: Clock
) -> Phone:
    """Change the fields that were sent."""
    sent = wanted.model_dump(exclude_unset=True)
    if "number" in sent:
        sent |= _number(sent.pop("number"))
    return _change(caller, member_id, Phone, phone_id, sent, clock=clock)


def change_email(
    caller: Caller, member_id: str, email_id: str, wanted: EmailChange, clock: Clock
) -> Email:
    """Change the fields that were sent."""
    sent = wanted.model_dump(exclude_unset=True)
    return _change(caller, member_id, Email, email_id, sent, clock=clock)


def change_address(
    caller: Caller, member_id: str, address_id: str, wanted: AddressChange, clock: Clock
) -> Address:
    """Change the fields that were sent."""
    sent = wanted.model_dump(exclude_unset=True)
    return _change(caller, member_id, Address, address_id, sent, clock=clock)


def remove(
    caller: Caller, member_id: str, kind: type[Contact], contact_id: str, clock: Clock
) -> None:
    """Delete a phone, an e-mail or an address."""
    member_card.require_visible(caller, member_id)

    def without(book: Book) -> Book:
        return book.having(kind, rules.removed(book.of(kind), contact_id))

    record = audit(
        caller, clock.now(), f"{kind.__name__.lower()}.delete", f"member:{member_id}", id=contact_id
    )
    _rewrite(member_id, without, [record])


def say_consents(caller: Caller, member_id: str, said: Consents, clock: Clock) -> Book:
    """Keep what the member said of each channel named, with its proof and on the timeline."""
    member_card.require_visible(caller, member_id)
    now = timestamp(clock.now())
    given: dict[rules.Channel, Consent] = {}
    extra: list[dynamo.Write] = []
    for channel in rules.CHANNELS:
        if (word := getattr(said, channel)) is None:
            continue
        given[channel] = Consent(at=now, by=caller.name, **word.model_dump())
        row = InteractionRow(
            interaction_id=new_id(),
            at=now,
            channel=channel,
            direction="in",
            kind="consent",
            text=consent_text(channel, given[channel]),
            officer=caller.name,
            account_id=None,
        )
        extra.append(repository.timeline_entry(member_id, row))
    if not given:
        raise Invalid("body", "too_few", limit=1)
    granted = {channel: consent.granted for channel, consent in given.items()}
    extra.append(audit(caller, clock.now(), "consent.change", f"member:{member_id}", **granted))

    def with_consents(book: Book) -> Book:
        return replace(book, consents=tuple((dict(book.consents) | given).items()))

    return _rewrite(member_id, with_consents, extra)


def _number(number: str) -> dict[str, Any]:
    found = e164(number)
    return {"e164": found, "display": display(found), "mobile": is_mobile(found)}


def _add(caller: Caller, member_id: str, new: Some, clock: Clock) -> Some:
    member_card.require_visible(caller, member_id)
    kind = type(new)

    def with_one_more(book: Book) -> Book:
        return book.having(kind, rules.added(book.of(kind), new))

    record = audit(
        caller, clock.now(), f"{kind.__name__.lower()}.add", f"member:{member_id}", id=new.id
    )
    return rules.found(_rewrite(member_id, with_one_more, [record]).of(kind), new.id)


def _change(
    caller: Caller,
    member_id: str,
    kind: type[Some],
    contact_id: str,
    sent: dict[str, Any],
    *,
    clock: Clock,
) -> Some:
    member_card.require_visible(caller, member_id)

    def with_changes(book: Book) -> Book:
        existing = book.of(kind)
        new = replace(rules.found(existing, contact_id), **sent)
        return book.having(kind, rules.changed(existing, new))

    record = audit(
        caller,
        clock.now(),
        f"{kind.__name__.lower()}.change",
        f"member:{member_id}",
        id=contact_id,
        fields=sorted(sent),
    )
    return rules.found(_rewrite(member_id, with_changes, [record]).of(kind), contact_id)


def _rewrite(member_id: str, change: Callable[[Book], Book], extra: Sequence[dynamo.Write]) -> Book:
    """Read, decide, write with `extra`; anew where somebody was faster. No change: no write."""
    for attempt in range(_ATTEMPTS):
        old = repository.load(member_id)
        new = change(old)
        if new == old:
            return old
        writes = [*repository.save(member_id, old, new), *_card_writes(member_id, old, new), *extra]
        try:
            dynamo.transact(writes)
        except dynamo.ConditionFailed as failed:
            if "member" in failed.guards:
                raise NotFound("member", member_id) from failed
        except dynamo.Contended:
            pass
        else:
            return new
        time.sleep(random.uniform(0, _PAUSE_SECONDS * (attempt + 1)))  # noqa: S311 (no secret)
    raise member_card.lost_race()


def _card_writes(member_id: str, old: Book, new: Book) -> list[dynamo.Write]:
    if old.of(Phone) == new.of(Phone):
        return [member_card.exists(member_id)]
    card, version = member_card.read(member_id)
    return member_card.writes(card, rules.card_with(card, new.of(Phone)), version)
