"""Rows that are attached to those of members and accounts: contacts, consents, pauses."""

from collections.abc import Mapping

from arrears.schemas import NewPause
from contacts.bulk import ContactCard, KeptConsents
from interchange import cells, vocabulary
from interchange.cells import Cell
from interchange.vocabulary import coded
from shared.domain.phones import e164
from shared.kernel.errors import Invalid

from .row_reader import LATEST_DUE, Record, RowReader


def contact(row: RowReader) -> Record:
    """A phone, an e-mail or an address, as a ContactCard that holds nothing else."""
    owner, written = row.required("member_no"), row.required("contact")
    kind = row.take("contact_type", lambda cell: coded(cell, vocabulary.CONTACTS))
    said = _given({"label": row.text("label"), "primary": row.take("primary", _yes)})
    card: dict[str, object] = {}
    match kind:
        case "phone":
            card["phones"] = [{**said, "number": _phone(row)}]
        case "email":
            card["emails"] = [{**said, "address": written}]
        case "address":
            card["addresses"] = [{**said, **address_place(row), "street": written}]
        case _:
            row.required("contact_type")
    body = row.validated(ContactCard, card) if written else {}
    return Record("contacts", None, owner, body)


def consent(row: RowReader) -> Record:
    """What a member said of a channel, as KeptConsents that hold nothing else."""
    channel = row.take("channel", lambda cell: coded(cell, vocabulary.CHANNELS))
    said = {
        "granted": row.take("granted", _yes),
        "at": row.text("at"),
        "by": row.text("by"),
        "source": row.text("source"),
        "note": cells.note(row.cell("note")),
    }
    owner = row.required("member_no")
    if channel is None:
        row.required("channel")
        return Record("consents", None, owner)
    body = row.validated(KeptConsents, {channel: _given(said)})
    return Record("consents", None, owner, body)


def pause(row: RowReader) -> Record:
    """Days that do not count as late."""
    owner = row.required("account_no")
    span = {"start_on": row.day("start_on", LATEST_DUE), "end_on": row.day("end_on", LATEST_DUE)}
    return Record("pauses", None, owner, row.validated(NewPause, span))


def address_place(row: RowReader) -> dict[str, str]:
    """Where a street is."""
    rt, _, rw = (row.text("rt_rw") or "").partition("/")
    found = {
        "rt": row.text("rt") or rt.strip(),
        "rw": row.text("rw") or rw.strip(),
    }
    for name in ("village", "district", "regency", "province", "postal_code"):
        found[name] = row.text(name) or ""
    return {name: value for name, value in found.items() if value}


def _phone(row: RowReader) -> str | None:
    number = row.take("contact", cells.phone)
    try:
        e164(number or "")
    except Invalid:
        row.refuse("contact", "not_phone")
    return number


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _yes(cell: Cell) -> bool | None:
    said = coded(cell, vocabulary.ANSWERS)
    return None if said is None else said == "yes"
