"""A run of `python -m local` on a DATA_DIR, called only over HTTP: by make.py the old program, by
the test today's. Also what is left out of answers before they are compared."""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from local.engine import free_port

ADMIN_PASSWORD = "kata sandi uji lama"
"""Of the admin of a cooperative that never was."""
PASSWORD = "sepeda tua di gudang"
"""Of its other users."""
PATIENCE_SECONDS = 60.0

_MOST_PAGES = 200


@dataclass(frozen=True)
class User:
    """Somebody who has signed in, or an API client with its token."""

    http: httpx.Client
    token: str = ""

    def send(self, method: str, path: str, body: str = "", key: str = "") -> tuple[int, Any]:
        """(status, answer) of a body as it is: an Idempotency-Key knows its bytes."""
        headers = {"Accept-Language": "id", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        answer = self.http.request(method, f"/api{path}", content=body or None, headers=headers)
        return answer.status_code, answer.json() if answer.content else None

    def do(self, method: str, path: str, body: object = None, key: str = "") -> Any:
        """The answer to what must go well."""
        text = "" if body is None else json.dumps(body)
        status, answer = self.send(method, path, text, key)
        assert status < 300, (method, path, body, status, answer)
        return answer

    def get(self, path: str) -> Any:
        return self.do("GET", path)

    def asked(self, path: str) -> Any:
        """What a GET answers: a list with the items of all its pages, a refusal with its status."""
        status, answer = self.send("GET", path)
        if status != 200:
            return {"refused": status, "fields": [each["field"] for each in answer["errors"]]}
        for _ in range(_MOST_PAGES):
            if not (following := answer.get("next_cursor")):
                return answer
            more = self.get(f"{path}{'&' if '?' in path else '?'}cursor={following}")
            answer = {**more, "items": answer["items"] + more["items"]}
        raise AssertionError(f"{path} has no last page")

    def file(self, link: str) -> bytes:
        """What lies behind a signed link."""
        answer = self.http.get(link)
        assert answer.status_code == 200, (link, answer.status_code)
        return answer.content

    def put_file(self, link: str, content: bytes) -> None:
        answer = self.http.put(link, content=content)
        assert answer.status_code == 200, (link, answer.status_code)

    def waited(self, path: str, *states: str) -> Any:
        """The answer once its state or status is one of these."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (answer := self.get(path)).get("state", answer.get("status")) not in states:
            assert time.monotonic() < deadline, answer
            time.sleep(0.05)
        return answer


@dataclass
class Program:
    """A program that serves, and who has a token of it by now."""

    http: httpx.Client
    users: dict[str, User] = field(default_factory=dict)

    def user(self, name: str = "admin") -> User:
        """Who has signed in with the password of the fixture."""
        if name not in self.users:
            password = ADMIN_PASSWORD if name == "admin" else PASSWORD
            body = {"username": name, "password": password}
            token = User(self.http).do("POST", "/auth/login", body)["access_token"]
            self.users[name] = User(self.http, token)
        return self.users[name]

    def client(self, credentials: dict[str, Any]) -> User:
        """An API client, by what was answered when it was made."""
        body = {name: credentials[name] for name in ("client_id", "client_secret")}
        body["grant_type"] = "client_credentials"
        return User(self.http, User(self.http).do("POST", "/auth/token", body)["access_token"])


@contextmanager
def running(checkout: Path, python: Path, data_dir: Path, today: str) -> Iterator[Program]:
    """The program of a checkout on a DATA_DIR, ended by SIGTERM, and that it ended cleanly."""
    port = free_port()
    own = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "DYNAMODB_", "MAIL_"))}
    variables = {
        "PORT": str(port),
        "DATA_DIR": str(data_dir),
        "DEMO": "0",
        "ADMIN_USERNAME": "admin",
        "ADMIN_PASSWORD": ADMIN_PASSWORD,
        "TODAY": today,
        "PYTHONPATH": "functions",
    }
    process = subprocess.Popen(
        [python, "-m", "local"],
        cwd=checkout,
        env=own | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        said = _until_ready(process)
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, timeout=PATIENCE_SECONDS, trust_env=False) as http:
            yield Program(http)
        process.send_signal(signal.SIGTERM)
        more, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, said + more
    finally:
        process.kill()
        process.communicate()


def _until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("ready on "):
            return said
    raise AssertionError(said)


NEVER_COMPARED = {
    "link": "signed anew for each answer, and expires; the file behind it is compared",
    "url": "as link",
    "next_cursor": "encrypted anew for each answer; its pages are read instead",
    "permissions": "the program's own, which may come to have more",
}
"""Fields that are left out of both answers, and why."""

NOT_COMPARED_OF = {
    "/imports": {
        "created_at": "for how long an import can be undone counts from it, so the test moves it",
        "kinds": "which columns an import can have: the program's own",
    },
    "/accounts/recap": {
        "cash_in": "a reversal was counted as money out, and is taken off again now",
        "cash_out": "a reversal was counted as money in, and is taken off again now",
    },
    "/reminders/templates": {"fields": "the program's own", "default_text": "the program's own"},
}
"""More of them, of the paths that begin so."""


def plain(path: str, answer: Any) -> Any:
    """An answer without the fields that are not compared; of templates those that were changed."""
    left_out = {*NEVER_COMPARED}
    for begin, fields in NOT_COMPARED_OF.items():
        left_out |= {*fields} if path.startswith(begin) else set()
    if path.startswith("/reminders/templates"):
        own = [each for each in answer["items"] if each["text"] != each.get("default_text")]
        answer = {**answer, "items": own}
    return _without(answer, left_out)


def _without(answer: Any, names: set[str]) -> Any:
    if isinstance(answer, dict):
        return {k: _without(v, names) for k, v in answer.items() if k not in names}
    if isinstance(answer, list):
        return [_without(each, names) for each in answer]
    return answer


def linked(user: User, answer: Any) -> list[str]:
    """Digests of the files to which an answer has links, in their order."""
    if isinstance(answer, list):
        return [digest for each in answer for digest in linked(user, each)]
    if not isinstance(answer, dict):
        return []
    found = []
    for name, value in answer.items():
        if name in {"link", "url"} and value:
            found.append(sha256(user.file(value)).hexdigest())
        found += linked(user, value)
    return found


def audited(admin: User, days: list[str], until: str) -> dict[str, object]:
    """The audit of some business dates up to a moment (UTC): how many entries, and of which action,
    and one digest of them all."""
    entries = [
        entry
        for day in days
        for entry in admin.asked(f"/auth/audit?date={day}&limit=100")["items"]
        if entry["at"] <= until
    ]
    fields = ("at", "actor", "action", "subject", "detail", "address")
    told = json.dumps([[entry[name] for name in fields] for entry in entries], sort_keys=True)
    return {
        "length": len(entries),
        "actions": dict(sorted(Counter(entry["action"] for entry in entries).items())),
        "sha256": sha256(told.encode()).hexdigest(),
    }
