"""Use cases of the one timeline of contacts with a member."""

import json

from shared.aws import dynamo
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.records import member_card
from shared.records.audit import audit
from shared.records.timeline import InteractionRow
from shared.records.timeline import entry as timeline_entry
from shared.web.cursor import seal, unseal

from . import repository, rules
from .schemas import MAX_PAGE, NewInteraction, TimelineQuery


def interactions(
    caller: Caller, member_id: str, wanted: TimelineQuery
) -> tuple[list[str], str | None]:
    """(InteractionRows as JSON, newest first; the next cursor).

    A filter looks at the next hundred entries, so it costs one call however rare its kind is.
    """
    member_card.require_visible(caller, member_id)
    scope = f"timeline {member_id} {wanted.kind} {wanted.channel}"
    reach = MAX_PAGE if wanted.kind or wanted.channel else wanted.limit
    found = repository.timeline(member_id, reach + 1, unseal(wanted.cursor, scope))
    if not found and wanted.cursor is None:
        member_card.require_member(member_id)
    kept = [(place, doc) for place, doc in found[:reach] if _fits(doc, wanted)]
    shown = kept[: wanted.limit]
    if len(kept) > len(shown):
        return [doc for _, doc in shown], seal(shown[-1][0], scope)
    more = len(found) > reach
    return [doc for _, doc in shown], seal(found[reach - 1][0], scope) if more else None


def _fits(doc: str, wanted: TimelineQuery) -> bool:
    if not (wanted.kind or wanted.channel):
        return True
    row = json.loads(doc)
    return wanted.kind in {None, row["kind"]} and wanted.channel in {None, row["channel"]}


def add_interaction(
    caller: Caller, member_id: str, new: NewInteraction, clock: Clock
) -> InteractionRow:
    """Keep a call, a visit or whatever else a clerk had with a member."""
    member_card.require_visible(caller, member_id)
    row = InteractionRow(
        interaction_id=new_id(),
        at=timestamp(rules.moment_of(new.occurred_at, clock.now())),
        channel=new.channel,
        direction=new.direction,
        kind="interaction",
        text=new.note or None,
        officer=caller.name,
        account_id=None,
    )
    record = audit(
        caller, clock.now(), "interaction.add", f"member:{member_id}", id=row.interaction_id
    )
    writes = [member_card.exists(member_id), timeline_entry(member_id, row), record]
    try:
        dynamo.transact(writes)
    except dynamo.ConditionFailed as failed:
        raise NotFound("member", member_id) from failed
    return row
