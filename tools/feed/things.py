"""What a core system has, as the feed's messages say it (functions/feed/schemas.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["members", "accounts", "transactions"]


@dataclass(frozen=True, slots=True)
class Thing:
    """`body` is the message without id and sequence; `where` tells people which one it is."""

    kind: Kind
    id: str
    body: Mapping[str, Any]
    where: str

    @property
    def account(self) -> str | None:
        """The account that it is or belongs to."""
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
class Chunk:
    """Things that are sent together: an account comes with its entries. `marks` say by account in
    which state its system showed it; one whose things all came over is not read again in it."""

    things: list[Thing] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
