"""What a member, their contacts or an account say, as keyed hashes: whether it is still the same.

Versions rise with every write, also with one that only takes another back.
"""

import json

from accounts.bulk import Account, account_doc
from members.repository import Profile
from shared.aws.vault import fingerprint
from shared.domain.contact_book import Book
from shared.records.contact_records import to_items
from shared.records.search_entries import Card

_TERMS = (
    "product", "status", "closed_on", "grace_days", "principal", "tenor_months", "method",
    "monthly_amount", "due_day", "matures_on",
)  # fmt: skip


def of_member(profile: Profile, card: Card) -> str:
    """But for contacts, and when it was written."""
    said = profile.model_dump(exclude={"nik_encrypted", "created_at", "updated_at"})
    row = {name: value for name, value in card.row.items() if name != "phone"}
    return _of([said, row, card.nik_marks, card.birthday])


def of_book(member_id: str, book: Book) -> str:
    """Contacts and consents."""
    items = to_items(member_id, book)
    return _of([[sk, items[sk].get("doc")] for sk in sorted(items)])


def of_account(account: Account) -> str:
    """What was agreed, and whether it is closed: not what its entries make of it."""
    doc = account_doc(account)
    return _of([doc.get(name) for name in _TERMS])


def _of(said: object) -> str:
    return fingerprint("deed", json.dumps(said, sort_keys=True))
