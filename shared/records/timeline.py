"""The one timeline of contacts with a member, which lies in the contacts table.

Each room writes what it did with a member there, in its own transaction; the contacts room reads.
"""

from typing import Literal

from pydantic import BaseModel

from shared.aws import dynamo, write
from shared.domain.contact_medium import Medium as Medium
from shared.kernel.settings import settings

from .keys import contacts as keys

Direction = Literal["in", "out"]
InteractionKind = Literal["interaction", "message", "consent", "attempt", "visit", "promise"]


class InteractionRow(BaseModel):
    """One entry of the timeline; `at` is UTC ISO 8601."""

    interaction_id: str
    at: str
    channel: Medium
    direction: Direction
    kind: InteractionKind
    text: str | None
    officer: str
    account_id: str | None


def entry(member_id: str, row: InteractionRow) -> write.Write:
    """The write of one entry of the timeline, which is kept as it is answered."""
    pk, sk = keys.interaction(member_id, row.at, row.interaction_id)
    item: dynamo.Item = {"pk": pk, "sk": sk, "doc": row.model_dump_json()}
    return write.put(settings().contacts_table, item)
