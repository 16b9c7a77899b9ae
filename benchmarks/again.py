"""The engine's own rate: transactions made for one engine, sent to another by bare HTTP."""

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


class Again:
    """A new engine on disk, and the `seconds` that it took for the transactions so far.

    Each lies in the file `requests` behind its length in 4 bytes.
    """

    def __init__(self, folder: Path) -> None:
        self.requests, self.seconds = folder / "requests", 0.0
        self.requests.touch()
        self._file = self.requests.open("rb")
        self._engine = Engine(folder / "again.db")
        make_tables(self._engine.url)
        self._clients = [_connected(self._engine.port) for _ in range(CLIENTS)]

    def __enter__(self) -> "Again":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.stop()
        self._file.close()

    def send(self) -> None:
        """Send what has come to the file, as fast as may be."""
        bodies = iter(list(self._fresh()))
        lock = threading.Lock()
        begun = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as threads:
            list(threads.map(lambda client: _send(client, bodies, lock), self._clients))
        self.seconds += time.perf_counter() - begun

    def _fresh(self) -> Iterator[bytes]:
        while size := self._file.read(4):
            yield self._file.read(int.from_bytes(size))


def make_tables(url: str) -> None:
    """The template's tables."""
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
