"""Records of a core system in the form of the feed's messages (functions/feed/schemas.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

RecordKind = Literal["members", "accounts", "transactions"]


@dataclass(frozen=True, slots=True)
class CoreRecord:
    """A member, account or entry.

    `body` is the message without id and sequence; `where` names the record in reports to people,
    without personal data.
    """

    kind: RecordKind
    id: str
    body: Mapping[str, Any]
    where: str

    @property
    def account(self) -> str | None:
        """The core id or number of the account that it is or belongs to; None for a member."""
        of = self.body.get("account") or self.body.get("account_no")
        return {"accounts": self.id, "transactions": of}.get(self.kind)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that did not come over, and why. Personal values are masked."""

    where: str
    field: str
    message: str
    value: object = None
    account: str | None = None

    def __str__(self) -> str:
        quoted = "" if self.value is None else f" ({self.value})"
        return f"{self.where}: {self.field}: {self.message}{quoted}"


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """Records that are sent together: an account comes with its entries.

    `row_hashes` are, by account, of its row in the core system's list of accounts. An account of
    which all records were taken is not read again until that row changes.
    """

    records: list[CoreRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    row_hashes: dict[str, str] = field(default_factory=dict)
