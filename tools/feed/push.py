"""Sends what changed, in the order in which things stand on each other, and notes what came over.

An account that is closed in the core is closed here only after its entries; one with entries to
come is opened again before them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .sapa import Sapa
from .state import Sent, State, hash_of
from .things import Chunk, Problem, Thing

_STALE = "Sapa has a newer message: is this computer's clock behind, or the state file an old one?"
_CLOSING = {"closed_on", "closed_reason"}


@dataclass(slots=True)
class Report:
    """What a round came to: (kind, result) counted, and what did not come over."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        told = [f"{kind} {n} {result}" for (kind, result), n in sorted(self.counts.items())]
        return "; ".join(told) or "nothing changed"


class Pusher:
    """Pushes chunks; `report` grows."""

    def __init__(self, sapa: Sapa, state: State) -> None:
        self._sapa, self._state = sapa, state
        self.report = Report()

    def push(self, chunk: Chunk) -> None:
        """Send what of these has changed."""
        self.report.problems += chunk.problems
        failed = {problem.account for problem in chunk.problems}
        by_kind = {kind: [t for t in chunk.things if t.kind == kind] for kind in _KINDS}
        members = [t for t in by_kind["members"] if self._is_new(t)]
        self._send([(t, dict(t.body)) for t in members])
        entries = [t for t in by_kind["transactions"] if self._is_new(t)]
        touched = {t.account for t in entries}
        accounts = [
            t
            for t in by_kind["accounts"]
            if self._is_new(t) or (t.id in touched and self._is_closed(t.id))
        ]
        failed |= self._send([(t, self._open_form(t)) for t in accounts])
        there = [t for t in entries if t.account not in failed or self._has(str(t.account))]
        failed |= self._send([(t, dict(t.body)) for t in there])
        closing = [t for t in accounts if t.body.get("closed_on") and t.id not in failed]
        failed |= self._send([(t, dict(t.body)) for t in closing])
        for account, mark in chunk.marks.items():
            if account not in failed:
                self._state.see(account, mark)

    def _is_new(self, thing: Thing) -> bool:
        sent = self._state.sent(thing.kind, thing.id)
        return sent is None or sent.hash != hash_of(thing.body)

    def _has(self, account: str) -> bool:
        return self._state.sent("accounts", account) is not None

    def _is_closed(self, account: str) -> bool:
        sent = self._state.sent("accounts", account)
        return sent is not None and sent.closed

    def _open_form(self, account: Thing) -> dict[str, Any]:
        """The account as it takes entries."""
        body = {name: value for name, value in account.body.items() if name not in _CLOSING}
        return body | {"closed_on": None} if self._is_closed(account.id) else body

    def _send(self, messages: Sequence[tuple[Thing, dict[str, Any]]]) -> set[str | None]:
        """The accounts of which something was refused."""
        if not messages:
            return set()
        kind = messages[0][0].kind
        items = [
            {"id": t.id, "sequence": self._state.next_sequence(kind, t.id), **body}
            for t, body in messages
        ]
        failed: set[str | None] = set()
        answers = self._sapa.put(kind, items)
        for (thing, body), item, answer in zip(messages, items, answers, strict=True):
            result = str(answer["result"])
            self.report.counts[kind, result] += 1
            if result in {"refused", "stale"}:
                failed.add(thing.account)
                self.report.problems += _problems(thing, answer)
                continue
            closed = body.get("closed_on") is not None
            is_whole = closed == (thing.body.get("closed_on") is not None)
            content = hash_of(thing.body) if is_whole else ""
            self._state.keep(kind, thing.id, Sent(int(item["sequence"]), content, closed))
        return failed


_KINDS = ("members", "accounts", "transactions")


def _problems(thing: Thing, answer: dict[str, Any]) -> list[Problem]:
    if answer["result"] == "stale":
        return [Problem(thing.where, "sequence", _STALE, account=thing.account)]
    return [
        Problem(thing.where, e["field"], e["message"], e.get("value"), thing.account)
        for e in answer["errors"]
    ]
