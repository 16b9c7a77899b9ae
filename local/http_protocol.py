"""uvicorn's HTTP, with bounds for callers who send without end, or begin and never go on.

A cloud has API Gateway for that. The parser has no limit of its own: 64 MB of headers were taken,
and requests that were never finished were kept for ever.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES = 64 * 1024
"""And what came with the bytes that passed it: at most 256 KiB."""
HEAD_SECONDS = 15.0
"""In which a request's head must be there, from the connection or the head's first byte on."""
SILENT_SECONDS = 60.0
"""For which a request's body may pause."""

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class BoundedProtocol(HttpToolsProtocol):
    """A connection that ends where a request's head is too long or its bytes do not come."""

    _timer: asyncio.TimerHandle | None = None
    _reads_head = True
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._reads_head:
            self._wait(SILENT_SECONDS)
        elif self._head_bytes > MAX_HEAD_BYTES:
            self.transport.write(_TOO_LARGE)
            self.transport.close()
            return
        else:
            if not self._head_bytes:
                self._wait(HEAD_SECONDS)
            self._head_bytes += len(data)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._reads_head = False
        self._wait(SILENT_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._reads_head, self._head_bytes = True, 0
        self._stop_waiting()
        super().on_message_complete()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._end)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self.transport.abort()
