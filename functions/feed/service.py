"""Use case: a batch of a core system's things, taken item by item."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError
from shared.kernel.messages import Language, say
from shared.web.validation import field_errors

from . import accounts, entries, installments, members
from .batches import Feed, Outcome
from .schemas import Batch, FedAccount, FedInstallments, FedKind, FedMember, FedTransaction, Message

_KINDS: Mapping[FedKind, tuple[type[Message], Callable[[Feed, Sequence[Any]], list[Outcome]]]] = {
    "members": (FedMember, members.take),
    "accounts": (FedAccount, accounts.take),
    "transactions": (FedTransaction, entries.take),
    "installments": (FedInstallments, installments.take),
}


def take(
    caller: Caller, kind: FedKind, batch: Batch, clock: Clock, language: Language
) -> dict[str, object]:
    """A FeedAnswer. What is wrong with an item is answered with it and stops no other."""
    schema, work = _KINDS[kind]
    read = [_read(schema, raw) for raw in batch.items]
    messages = [message for message in read if isinstance(message, Message)]
    outcomes = iter(work(Feed(caller, batch.source, clock), messages))
    found = [next(outcomes) if isinstance(one, Message) else one for one in read]
    pairs = zip(batch.items, found, strict=True)
    return {"items": [_answered(raw, outcome, language) for raw, outcome in pairs]}


def _read(schema: type[Message], raw: Any) -> Message | Outcome:
    try:
        return schema.model_validate(raw)
    except ValidationError as error:
        found = [{**one, "loc": ("item", *one["loc"])} for one in error.errors()]
        return Outcome("refused", None, tuple(field_errors(found)))


def _answered(raw: Any, outcome: Outcome, language: Language) -> dict[str, object]:
    core_id = raw.get("id") if isinstance(raw, dict) else None
    return {
        "id": core_id if isinstance(core_id, str) else None,
        "result": outcome.result,
        "sapa_id": outcome.sapa_id,
        "errors": [_said(fault, language) for fault in outcome.faults],
    }


def _said(fault: FieldError, language: Language) -> dict[str, object]:
    message = say(fault.code, language, fault.params)
    said: dict[str, object] = {"field": fault.field, "message": message}
    return said if fault.value is None else {**said, "value": fault.value}
