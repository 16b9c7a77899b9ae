"""WhatsApp's Cloud API as a server on loopback: its wire format, errors, delays and webhooks.

The client under test talks to it over HTTP. It answers every message with an id unless a test has
put something else on `script`, one entry a call.
"""

import hmac
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

TOKEN, APP_SECRET, VERIFY_TOKEN = "EAAJtoken", "app-secret", "verify-me"
PHONE_NUMBER_ID, VERSION = "106540352242922", "v23.0"
TITLES = {
    100: "(#100) Invalid parameter",
    190: "Invalid OAuth access token",
    130429: "(#130429) Rate limit hit",
    131000: "(#131000) Something went wrong",
    131026: "(#131026) Message undeliverable",
    131047: "(#131047) Re-engagement message",
    131056: "(#131056) (Business Account, Consumer Account) pair rate limit hit",
    132000: "(#132000) Number of parameters does not match the expected number of params",
}

Body = dict[str, Any]


@dataclass(frozen=True)
class Error:
    """An error in the Cloud API's own form."""

    code: int
    status: int = 400


@dataclass(frozen=True)
class Raw:
    """An answer of something before the Cloud API, such as a proxy."""

    status: int
    text: str


@dataclass(frozen=True)
class Slow:
    """Takes the message, and answers so late that the client has hung up."""

    seconds: float


class Hangup:
    """Takes the message and closes the connection without an answer."""


Step = Error | Raw | Slow | Hangup


@dataclass
class CloudApi:
    """The running server: what it took, what it is to answer, and its webhooks."""

    url: str = ""
    received: list[Body] = field(default_factory=list)
    script: deque[Step] = field(default_factory=deque)
    before_answer: Callable[[Body, str], None] | None = None
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    came: threading.Event = field(default_factory=threading.Event)

    @property
    def secret(self) -> str:
        """What the deployment's secret says of this account."""
        return json.dumps(
            {
                "token": TOKEN,
                "app_secret": APP_SECRET,
                "verify_token": VERIFY_TOKEN,
                "phone_number_id": PHONE_NUMBER_ID,
                "api_url": self.url,
            }
        )

    def answer(self, path: str, authorization: str, body: Body) -> tuple[int, Any] | None:
        """(status, answer) to a call; None hangs up."""
        if authorization != f"Bearer {TOKEN}":
            return 401, _error(190)
        if path != f"/{VERSION}/{PHONE_NUMBER_ID}/messages" or not _well_formed(body):
            return 400, _error(100)
        step = self.script.popleft() if self.script else None
        if isinstance(step, Error):
            return step.status, _error(step.code)
        if isinstance(step, Raw):
            return step.status, step.text
        self.received.append(body)
        own = f"wamid.{next(self._ids)}"
        self.came.set()
        if self.before_answer:
            self.before_answer(body, own)
        if isinstance(step, Hangup):
            return None
        if isinstance(step, Slow):
            time.sleep(step.seconds)
        return 200, {
            "messaging_product": "whatsapp",
            "contacts": [{"input": body["to"], "wa_id": body["to"]}],
            "messages": [{"id": own, "message_status": "accepted"}],
        }


def _error(code: int) -> Body:
    about = {"message": TITLES.get(code, f"(#{code})"), "type": "OAuthException", "code": code}
    data = {"messaging_product": "whatsapp", "details": "…"}
    return {"error": {**about, "error_data": data, "fbtrace_id": "Az8or2yhqkZfEZ-_4Qn_Bam"}}


def _well_formed(body: Body) -> bool:
    """Whether this is a template message as the Cloud API takes it."""
    parameters = [
        parameter
        for component in body.get("template", {}).get("components", [])
        for parameter in component["parameters"]
    ]
    return (
        body.get("messaging_product") == "whatsapp"
        and body.get("type") == "template"
        and str(body.get("to", "")).isdecimal()
        and set(body["template"]["language"]) == {"code"}
        and all({"type", "parameter_name", "text"} == set(one) for one in parameters)
        and not any(bad in one["text"] for one in parameters for bad in ("\n", "\t", "    "))
        and len(body.get("biz_opaque_callback_data", "")) <= 512
    )


@contextmanager
def running() -> Iterator[CloudApi]:
    """The server on a free port of loopback."""
    api = CloudApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            answer = api.answer(self.path, self.headers.get("Authorization", ""), body)
            if answer is None:
                self.close_connection = True
                return
            status, told = answer
            text = told if isinstance(told, str) else json.dumps(told)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_port}/{VERSION}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def status(
    sent: Body, own: str, name: str, code: int | None = None, at: int = 1_795_503_600
) -> Body:
    """A status of a message as a webhook has it."""
    told: Body = {
        "id": own,
        "status": name,
        "timestamp": str(at),
        "recipient_id": sent["to"],
        "biz_opaque_callback_data": sent["biz_opaque_callback_data"],
    }
    if code is not None:
        told["errors"] = [{"code": code, "title": TITLES.get(code, ""), "message": ""}]
    return told


def reply(number: str, text: str, own: str = "wamid.in", at: int = 1_795_503_600) -> Body:
    """A text that a member wrote, as a webhook has it."""
    return {
        "from": number.removeprefix("+"),
        "id": own,
        "timestamp": str(at),
        "type": "text",
        "text": {"body": text},
    }


def webhook(*, statuses: list[Body] | None = None, messages: list[Body] | None = None) -> bytes:
    """The body of a webhook."""
    value: Body = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "622150001", "phone_number_id": PHONE_NUMBER_ID},
    }
    value |= {"statuses": statuses} if statuses else {}
    value |= {"messages": messages} if messages else {}
    change = {"value": value, "field": "messages"}
    told = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return json.dumps(told).encode()


def signature(body: bytes, secret: str = APP_SECRET) -> str:
    """X-Hub-Signature-256 of a body."""
    return "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()
