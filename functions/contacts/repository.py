"""The contacts table's timeline; contacts and consents are in shared/contact_items.py."""

from shared import dynamo, member_card
from shared.settings import settings
from shared.timeline import PREFIX


def timeline(member_id: str, limit: int, after: str | None) -> list[tuple[str, str]]:
    """(sort key, InteractionRow as JSON), newest first, behind the sort key `after`."""
    items = dynamo.query(
        settings().contacts_table,
        member_card.partition(member_id),
        dynamo.Prefix(PREFIX),
        limit=limit,
        after=after,
        descending=True,
    )
    return [(str(item["sk"]), str(item["doc"])) for item in items]
