"""Entries that lie where they lay until 0.2.0, in the members table.

A member's entries are all in one of the two tables, as the member's card says; a change of the
member moves them, and a migration moves those of all others (functions/members/migration.py).
"""

from collections.abc import Collection, Iterable

from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records import migrations

MIGRATION = "search-entries-to-their-table"

_MOST_MOVED = 90
"""Writes of entries in a transaction, which has ten more of profile, guards, card and audit."""


def is_gone() -> bool:
    """Whether no entry is in the members table any more."""
    return migrations.is_done(MIGRATION)


def merged(
    earlier: Iterable[dynamo.Item], now: Iterable[dynamo.Item], *, descending: bool
) -> list[dynamo.Item]:
    """Entries of a partition that were read in the members table, then in their own: one that was
    moved between the two reads is found by the second."""
    found = {str(item["sk"]): item for item in (*earlier, *now)}
    return [found[sk] for sk in sorted(found, reverse=descending)]


def deletes(old: Collection[dynamo.Key], new: Collection[dynamo.Key] = ()) -> list[write.Write]:
    """The writes that delete entries, beside the puts of new ones into their table.

    A transaction does not hold all of them where a member has four phones or more. What is left
    then has the key of a new entry, which is read in its place, until the migration deletes it.
    """
    first = sorted(old, key=lambda key: key in new)[: _MOST_MOVED - len(new)]
    return [write.delete(settings().members_table, key) for key in first]
