"""A core system that feeds Sapa: its messages, and what became of them."""

from dataclasses import dataclass
from typing import Any

from tests.integration.events import Answer, Room, identity
from tests.integration.serving import TODAY

CLIENT = Room("feed", identity("client", sub="inti", scope="imports:feed"))


@dataclass
class Core:
    """Sends batches as the API client `inti`."""

    feed: Room = CLIENT

    def puts(self, kind: str, *items: Any, **more: Any) -> Answer:
        return self.feed("PUT", f"/imports/feed/{kind}", {"items": list(items), **more})

    def sends(self, kind: str, *items: Any) -> list[Any]:
        answer = self.puts(kind, *items)
        assert answer.status == 200, answer.body
        return list(answer.body["items"])

    def gets(self, kind: str, *items: Any) -> list[str]:
        """What became of each."""
        return [item["result"] for item in self.sends(kind, *items)]

    def makes(self, kind: str, item: Any) -> str:
        """Our id of something that is new."""
        (made,) = self.sends(kind, item)
        assert made["result"] == "created", made
        return str(made["sapa_id"])


def member(number: int = 1, sequence: int = 1, **more: object) -> dict[str, object]:
    body = {"name": f"Siti Aminah {number}", "joined_on": "2020-01-15"}
    return {"id": f"N-{number}", "sequence": sequence, **body, **more}


def savings(number: int = 1, sequence: int = 1, **more: object) -> dict[str, object]:
    body = {"kind": "savings", "product": "sukarela", "opened_on": "2026-01-10"}
    return {"id": f"S-{number}", "sequence": sequence, "member": "N-1", **body, **more}


def loan(number: int = 1, sequence: int = 1, **more: object) -> dict[str, object]:
    """1,200,000 and 120,000 over 12 months from 5 February 2026 on."""
    body = {
        "kind": "financing",
        "product": "Pinjaman Usaha",
        "opened_on": "2026-01-10",
        "method": "flat",
        "principal": 1_200_000,
        "margin": 120_000,
        "tenor_months": 12,
        "first_due_on": "2026-02-05",
        "grace_days": 0,
    }
    return {"id": f"L-{number}", "sequence": sequence, "member": "N-1", **body, **more}


def entry(
    number: int, kind: str, amount: int, on: str = TODAY, account: str = "S-1", **more: object
) -> dict[str, object]:
    body = {"account": account, "type": kind, "value_date": on, "amount": amount}
    return {"id": f"T-{number}", "sequence": 1, **body, **more}
