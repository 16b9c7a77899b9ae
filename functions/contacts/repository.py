"""The contacts table's timeline; contacts and consents are in shared/records/contact_records.py."""

from shared.aws import dynamo
from shared.kernel.settings import settings
from shared.records.keys import contacts as keys
from shared.records.keys.partitions import partition


def timeline(member_id: str, limit: int, after: str | None) -> list[tuple[str, str]]:
    """(sort key, InteractionRow as JSON), newest first, behind the sort key `after`."""
    items = dynamo.query(
        settings().contacts_table,
        partition(member_id),
        dynamo.Prefix(keys.TIMELINE),
        limit=limit,
        after=after,
        descending=True,
    )
    return [(str(item["sk"]), str(item["doc"])) for item in items]
