"""A row of a table as a record, or all that is wrong with it.

The rooms' own schemas judge the values, so a file is held to the same rules as the API. Nothing is
read from the tables here.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.bulk import Closing, KeptEntry, NewAccount, NewInstallment, NewTransaction
from contacts.bulk import ContactCard
from interchange import cells, vocabulary
from interchange.cells import Cell, Unreadable
from interchange.tables import ImportKind
from interchange.vocabulary import coded
from members.bulk import NewMember
from shared.domain.phones import e164
from shared.kernel.errors import FieldError, Invalid
from shared.kernel.money import rupiah

from .headings import Heading
from .part_records import address_place, consent, contact, pause
from .row_reader import LATEST_DUE, Record, RowReader

_NUMBERS = {
    "members": ("member_no", "name"),
    "contacts": ("member_no", "member_no"),
    "consents": ("member_no", "member_no"),
}


def read(heading: Heading, row: Sequence[Cell], today: date) -> Record | list[FieldError]:
    """The record of a row, or what is wrong with it, field by field."""
    reader = RowReader(heading, row, today)
    record = _READERS[heading.kind](reader)
    return reader.errors or record


def is_passed_over(heading: Heading, row: Sequence[Cell]) -> bool:
    """A line of totals, or the heading again (a new page)."""
    number, key = _NUMBERS.get(heading.kind, ("account_no", "account_no"))
    named = _at(heading, row, number)
    if (named is None or vocabulary.is_total((named,))) and vocabulary.is_total(tuple(row)):
        return True
    shown = named if key == number else _at(heading, row, key)
    if key not in heading.columns or shown != heading.titles[heading.columns[key]]:
        return False
    titles = tuple(cells.text(cell) or "" for cell in row)
    return titles[: len(heading.titles)] == heading.titles[: len(titles)]


def _at(heading: Heading, row: Sequence[Cell], name: str) -> str | None:
    column = heading.columns.get(name)
    return cells.text(row[column]) if column is not None and column < len(row) else None


def _member(row: RowReader) -> Record:
    status = row.take("status", lambda cell: coded(cell, vocabulary.STATUSES))
    new = row.validated(
        NewMember,
        {
            "member_no": row.text("member_no"),
            "name": row.text("name"),
            "nik": row.take("nik", cells.nik),
            "gender": row.take("gender", lambda cell: coded(cell, vocabulary.GENDERS)),
            "birth_date": row.day_of_birth("birth_date"),
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


def _phones(row: RowReader) -> list[dict[str, str]]:
    found: dict[str, None] = {}
    for name in ("phone", "phone_2"):
        number = row.take(name, cells.phone)
        if number is None:
            continue
        try:
            found[e164(number)] = None
        except Invalid:
            row.refuse(name, "not_phone")
    return [{"number": number} for number in found]


def _emails(row: RowReader) -> list[dict[str, str]]:
    address = row.text("email")
    return [{"address": address}] if address else []


def _addresses(row: RowReader) -> list[dict[str, Any]]:
    street = row.text("street")
    if street is None:
        return []
    return [{"street": street, **address_place(row)}]


def _saving(row: RowReader) -> Record:
    terms = {
        "product": vocabulary.product(row.cell("product")),
        "monthly_amount": row.take("monthly_amount", cells.rupiah),
        "due_day": row.take("due_day", _whole),
        "tenor_months": row.take("tenor_months", _whole),
        "matures_on": row.day("matures_on", LATEST_DUE),
    }
    return _account(row, "savings", terms)


def _financing(row: RowReader) -> Record:
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


def _account(row: RowReader, kind: ImportKind, fields: Mapping[str, Any]) -> Record:
    number, owner = row.required("account_no"), row.required("member_no")
    values = {"account_no": number, "opened_on": row.day("opened_on"), "kind": kind, **fields}
    body = row.validated(NewAccount, {"member_id": owner or "", **values})
    closed_on = row.day("closed_on")
    if closed_on is not None:
        ended = {"closed_on": closed_on, "reason": cells.note(row.cell("closed_reason"))}
        body["closing"] = row.validated(Closing, ended)
    return Record(kind, number, owner, body)


def _installment(row: RowReader) -> Record:
    values = {
        "due_on": row.day("due_on", LATEST_DUE),
        "principal": row.take("principal", cells.rupiah),
        "margin": row.take("margin", cells.rupiah),
    }
    owner = row.required("account_no")
    return Record("installments", None, owner, row.validated(NewInstallment, values))


def _transaction(row: RowReader) -> Record:
    kept_as = row.text("transaction_id")
    types = vocabulary.KEPT_TYPES if kept_as else vocabulary.ENTRY_TYPES
    owner, document = row.required("account_no"), row.text("document_no")
    values: dict[str, Any] = {
        "type": row.take("type", lambda cell: coded(cell, types)),
        "value_date": row.day("value_date"),
        "amount": row.take("amount", cells.rupiah),
        "note": cells.note(row.cell("note")),
        "document_no": document,
    }
    parts = {part: row.take(part, cells.rupiah) for part in ("principal", "margin", "penalty")}
    if named := {part: amount for part, amount in parts.items() if amount}:
        values["parts"] = named
        if sum(named.values()) != values["amount"]:
            row.refuse("amount", "parts_sum", sum=rupiah(sum(named.values())))
    if kept_as is None:
        body = row.validated(NewTransaction, values)
        return Record("transactions", document, owner, body, document_no=document)
    ids = {
        "transaction_id": kept_as,
        "reverses": row.text("reverses"),
        "together_with": row.text("together_with"),
    }
    body = row.validated(KeptEntry, {**values, **ids})
    return Record("transactions", kept_as, owner, body, document_no=kept_as)


def _whole(cell: Cell) -> int | None:
    value = cells.number(cell)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise Unreadable("not_whole")
    return int(Decimal(value))


_READERS: dict[ImportKind, Callable[[RowReader], Record]] = {
    "members": _member,
    "contacts": contact,
    "consents": consent,
    "savings": _saving,
    "financing": _financing,
    "installments": _installment,
    "pauses": pause,
    "transactions": _transaction,
}
