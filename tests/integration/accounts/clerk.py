"""A clerk at work on one member's accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.integration.events import Answer, Room

TODAY = "2026-11-24"


@dataclass
class Clerk:
    """Opens and posts through the API; each request has a key of its own unless one is given."""

    accounts: Room
    member_id: str
    keys: Any = field(default_factory=count)

    def opens(self, body: Mapping[str, object], key: str | None = None) -> Answer:
        headers = {"idempotency-key": key} if key else {}
        sent = {"member_id": self.member_id, "opened_on": "2026-01-10", **body}
        return self.accounts("POST", "/accounts", sent, headers=headers)

    def savings(self, product: str = "sukarela", **more: object) -> str:
        answer = self.opens({"kind": "savings", "product": product, **more})
        assert answer.status == 201, answer.body
        return str(answer.body["account_id"])

    def financing(self, **more: object) -> str:
        """1,200,000 and 120,000 over 12 months from 5 February 2026 on, unless said otherwise."""
        terms = {
            "method": "flat",
            "principal": 1_200_000,
            "margin": 120_000,
            "tenor_months": 12,
            "first_due_on": "2026-02-05",
        }
        body = {"kind": "financing", "product": "Pinjaman Usaha", "grace_days": 3}
        answer = self.opens(body | (more if "installments" in more else terms | more))
        assert answer.status == 201, answer.body
        return str(answer.body["account_id"])

    def posts(
        self,
        account_id: str,
        kind: str,
        amount: object,
        on: str = TODAY,
        key: str | None = None,
        **more: object,
    ) -> Answer:
        headers = {"idempotency-key": key or f"key-{next(self.keys)}"}
        body = {"type": kind, "value_date": on, "amount": amount, **more}
        path = f"/accounts/{account_id}/transactions"
        return self.accounts("POST", path, body, headers=headers)

    def posted(self, account_id: str, kind: str, amount: int, on: str = TODAY) -> Any:
        answer = self.posts(account_id, kind, amount, on)
        assert answer.status == 201, answer.body
        return answer.body

    def reverses(self, account_id: str, transaction_id: str, key: str | None = None) -> Answer:
        path = f"/accounts/{account_id}/transactions/{transaction_id}/reversal"
        headers = {"idempotency-key": key or f"key-{next(self.keys)}"}
        return self.accounts("POST", path, {"reason": "salah ketik"}, headers=headers)

    def row(self, account_id: str) -> Any:
        answer = self.accounts("GET", f"/accounts/{account_id}")
        assert answer.status == 200, answer.body
        return answer.body

    def schedule(self, account_id: str) -> Any:
        return self.accounts("GET", f"/accounts/{account_id}/schedule").body["items"]

    def ledger(self, account_id: str, **query: object) -> Any:
        path = f"/accounts/{account_id}/transactions"
        answer = self.accounts("GET", path, query={"limit": 100, **query})
        assert answer.status == 200, answer.body
        return answer.body["items"]
