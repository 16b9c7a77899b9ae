"""A clerk who posts deposits, and sends each again with its key until it is acknowledged."""

import os
import threading
from typing import Any

import httpx

from tests.integration.local.sapa_process import Sapa

PATIENCE_SECONDS = 30.0


class Clerk:
    """Works on one account; a deposit's note is its key, so that the ledger says which is which."""

    def __init__(self) -> None:
        self.account_id = ""
        self.acknowledged: dict[str, str] = {}
        """The transaction that each key became."""
        self.open: str | None = None
        """A key that was sent and not yet acknowledged."""
        self.refusals: list[int] = []
        self.unanswered = 0

    def begin(self, sapa: Sapa, token: str) -> None:
        """Open an account in a Sapa that runs."""
        with connected(sapa, token) as http:
            joined = {"name": "Siti Rahmawati", "joined_on": "2024-03-01"}
            member = _made(http.post("/members", json=joined))
            account = {
                "member_id": member["member_id"],
                "kind": "savings",
                "product": "sukarela",
                "opened_on": "2024-03-01",
            }
            self.account_id = _made(http.post("/accounts", json=account))["account_id"]

    def post_until(self, ended: threading.Event, sapa: Sapa, token: str) -> None:
        """Post one deposit after the other until the event, or until Sapa does not answer."""
        with connected(sapa, token) as http:
            while not ended.is_set():
                try:
                    self.post(http)
                except httpx.TransportError:
                    self.unanswered += 1
                    return

    def finish(self, sapa: Sapa, token: str) -> None:
        """Send what is open until it is acknowledged."""
        ended = threading.Event()
        with connected(sapa, token) as http:
            while self.open and not ended.wait(0.05):
                self.post(http)

    def post(self, http: httpx.Client) -> httpx.Response:
        """Send what is open, or the next deposit, once."""
        self.open = self.open or os.urandom(8).hex()
        answer = http.post(
            f"/accounts/{self.account_id}/transactions",
            json={"type": "deposit", "value_date": "2024-03-02", "amount": 1000, "note": self.open},
            headers={"Idempotency-Key": self.open},
        )
        if answer.status_code == httpx.codes.CREATED:
            self.acknowledged[self.open] = answer.json()["transaction_id"]
            self.open = None
        else:
            self.refusals.append(answer.status_code)
        return answer

    def check(self, sapa: Sapa, token: str) -> None:
        """In the ledger each acknowledged key is once, as the transaction that it became, nothing
        else is, and the entries come to the balance."""
        rows: list[dict[str, Any]] = []
        with connected(sapa, token) as http:
            cursor: dict[str, str] | None = {}
            while cursor is not None:
                where = f"/accounts/{self.account_id}/transactions"
                page = http.get(where, params={"limit": "100", **cursor}).json()
                rows += page["items"]
                cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
            balance = http.get(f"/accounts/{self.account_id}").json()["balance"]
        entries = [(row["note"], row["transaction_id"]) for row in rows]
        assert sorted(entries) == sorted(self.acknowledged.items())
        assert sum(row["effect"] for row in rows) == balance


def connected(sapa: Sapa, token: str) -> httpx.Client:
    """A connection to the API of a Sapa that runs."""
    return httpx.Client(
        base_url=f"http://127.0.0.1:{sapa.port}/api",
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    )


def _made(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == httpx.codes.CREATED, answer.text
    made: dict[str, Any] = answer.json()
    return made
