"""The engine's own rate: transactions recorded from one engine are sent to another by bare HTTP."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3

from local import tables, template
from local.engine import Engine

CLIENTS = 4
_HEADERS = {
    "X-Amz-Target": "DynamoDB_20120810.TransactWriteItems",
    "X-Amz-Date": "20261124T010000Z",
    "Content-Type": "application/x-amz-json-1.0",
    "Authorization": "AWS4-HMAC-SHA256 Credential=benchmark/20261124/ap-southeast-3/dynamodb"
    "/aws4_request, SignedHeaders=host, Signature=0",
}


class EngineReplay:
    """A new engine on disk; `seconds` is what it took for the transactions sent so far.

    They are read from the file `requests`, each behind its length in 4 bytes.
    """

    def __init__(self, folder: Path) -> None:
        self.requests, self.seconds = folder / "requests", 0.0
        self.requests.touch()
        self._file = self.requests.open("rb")
        self._engine = Engine(folder / "replay.db")
        make_tables(self._engine.url)
        self._clients = [_connected(self._engine.port) for _ in range(CLIENTS)]

    def __enter__(self) -> "EngineReplay":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.stop()
        self._file.close()

    def send(self) -> None:
        """Send what was added to the file, as fast as possible."""
        bodies = iter(list(self._new_requests()))
        lock = threading.Lock()
        begun = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as threads:
            list(threads.map(lambda client: _send(client, bodies, lock), self._clients))
        self.seconds += time.perf_counter() - begun

    def _new_requests(self) -> Iterator[bytes]:
        while size := self._file.read(4):
            yield self._file.read(int.from_bytes(size))


def make_tables(url: str) -> None:
    """Create the template's tables."""
    tables.ensure(boto3.client("dynamodb", endpoint_url=url), template.load().tables)


def _connected(port: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _send(
    connection: http.client.HTTPConnection, bodies: Iterator[bytes], lock: threading.Lock
) -> None:
    while True:
        with lock:
            body = next(bodies, None)
        if body is None:
            return
        connection.request("POST", "/", body, _HEADERS)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(content)
