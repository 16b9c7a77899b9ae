"""One step of a member's Book: read, decide, write, anew where somebody else was faster."""

from collections.abc import Callable, Sequence

from shared import dynamo, member_card, write
from shared.attempts import attempts
from shared.errors import NotFound
from shared.search_entries import Card

from . import repository, rules
from .rules import Book, Phone


def rewrite(member_id: str, change: Callable[[Book], Book], extra: Sequence[write.Write]) -> Book:
    """The Book after `change`, written in one transaction with `extra`; no change is no write.

    Where a number is concerned, the member's card and search entries are written along.
    """
    for _ in attempts():
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
    raise member_card.lost_race()


def _card_writes(member_id: str, old: Book, new: Book) -> list[write.Write]:
    if old.of(Phone) == new.of(Phone):
        return [member_card.exists(member_id)]
    card, version = member_card.read(member_id)
    return member_card.writes(card, card_with(card, new.of(Phone)), version)


def card_with(card: Card, phones: Sequence[Phone]) -> Card:
    """The member's card with these numbers: lists show the primary one."""
    numbers = tuple(phone.e164 for phone in rules.in_order(phones))
    return Card({**card.row, "phone": numbers[0] if numbers else None}, numbers, card.nik_marks)
