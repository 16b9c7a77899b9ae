"""One factory a noun."""

from typing import Any

from shared.records.search_index.entries import Card, ListRow

MEMBER_ID = "01JB0000000000000000000001"


def row(name: str = "Siti Rahmawati", **changes: Any) -> ListRow:
    """A list row."""
    values = {
        "member_id": MEMBER_ID,
        "member_no": "2001.00001",
        "name": name,
        "status": "active",
        "office": "PST",
        "joined_on": "2020-01-15",
        "phone": None,
        "nik_masked": None,
    }
    return ListRow(**{**values, **changes})  # type: ignore[typeddict-item]


def card(name: str = "Siti Rahmawati", **changes: Any) -> Card:
    """A card with that row; the other fields of a card go there."""
    own = {field: changes.pop(field) for field in Card.__slots__ if field in changes}
    return Card(row(name, **changes), **own)


def plain_hash(digits: str) -> str:
    """A lookup hash that needs no key."""
    return f"hash-{digits}"
