"""Corrections of headings and of kinds of tables, made in one import for all imports to come."""

from hashlib import sha256
from typing import Literal

from pydantic import BaseModel

from imports.reading.headings import HeadingCorrections
from interchange.tables import ImportKind
from interchange.vocabulary import folded
from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records.keys import imports as keys

_LONGEST = 300


class Correction(BaseModel, frozen=True):
    """Of a column: in tables of this kind the heading holds `field` (None: it is not read). Of a
    table: one with these headings is of this kind; its id is their signature."""

    correction_id: str
    of: Literal["column", "table"]
    kind: ImportKind
    heading: str
    field: str | None
    created_at: str
    created_by: str


def of_table(signature: str, kind: ImportKind, headings: str, at: str, by: str) -> Correction:
    """Tables with this signature are of this kind."""
    return Correction(
        correction_id=signature,
        of="table",
        kind=kind,
        heading=headings[:_LONGEST],
        field=None,
        created_at=at,
        created_by=by,
    )


def of_column(kind: ImportKind, heading: str, field: str | None, at: str, by: str) -> Correction:
    """In tables of this kind the heading holds this field, in place of what was said before."""
    return Correction(
        correction_id=sha256(f"{kind}#{folded(heading)}".encode()).hexdigest()[:32],
        of="column",
        kind=kind,
        heading=heading,
        field=field,
        created_at=at,
        created_by=by,
    )


def save(correction: Correction) -> write.Write:
    """The write of a correction, over an earlier one of the same."""
    doc = correction.model_dump_json()
    pk, sk = keys.correction(correction.correction_id)
    item: dynamo.Item = {"pk": pk, "sk": sk, "doc": doc}
    return write.put(settings().imports_table, item)


def delete(correction_id: str) -> write.Write:
    """The removal of a correction (guard `correction` where there is none)."""
    key = keys.correction(correction_id)
    return write.delete(settings().imports_table, key, exists=True, guard="correction")


def load_page(limit: int | None = None, after: str | None = None) -> list[Correction]:
    """Corrections in the order of their ids."""
    items = dynamo.query(settings().imports_table, keys.CORRECTIONS, limit=limit, after=after)
    return [Correction.model_validate_json(str(item["doc"])) for item in items]


def load_all() -> HeadingCorrections:
    """All corrections, as headings are read by them."""
    corrections = load_page()
    return HeadingCorrections(
        {(c.kind, folded(c.heading)): c.field for c in corrections if c.of == "column"},
        {c.correction_id: c.kind for c in corrections if c.of == "table"},
    )
