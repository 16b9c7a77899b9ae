"""A row of a table as what the rooms take, or all that is wrong with it. Pure but for the schemas.

The rooms' own schemas judge the values, so a file is held to the same rules as the API.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from accounts.ledger_schemas import NewTransaction
from accounts.schemas import NewAccount, NewInstallment
from contacts.schemas import ContactCard
from members.schemas import NewMember
from shared.errors import FieldError, Invalid
from shared.phones import e164, mask
from shared.validation import field_errors

from . import cells, vocabulary
from .cells import Cell, Unreadable
from .headings import Heading
from .rules import Kind
from .vocabulary import coded

Read = TypeVar("Read")

PERSONAL = frozenset({"nik", "phone", "phone_2", "email", "birth_date", "street"})
"""Fields of which a value is shown masked."""

LATEST_DUE = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Record:
    """What a row says: `key` is its own number, `owner` the number of what it belongs to.

    `body` is the JSON that the room's schema reads again when the row is taken in.
    """

    kind: Kind
    key: str | None
    owner: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    document_no: str | None = None


def read(heading: Heading, row: Sequence[Cell], today: date) -> Record | list[FieldError]:
    """The record of a row, or what is wrong with it, field by field."""
    reader = _Reader(heading, row, today)
    record = _READERS[heading.kind](reader)
    return reader.errors or record


def is_passed_over(heading: Heading, row: Sequence[Cell]) -> bool:
    """A line of totals, or the heading again (a new page)."""
    number, key = ("member_no", "name") if heading.kind == "members" else ("account_no",) * 2
    if _at(heading, row, number) is None and vocabulary.is_total(tuple(row)):
        return True
    if key not in heading.columns or _at(heading, row, key) != heading.titles[heading.columns[key]]:
        return False
    titles = tuple(cells.text(cell) or "" for cell in row)
    return titles[: len(heading.titles)] == heading.titles[: len(titles)]


def _at(heading: Heading, row: Sequence[Cell], name: str) -> str | None:
    place = heading.columns.get(name)
    return cells.text(row[place]) if place is not None and place < len(row) else None


class _Reader:
    """One row, read field by field; what cannot be read is noted and answered as None."""

    def __init__(self, heading: Heading, row: Sequence[Cell], today: date) -> None:
        self._columns, self._row, self._today = heading.columns, row, today
        self.errors: list[FieldError] = []

    def cell(self, name: str) -> Cell:
        place = self._columns.get(name)
        return self._row[place] if place is not None and place < len(self._row) else None

    def text(self, name: str) -> str | None:
        return cells.text(self.cell(name))

    def take(self, name: str, parse: Callable[[Cell], Read | None]) -> Read | None:
        try:
            return parse(self.cell(name))
        except Unreadable as error:
            self.refuse(name, error.code, **error.params)
            return None

    def day(self, name: str, latest: date | None = None) -> date | None:
        return self.take(name, lambda cell: cells.day(cell, latest or self._today))

    def refuse(self, name: str, code: str, **params: object) -> None:
        self.errors.append(FieldError(name, code, self._quoted(name), params))

    def _quoted(self, name: str) -> str | None:
        written = self.text(name)
        if written is None or name not in PERSONAL:
            return written
        return mask(written)

    def validated(self, schema: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as JSON, judged by a room's schema; its errors are noted by column."""
        given = {name: value for name, value in values.items() if value is not None}
        try:
            return schema.model_validate(given).model_dump(mode="json", exclude_unset=True)
        except ValidationError as error:
            known = {found.field for found in self.errors}
            self.errors += [e for e in field_errors(error.errors()) if e.field not in known]
            return {}


