"""Sends records that changed, members before accounts before entries, and notes what was taken.

An account that is closed in the core is closed here only after its entries; one with entries to
come is opened again before them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .core_records import CoreRecord, Problem, RecordBatch
from .sapa import FeedClient
from .state import FeedState, SentMessage, hash_of

_STALE = "Sapa has a newer message: is this computer's clock behind, or the state file an old one?"
_CLOSING = {"closed_on", "closed_reason"}


@dataclass(slots=True)
class Report:
    """What became of a round: messages counted by (kind, result), and what was not taken."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        counted = [f"{kind} {n} {result}" for (kind, result), n in sorted(self.counts.items())]
        return "; ".join(counted) or "nothing changed"


class Pusher:
    """Sends batches of records; `report` says what became of them so far."""

    def __init__(self, sapa: FeedClient, state: FeedState) -> None:
        self._sapa, self._state = sapa, state
        self.report = Report()

    def push(self, batch: RecordBatch) -> None:
        """Send those records that changed since they were last taken."""
        self.report.problems += batch.problems
        failed = {problem.account for problem in batch.problems}
        by_kind = {kind: [r for r in batch.records if r.kind == kind] for kind in _KINDS}
        members = [r for r in by_kind["members"] if self._is_new(r)]
        self._send([(r, dict(r.body)) for r in members])
        entries = [r for r in by_kind["transactions"] if self._is_new(r)]
        touched = {r.account for r in entries}
        accounts = [
            r
            for r in by_kind["accounts"]
            if self._is_new(r) or (r.id in touched and self._is_closed(r.id))
        ]
        failed |= self._send([(r, self._open_form(r)) for r in accounts])
        there = [r for r in entries if r.account not in failed or self._has(str(r.account))]
        failed |= self._send([(r, dict(r.body)) for r in there])
        closing = [r for r in accounts if r.body.get("closed_on") and r.id not in failed]
        failed |= self._send([(r, dict(r.body)) for r in closing])
        for account, row_hash in batch.row_hashes.items():
            if account not in failed:
                self._state.set_row_hash(account, row_hash)

    def _is_new(self, record: CoreRecord) -> bool:
        sent = self._state.sent(record.kind, record.id)
        return sent is None or sent.hash != hash_of(record.body)

    def _has(self, account: str) -> bool:
        return self._state.sent("accounts", account) is not None

    def _is_closed(self, account: str) -> bool:
        sent = self._state.sent("accounts", account)
        return sent is not None and sent.closed

    def _open_form(self, account: CoreRecord) -> dict[str, Any]:
        """The account's body without its closing, so that entries can be posted first."""
        body = {name: value for name, value in account.body.items() if name not in _CLOSING}
        return body | {"closed_on": None} if self._is_closed(account.id) else body

    def _send(self, messages: Sequence[tuple[CoreRecord, dict[str, Any]]]) -> set[str | None]:
        """Send messages of one kind; the accounts of which one was refused or stale."""
        if not messages:
            return set()
        kind = messages[0][0].kind
        items = [
            {"id": r.id, "sequence": self._state.next_sequence(kind, r.id), **body}
            for r, body in messages
        ]
        failed: set[str | None] = set()
        answers = self._sapa.put(kind, items)
        for (record, body), item, answer in zip(messages, items, answers, strict=True):
            result = str(answer["result"])
            self.report.counts[kind, result] += 1
            if result in {"refused", "stale"}:
                failed.add(record.account)
                self.report.problems += _problems(record, answer)
                continue
            closed = body.get("closed_on") is not None
            is_whole = closed == (record.body.get("closed_on") is not None)
            content = hash_of(record.body) if is_whole else ""
            self._state.keep(kind, record.id, SentMessage(int(item["sequence"]), content, closed))
        return failed


_KINDS = ("members", "accounts", "transactions")


def _problems(record: CoreRecord, answer: dict[str, Any]) -> list[Problem]:
    if answer["result"] == "stale":
        return [Problem(record.where, "sequence", _STALE, account=record.account)]
    return [
        Problem(record.where, e["field"], e["message"], e.get("value"), record.account)
        for e in answer["errors"]
    ]
