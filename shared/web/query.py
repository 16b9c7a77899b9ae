"""The query string as a model."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from shared.kernel.errors import InvalidMany

from .validation import field_errors

Model = TypeVar("Model", bound=BaseModel)


def query_of(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """A FastAPI dependency that answers the query string as this model, or InvalidMany.

    FastAPI's own `Annotated[Model, Query()]` goes through the fields in Python at each request:
    docs/decisions/query-models.md. The API's document finds the model by its mark `query`.
    """

    async def query(request: Request) -> Model:
        try:
            return model.model_validate_strings(dict(request.query_params))
        except ValidationError as error:
            found = [{**e, "loc": ("query", *e["loc"])} for e in error.errors()]
            raise InvalidMany(field_errors(found)) from error

    query.__dict__["query"] = model
    return query
