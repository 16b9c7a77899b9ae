"""Callers who send without end, or begin and never go on, are let go; others are not."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from local import http_protocol
from local.http_protocol import BoundedProtocol


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers how many bytes the body has."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(http_protocol, "SILENT_SECONDS", 0.5)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(echo, lifespan="off", log_level="critical", http=BoundedProtocol)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    yield listener.getsockname()
    server.should_exit = True
    thread.join()


def said(address: tuple[str, int], *parts: bytes) -> bytes:
    """What the server answers to these bytes until it ends the connection."""
    with socket.create_connection(address, timeout=20) as caller:
        try:
            for part in parts:
                caller.sendall(part)
            answer = b""
            while more := caller.recv(65536):
                answer += more
        except (ConnectionResetError, BrokenPipeError):
            return b""
        return answer


def test_headers_without_end_are_refused(address: tuple[str, int]) -> None:
    endless = (b"x-filler: " + b"a" * 1000 + b"\r\n" for _ in range(2000))
    answer = said(address, b"GET / HTTP/1.1\r\nhost: x\r\n", *endless)
    assert not answer or answer.startswith(b"HTTP/1.1 431")


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nhost: x\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\n1",
    ],
)
def test_what_is_begun_and_not_gone_on_with_is_ended(
    address: tuple[str, int], begun: bytes
) -> None:
    assert not said(address, begun)


def test_large_bodies_and_further_requests_are_served(address: tuple[str, int]) -> None:
    body = b"b" * 2_000_000
    head = f"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    last = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    answer = said(address, head + body, head + body, last)
    assert answer.count(b"HTTP/1.1 200") == 3
    assert answer.count(b"2000000") == 2
