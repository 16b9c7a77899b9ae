"""Contacts, consents and pauses become part of the row of their member or account.

So a member is written with all contacts and consents, and an account with its pauses, in the one
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


def attach_all(staging: Staging) -> None:
    """Attach each to its row; refuse those whose row is missing or contradicts them."""
    _attach(staging, "contacts", "members", "member_no", _with_contact)
    _attach(staging, "consents", "members", "member_no", _with_consent)
    _attach(staging, "pauses", "financing", "account_no", _with_pause)


def _attach(
    staging: Staging,
    kind: ImportKind,
    whole: ImportKind,
    number: str,
    merge: Callable[[Body, Body], Body],
) -> None:
    for owners in staging.owners(kind, _AT_ONCE):
        targets = staging.find((whole,), owners)
        for owner, rows in staging.of_owners(kind, owners).items():
            if target := targets.get(owner):
                _attach_to(staging, target, rows, merge)
            else:
                staging.refuse((row.id, FieldError(number, "needs_row", owner)) for row in rows)


def _attach_to(
    staging: Staging, target: Staged, rows: Sequence[Staged], merge: Callable[[Body, Body], Body]
) -> None:
    body, attached = target.body, list[int]()
    for row in rows:
        try:
            body = merge(body, row.body)
            attached.append(row.id)
        except Refusal as refusal:
            staging.refuse([(row.id, refusal.errors[0])])
    staging.set_body(target.id, body)
    staging.set_state("joined", attached)


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
