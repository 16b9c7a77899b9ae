"""The feed's use case: take a batch of a core system's messages, item by item."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError
from shared.kernel.messages import Language, say
from shared.web.validation import field_errors

from . import accounts, entries, installments, members
from .batches import Feed, FeedResult
from .schemas import (
    Batch,
    FedAccount,
    FedInstallments,
    FedMember,
    FedTransaction,
    FeedKind,
    FeedMessage,
)

_Process = Callable[[Feed, Sequence[Any]], list[FeedResult]]

_BY_KIND: Mapping[FeedKind, tuple[type[FeedMessage], _Process]] = {
    "members": (FedMember, members.process),
    "accounts": (FedAccount, accounts.process),
    "transactions": (FedTransaction, entries.process),
    "installments": (FedInstallments, installments.process),
}


def take_batch(
    caller: Caller, kind: FeedKind, batch: Batch, clock: Clock, language: Language
) -> dict[str, object]:
    """A FeedAnswer as JSON values: one result for each item, in the batch's order.

    An item that is invalid or refused is answered with its errors and stops no other.
    """
    schema, process = _BY_KIND[kind]
    parsed = [_parse(schema, raw) for raw in batch.items]
    messages = [message for message in parsed if isinstance(message, FeedMessage)]
    processed = iter(process(Feed(caller, batch.source, clock), messages))
    results = [next(processed) if isinstance(one, FeedMessage) else one for one in parsed]
    pairs = zip(batch.items, results, strict=True)
    return {"items": [_item_answer(raw, result, language) for raw, result in pairs]}


def _parse(schema: type[FeedMessage], raw: Any) -> FeedMessage | FeedResult:
    try:
        return schema.model_validate(raw)
    except ValidationError as error:
        found = [{**one, "loc": ("item", *one["loc"])} for one in error.errors()]
        return FeedResult("refused", None, tuple(field_errors(found)))


def _item_answer(raw: Any, result: FeedResult, language: Language) -> dict[str, object]:
    core_id = raw.get("id") if isinstance(raw, dict) else None
    return {
        "id": core_id if isinstance(core_id, str) else None,
        "result": result.code,
        "sapa_id": result.sapa_id,
        "errors": [_error_answer(error, language) for error in result.errors],
    }


def _error_answer(error: FieldError, language: Language) -> dict[str, object]:
    message = say(error.code, language, error.params)
    answer: dict[str, object] = {"field": error.field, "message": message}
    return answer if error.value is None else {**answer, "value": error.value}