def _member(row: _Reader) -> Record:
    status = row.take("status", lambda cell: coded(cell, vocabulary.STATUSES))
    new = row.validated(
        NewMember,
        {
            "member_no": row.text("member_no"),
            "name": row.text("name"),
            "nik": row.take("nik", cells.nik),
            "gender": row.take("gender", lambda cell: coded(cell, vocabulary.GENDERS)),
            "birth_date": row.day("birth_date"),
            "joined_on": row.day("joined_on"),
            "status": status,
            "office": row.text("office"),
            "occupation": row.text("occupation"),
        },
    )
    card = row.validated(
        ContactCard,
        {"phones": _phones(row), "emails": _emails(row), "addresses": _addresses(row)},
    )
    return Record("members", row.text("member_no"), body={"member": new, "card": card})


def _phones(row: _Reader) -> list[dict[str, str]]:
    found: dict[str, str] = {}
    for name in ("phone", "phone_2"):
        number = row.take(name, cells.phone)
        if number is None:
            continue
        try:
            found.setdefault(e164(number), number)
        except Invalid:
            row.refuse(name, "not_phone")
    return [{"number": number} for number in found.values()]


def _emails(row: _Reader) -> list[dict[str, str]]:
    address = row.text("email")
    return [{"address": address}] if address else []


def _addresses(row: _Reader) -> list[dict[str, Any]]:
    street = row.text("street")
    if street is None:
        return []
    rt, _, rw = (row.text("rt_rw") or "").partition("/")
    place: dict[str, Any] = {
        "street": street,
        "rt": row.text("rt") or rt.strip() or None,
        "rw": row.text("rw") or rw.strip() or None,
    }
    for name in ("village", "district", "regency", "province", "postal_code"):
        place[name] = row.text(name)
    return [{name: value for name, value in place.items() if value}]


def _saving(row: _Reader) -> Record:
    return _account(row, "savings", {"product": vocabulary.product(row.cell("product"))})


def _financing(row: _Reader) -> Record:
    terms = {
        "product": row.text("product"),
        "principal": row.take("principal", cells.rupiah),
        "margin": row.take("margin", cells.rupiah),
        "annual_rate": row.take("annual_rate", cells.number),
        "method": row.take("method", lambda cell: coded(cell, vocabulary.METHODS)),
        "tenor_months": row.take("tenor_months", _whole),
        "first_due_on": row.day("first_due_on", LATEST_DUE),
        "grace_days": row.take("grace_days", _whole),
    }
    return _account(row, "financing", terms)


def _account(row: _Reader, kind: Kind, fields: Mapping[str, Any]) -> Record:
    number, owner = row.text("account_no"), row.text("member_no")
    values = {"account_no": number, "opened_on": row.day("opened_on"), "kind": kind, **fields}
    if owner is None:
        row.refuse("member_no", "missing")
    if number is None:
        row.refuse("account_no", "missing")
    body = row.validated(NewAccount, {"member_id": owner or "", **values})
    return Record(kind, number, owner, body)


def _installment(row: _Reader) -> Record:
    values = {
        "due_on": row.day("due_on", LATEST_DUE),
        "principal": row.take("principal", cells.rupiah),
        "margin": row.take("margin", cells.rupiah),
    }
    owner = row.text("account_no")
    if owner is None:
        row.refuse("account_no", "missing")
    return Record("installments", None, owner, row.validated(NewInstallment, values))


def _transaction(row: _Reader) -> Record:
    values = {
        "type": row.take("type", lambda cell: coded(cell, vocabulary.ENTRY_TYPES)),
        "value_date": row.day("value_date"),
        "amount": row.take("amount", cells.rupiah),
        "note": row.text("note"),
    }
    owner = row.text("account_no")
    if owner is None:
        row.refuse("account_no", "missing")
    document = row.text("document_no")
    body = row.validated(NewTransaction, {**values, "document_no": document})
    return Record("transactions", document, owner, body, document_no=document)


def _whole(cell: Cell) -> int | None:
    value = cells.number(cell)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise Unreadable("not_whole")
    return int(Decimal(value))


_READERS: dict[Kind, Callable[[_Reader], Record]] = {
    "members": _member,
    "savings": _saving,
    "financing": _financing,
    "installments": _installment,
    "transactions": _transaction,
}
