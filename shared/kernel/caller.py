"""Who calls, and what they may do: one table for every role and permission."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Role = Literal["admin", "manager", "officer", "viewer"]
Permission = Literal[
    "members:read",
    "members:write",
    "members:reveal",
    "members:export",
    "accounts:read",
    "accounts:write",
    "accounts:reverse",
    "arrears:read",
    "arrears:write",
    "contacts:read",
    "contacts:write",
    "messages:send",
    "reminders:read",
    "reminders:write",
    "reminders:manage",
    "imports:write",
    "cooperative:export",
    "imports:feed",
    "settings:write",
    "users:write",
    "audit:read",
]

_VIEWER: frozenset[Permission] = frozenset(
    {"members:read", "accounts:read", "arrears:read", "contacts:read", "reminders:read"}
)
_OFFICER: frozenset[Permission] = _VIEWER | {
    "members:write",
    "accounts:write",
    "contacts:write",
    "messages:send",
    "reminders:write",
}
_MANAGER: frozenset[Permission] = _OFFICER | {
    "members:reveal",
    "members:export",
    "accounts:reverse",
    "arrears:write",
    "reminders:manage",
    "imports:write",
}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "viewer": _VIEWER,
    "officer": _OFFICER,
    "manager": _MANAGER,
    "admin": _MANAGER
    | {"cooperative:export", "imports:feed", "settings:write", "users:write", "audit:read"},
}


PASSWORD_ONLY = "password"  # noqa: S105
"""The scope of a user whose password was generated: they may choose another, and nothing else."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A user (with a role) or an API client (with scopes), perhaps bound to offices."""

    name: str
    role: Role | Literal["client"]
    permissions: frozenset[str]
    offices: tuple[str, ...]
    address: str

    def may_see(self, office: str | None) -> bool:
        """Whether a member of this office is theirs to see; unbound callers see all."""
        return not self.offices or office in self.offices

    def covers(self, offices: Collection[str]) -> bool:
        """Whether all of these offices are theirs; none means all, which only the unbound have."""
        return not self.offices or (bool(offices) and set(offices) <= set(self.offices))
