"""The API's words for members (docs/api.md)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.kernel.fields import Body, Clean, Date, Name, ShortText

MemberStatus = Literal["active", "inactive", "left", "deceased"]
Gender = Literal["L", "P"]
SortBy = Literal["name", "-name", "joined_on", "-joined_on", "member_no", "-member_no"]

DEFAULT_PAGE, MAX_PAGE = 25, 100


def _nik(text: str) -> str:
    digits = text.replace(" ", "").replace(".", "")
    if len(digits) != 16 or not (digits.isascii() and digits.isdecimal()):
        raise PydanticCustomError("not_nik", "not a NIK")
    return digits


Nik = Annotated[str, StringConstraints(max_length=30), AfterValidator(_nik)]
MemberNo = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9./ -]{0,29}$")
]
Office = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.][\w ./-]{0,39}$")]


class NewMember(Body):
    """A member to create; `member_no` is given out if absent."""

    name: Name
    joined_on: Date
    member_no: MemberNo | None = None
    nik: Nik | None = None
    birth_date: Date | None = None
    gender: Gender | None = None
    status: MemberStatus = "active"
    office: Office | None = None
    occupation: ShortText | None = None


class MemberChange(Body):
    """What to change; null clears. `version`, if given, must be the current one."""

    name: Name = ""
    joined_on: Date = date.min
    member_no: MemberNo = ""
    nik: Nik | None = None
    birth_date: Date | None = None
    gender: Gender | None = None
    status: MemberStatus = "active"
    office: Office | None = None
    occupation: ShortText | None = None
    version: Annotated[int, Field(strict=True, ge=1, lt=2**53)] | None = None


class ListQuery(Body):
    """Which members, in which order; with `q` by relevance."""

    q: Annotated[str, StringConstraints(max_length=100), Clean] = ""
    status: MemberStatus | None = None
    office: Office | None = None
    sort: SortBy = "name"
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = None


class MemberRow(BaseModel):
    """A member in a list."""

    member_id: str
    member_no: str
    name: str
    status: MemberStatus
    office: str | None
    joined_on: date
    phone: str | None
    nik_masked: str | None


class MemberList(BaseModel):
    """A page; `narrow` is true where a search met its ceiling of calls: type more."""

    items: list[MemberRow]
    next_cursor: str | None
    narrow: bool = False


class Warned(BaseModel):
    """Accepted, but worth a look."""

    field: str
    message: str


class Member(MemberRow):
    """A member in full, the NIK masked."""

    birth_date: date | None
    gender: Gender | None
    occupation: str | None
    version: int
    created_at: str
    updated_at: str
    warnings: list[Warned] = []


class Counts(BaseModel):
    """How many members there are; follows changes within seconds."""

    total: int
    by_status: dict[str, int]
    by_office: dict[str, int]


class RevealedNik(BaseModel):
    """The whole NIK; its reading is audited."""

    nik: str | None
