"""RFC 9457 problem+json: the one place where a refusal becomes an answer."""

import json

from starlette.requests import Request
from starlette.responses import Response

from shared.kernel.errors import FieldError, Refusal, TooMany, Unavailable
from shared.kernel.messages import say, title

from .language import language_of

MEDIA_TYPE = "application/problem+json"


def problem(request: Request, refusal: Refusal) -> Response:
    """The answer to a refusal, in the reader's language."""
    reader = language_of(request.headers.get("accept-language", ""))
    fields = []
    for error in refusal.errors:
        entry: dict[str, object] = {
            "field": error.field,
            "message": say(error.code, reader, error.params),
        }
        if error.value is not None:
            entry["value"] = error.value
        fields.append(entry)
    content = {
        "type": "about:blank",
        "title": title(refusal.title, reader),
        "status": refusal.status,
        "detail": "; ".join(f"{entry['field']}: {entry['message']}" for entry in fields),
        "errors": fields,
    }
    headers: dict[str, str] = {"Content-Language": reader}
    if isinstance(refusal, (TooMany, Unavailable)):
        headers["Retry-After"] = str(refusal.retry_after)
    body = json.dumps(content, ensure_ascii=False, default=str).encode(errors="replace")
    return Response(body, refusal.status, headers, MEDIA_TYPE)


class Internal(Refusal):
    """500: a fault of ours; the answer says under which number it was logged."""

    status = 500
    title = "internal"

    def __init__(self, request_id: str) -> None:
        super().__init__([FieldError("server", "internal", None, {"request_id": request_id})])
