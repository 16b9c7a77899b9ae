"""Keyed hashes of a member, their contacts or an account: whether they still are as written.

Versions would not tell: they rise with every write, also with one that only reverts another.
"""

import json
from typing import Final

from accounts.bulk import Account, account_doc
from members.bulk import Profile
from shared.aws.vault import fingerprint
from shared.domain.contact_book import Book
from shared.records.contact_records import to_items
from shared.records.search_index.entries import Card

_PURPOSE: Final = "deed"
"""Part of every hash that is stored: it never changes."""
_TERMS = (
    "product", "status", "closed_on", "grace_days", "principal", "tenor_months", "method",
    "monthly_amount", "due_day", "matures_on",
)  # fmt: skip


def of_member(profile: Profile, card: Card) -> str:
    """Of a member, but for contacts and for when it was written."""
    contents = profile.model_dump(exclude={"nik_encrypted", "created_at", "updated_at"})
    row = {name: value for name, value in card.row.items() if name != "phone"}
    return _of([contents, row, card.nik_marks, card.birthday])


def of_book(member_id: str, book: Book) -> str:
    """Of contacts and consents."""
    items = to_items(member_id, book)
    return _of([[sk, items[sk].get("doc")] for sk in sorted(items)])


def of_account(account: Account) -> str:
    """Of what was agreed on an account, and whether it is closed: not of its entries."""
    doc = account_doc(account)
    return _of([doc.get(name) for name in _TERMS])


def _of(contents: object) -> str:
    return fingerprint(_PURPOSE, json.dumps(contents, sort_keys=True))
