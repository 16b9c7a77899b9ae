"""The API's words for signing in, users, API clients and the audit (docs/api.md)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.kernel.caller import Permission, Role
from shared.kernel.fields import Body, Date, Name

from . import password_rules, rules


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("control_characters", "control characters")
    return text


GivenUsername = Annotated[
    str,
    StringConstraints(max_length=64),
    AfterValidator(rules.fold_username),
    StringConstraints(min_length=1),
]
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
Username = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._-]{3,32}$"),
    AfterValidator(rules.fold_username),
]
NewPassword = Annotated[
    str,
    StringConstraints(min_length=password_rules.SHORTEST, max_length=password_rules.LONGEST),
    AfterValidator(_without_nul),
]
OfficeCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{1,12}$")]
OfficeCodes = Annotated[tuple[OfficeCode, ...], Field(max_length=100)]


class Health(BaseModel):
    """That Sapa answers and reaches its database; where it does not, the answer is a 503."""

    status: Literal["ok"]


class Login(Body):
    """Who signs in."""

    username: GivenUsername
    password: GivenPassword


class SignedInUser(BaseModel):
    """Whose session it is; no offices means all of them."""

    username: str
    name: str
    role: Role
    offices: list[str]


class Session(BaseModel):
    """A sign-in or a renewal; the refresh token is in the cookie `sapa_refresh`."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="seconds")
    user: SignedInUser
    must_change_password: bool = Field(description="nothing else is allowed until then")


class Me(BaseModel):
    """Who calls, what they may do, and the business date in the cooperative's zone."""

    username: str
    name: str
    role: Role | Literal["client"]
    offices: list[str]
    permissions: list[Permission]
    today: date


class PasswordChange(Body):
    """Sessions that began with the old password end."""

    current_password: GivenPassword
    new_password: NewPassword


class TokenRequest(Body):
    """RFC 6749, section 4.4; the client may come by HTTP Basic instead."""

    grant_type: Literal["client_credentials"]
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    client_secret: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    scope: str | None = Field(None, max_length=500, description="fewer than the client has")


class Token(BaseModel):
    """A client's access token."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="seconds")
    scope: str


class NewUser(Body):
    """Without a password one is generated and answered once."""

    username: Username
    name: Name
    role: Role
    password: NewPassword | None = None
    offices: OfficeCodes = ()


class UserChange(Body):
    """What is left out stays; a password of null has one generated and answered once."""

    name: Name | None = None
    role: Role | None = None
    offices: OfficeCodes | None = None
    active: bool | None = Field(None, strict=True)
    password: NewPassword | None = None


class UserRow(SignedInUser):
    """A user."""

    active: bool
    created_at: str


class CreatedUser(UserRow):
    """`password` only where it was generated, and only this once."""

    password: str | None = None


class UserList(BaseModel):
    """By user name."""

    items: list[UserRow]
    next_cursor: str | None


class NewClient(Body):
    """A program and what it may do."""

    name: Name
    scopes: Annotated[tuple[Permission, ...], Field(min_length=1, max_length=50)]
    offices: OfficeCodes = ()


class ClientRow(BaseModel):
    """An API client."""

    client_id: str
    name: str
    scopes: list[Permission]
    offices: list[str]
    created_at: str


class CreatedClient(ClientRow):
    """The secret is shown only this once."""

    client_secret: str


class ClientList(BaseModel):
    """In the order of their making."""

    items: list[ClientRow]
    next_cursor: str | None


class Page(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(25, ge=1, le=100)
    cursor: str | None = Field(None, max_length=2000)


AuditDate = Annotated[Date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]


class AuditPage(Page):
    """A business date, else the last seven; `actor` is a user name or a client's id."""

    date: AuditDate | None = None
    actor: str | None = Field(None, max_length=64)


class AuditRow(BaseModel):
    """Who did what to which thing, when (UTC), from where."""

    at: str
    actor: str
    action: str
    subject: str
    detail: dict[str, object]
    address: str


class AuditList(BaseModel):
    """Newest first."""

    items: list[AuditRow]
    next_cursor: str | None
