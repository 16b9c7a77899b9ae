"""Rows that say more of a member or an account become part of that one's row.

So a member is taken in with all contacts and consents, and an account with its pauses, in the
transaction of their own row.
"""

from collections.abc import Callable, Sequence
from typing import Any

from arrears.rules import Pause, with_pause
from arrears.schemas import NewPause
from imports.store.staged_rows import Staged
from imports.store.staging import Staging
from interchange.tables import ImportKind
from shared.domain.phones import e164
from shared.kernel.errors import FieldError, Refusal

_AT_ONCE = 100

Body = dict[str, Any]


def join(staging: Staging) -> None:
    """Each to its row; where there is none, or it contradicts, the row is refused."""
    _join(staging, "contacts", "members", "member_no", _with_contact)
    _join(staging, "consents", "members", "member_no", _with_consent)
    _join(staging, "pauses", "financing", "account_no", _with_pause)


def _join(
    staging: Staging,
    kind: ImportKind,
    whole: ImportKind,
    number: str,
    joined: Callable[[Body, Body], Body],
) -> None:
    for owners in staging.owners(kind, _AT_ONCE):
        targets = staging.find((whole,), owners)
        for owner, rows in staging.of_owners(kind, owners).items():
            if target := targets.get(owner):
                _join_to(staging, target, rows, joined)
            else:
                staging.refuse((row.id, FieldError(number, "needs_row", owner)) for row in rows)


def _join_to(
    staging: Staging, target: Staged, rows: Sequence[Staged], joined: Callable[[Body, Body], Body]
) -> None:
    body, taken = target.body, list[int]()
    for row in rows:
        try:
            body = joined(body, row.body)
            taken.append(row.id)
        except Refusal as refusal:
            staging.refuse([(row.id, refusal.errors[0])])
    staging.rewrite(target.id, body)
    staging.set_state("joined", taken)


def _with_contact(body: Body, said: Body) -> Body:
    card = dict(body["card"])
    for kind, (contact,) in said.items():
        others = [one for one in card.get(kind, ()) if not _same(kind, one, contact)]
        card[kind] = [*others, contact]
    return {**body, "card": card}


def _same(kind: str, one: Body, other: Body) -> bool:
    if kind == "phones":
        return e164(one["number"]) == e164(other["number"])
    if kind == "emails":
        return bool(one["address"].casefold() == other["address"].casefold())
    return one == other


def _with_consent(body: Body, said: Body) -> Body:
    consents = body["card"].get("consents", {}) | said
    return {**body, "card": {**body["card"], "consents": consents}}


def _with_pause(body: Body, said: Body) -> Body:
    spans = [NewPause.model_validate(one) for one in (*body.get("pauses", ()), said)]
    *held, new = (Pause(span.start_on, span.end_on) for span in spans)
    with_pause(held, new)
    return {**body, "pauses": [span.model_dump(mode="json") for span in spans]}
