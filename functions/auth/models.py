"""What the auth table keeps: users, API clients, refresh families, failed attempts."""

from pydantic import BaseModel, Field

from shared.kernel.caller import PERMISSIONS, Role


class Versioned(BaseModel, frozen=True):
    """What is in an item's `doc`. Its version lies beside it in the item; 0: it is not kept yet."""

    version: int = Field(0, exclude=True)


class User(Versioned, frozen=True):
    """A person who signs in, by a user name in lower case.

    `epoch` rises with a new password and when the user is disabled: sessions of an earlier one have
    ended. `created_at` is UTC ISO 8601; no `offices` means all of them. `must_change`: the password
    is one that Sapa generated, and good for nothing but to choose another.
    """

    username: str
    name: str
    role: Role
    offices: tuple[str, ...] = ()
    active: bool = True
    created_at: str
    password_hash: str
    epoch: int = 0
    must_change: bool = False

    @property
    def permissions(self) -> frozenset[str]:
        """What their role may do."""
        return frozenset(PERMISSIONS[self.role])

    @property
    def is_admin(self) -> bool:
        """Whether they can administer now."""
        return self.active and self.role == "admin"


class Client(Versioned, frozen=True):
    """A program that calls the API; its secret is 256 random bits, kept as SHA-256."""

    client_id: str
    name: str
    scopes: tuple[str, ...]
    offices: tuple[str, ...] = ()
    created_at: str
    secret_hash: str

    @property
    def permissions(self) -> frozenset[str]:
        """What it may do."""
        return frozenset(self.scopes)


class Family(Versioned, frozen=True):
    """The refresh tokens that come of one sign-in. Times are epoch seconds, tokens SHA-256.

    `epoch` is the user's when the session began. `sealed` is the current token, encrypted: it is
    the answer to a repeated use of the previous one.
    """

    family_id: str
    username: str
    epoch: int
    began: int
    rotated: int
    ends: int
    current: str
    previous: str | None = None
    sealed: str


class FailedAttempts(Versioned, frozen=True):
    """Failures of one user name, and when the last was (epoch seconds)."""

    failures: int = 0
    last: int = 0
