"""The migration that moves entries of the search index from the members table, where they lay
until 0.2.0, to a table of their own.

All entries of a member move in one transaction with the card, which says where they are.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from shared.aws import dynamo, write
from shared.aws.retry import retry_on_conflict
from shared.aws.transaction_packing import transact_all
from shared.kernel.errors import NotFound
from shared.kernel.settings import settings
from shared.records import member_card
from shared.records.keys import members as keys
from shared.records.keys import search as search_keys
from shared.records.keys.partitions import member_of
from shared.records.search_index import earlier_table

NAME = earlier_table.MIGRATION

_ITEMS_PER_STEP = 200


def step(position: str | None) -> str | None:
    """Move the members of whom there is a card or an entry among the next items, and account
    numbers among them. An entry is deleted only once its member's are in their table.

    Where to go on, None at the end of the table (shared/records/migrations.py).
    """
    items, next_position = dynamo.scan(
        settings().members_table, after=position, limit=_ITEMS_PER_STEP
    )
    entries = [item for item in items if search_keys.is_entry(str(item["pk"]))]
    _move_pointers([item for item in entries if "row" not in item])
    of_members = [item for item in entries if "row" in item]
    cards = [member_of(str(item["pk"])) for item in items if keys.is_card(str(item["sk"]))]
    for member_id in dict.fromkeys([*cards, *map(_member_of, of_members)]):
        _move_member(member_id)
    _delete(of_members)
    return next_position


def _member_of(entry: dynamo.Item) -> str:
    return search_keys.member_of(str(entry["sk"]))


def _move_member(member_id: str) -> None:
    """Write a card as it is, which moves the entries; not of a member who is gone meanwhile."""

    def move() -> None:
        card, version = member_card.read(member_id)
        if not card.in_search_table:
            dynamo.transact(member_card.writes(card, card, version))

    try:
        retry_on_conflict(move)
    except NotFound:
        return


def _move_pointers(entries: Sequence[dynamo.Item]) -> None:
    """Move entries of account numbers, but for those that are deleted meanwhile."""
    units = [
        [
            write.put(settings().search_table, entry),
            write.delete(settings().members_table, _key(entry), exists=True),
        ]
        for entry in entries
    ]
    for unit, moved in zip(units, transact_all(units), strict=True):
        if not moved:
            _move_alone(unit)


def _move_alone(unit: Sequence[write.Write]) -> None:
    try:
        dynamo.transact(unit)
    except dynamo.ConditionFailed:
        return


def _delete(entries: Iterable[dynamo.Item]) -> None:
    """Delete what is left of moved members, and of those who are gone."""
    left = iter(entries)
    while some := list(islice(left, dynamo.MAX_TRANSACTION_WRITES)):
        dynamo.transact([write.delete(settings().members_table, _key(one)) for one in some])


def _key(entry: dynamo.Item) -> dynamo.Key:
    return str(entry["pk"]), str(entry["sk"])
