"""The entries of a member in the search index, made from the member's card. Pure."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import permutations, product, takewhile

from typing_extensions import TypedDict

from shared.aws.items import Item, Key
from shared.domain.names import code, sort_name, words
from shared.records.keys import search as keys
from shared.records.keys.search import ALL, NO_OFFICE, Sort

LookupHash = Callable[[str], str]
"""The keyed hash of digits (shared/aws/vault.py) under which NIKs and ends of numbers are found."""

SORTS: tuple[Sort, ...] = ("name", "joined_on", "member_no")
WORDS_PAIRED = 4
ENDING_LENGTH = 4
MAX_PHONES = 5
_NO_LONGER_MEMBERS = frozenset({"left", "deceased"})


class ListRow(TypedDict):
    """A member as lists show them (docs/api.md)."""

    member_id: str
    member_no: str
    name: str
    status: str
    office: str | None
    joined_on: str
    phone: str | None
    nik_masked: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """The data of a member from which its entries are made.

    `phones` are E.164, the primary one first; `nik_marks` are the lookup hashes of the NIK and of
    its last 4 digits; `birthday` is `MM-DD`. `in_search_table`: the entries lie there, and not
    where they lay until 0.2.0, in the members table.
    """

    row: ListRow
    phones: tuple[str, ...] = ()
    nik_marks: tuple[str, ...] = ()
    birthday: str | None = None
    in_search_table: bool = field(default=True, compare=False)

    @property
    def has_left(self) -> bool:
        """Whether it is of somebody who is no member any more: who left, or died."""
        return self.row["status"] in _NO_LONGER_MEMBERS

    def to_doc(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_doc(cls, doc: str) -> "Card":
        raw = json.loads(doc)
        return cls(
            row=raw["row"],
            phones=tuple(raw["phones"]),
            nik_marks=tuple(raw["nik_marks"]),
            birthday=raw.get("birthday"),
            in_search_table=raw.get("in_search_table", False),
        )


def entries(card: Card, lookup_hash: LookupHash) -> list[Item]:
    """All entries of a member, each with a different key."""
    row = json.dumps(card.row, ensure_ascii=False, separators=(",", ":"))
    found = [*_list_keys(card.row), *_name_keys(card.row), *_number_keys(card, lookup_hash)]
    if card.birthday and not card.has_left:
        found.append((keys.birthday_partition(card.birthday), card.row["member_id"]))
    return [{"pk": pk, "sk": sk, "row": row} for pk, sk in dict.fromkeys(found)]


def account_entry(account_no: str, member_id: str) -> Item:
    """The entry of an account number: a pointer to its member, which never changes."""
    pk, sk = keys.code(code(account_no), "account", member_id)
    return {"pk": pk, "sk": sk, "member_id": member_id}


def nik_hashes(nik: str, lookup_hash: LookupHash) -> tuple[str, str]:
    """The hashes under which a NIK is found: whole, and by its last 4 digits."""
    return lookup_hash(nik), lookup_hash(nik[-ENDING_LENGTH:])


def sort_value(row: ListRow, sort: Sort) -> str:
    """The value by which a list is sorted; digits in a member number sort by their size."""
    if sort == "name":
        return sort_name(row["name"])
    if sort == "joined_on":
        return row["joined_on"]
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), row["member_no"].casefold())


def word_keys(row: ListRow) -> list[Key]:
    """Keys of the single words of a name.

    Each says how many first letters the word shares with one of the same name that sorts before
    it. A search of more letters than that meets this entry first, so it can tell without the row
    whether it has shown the member already.
    """
    end = _end(row)
    found: list[Key] = []
    before: list[str] = []
    for word, position in sorted((w, position) for position, w in enumerate(words(row["name"]))):
        shared = max((_shared_letters(word, other) for other in before), default=0)
        found.append(keys.word(word, position, shared, end))
        before.append(word)
    return found


def pair_keys(row: ListRow) -> list[Key]:
    """Keys of the ordered pairs of the first words of a name."""
    end = _end(row)
    pairs = permutations(words(row["name"])[:WORDS_PAIRED], 2)
    return [keys.pair(lead, second, end) for lead, second in pairs]


def _end(row: ListRow) -> str:
    return f"{sort_name(row['name'])}#{row['member_id']}"


def _shared_letters(word: str, other: str) -> int:
    same = (a == b for a, b in zip(word, other, strict=False))
    return sum(takewhile(bool, same))


def _list_keys(row: ListRow) -> list[Key]:
    offices, statuses = (ALL, row["office"] or NO_OFFICE), (ALL, row["status"])
    return [
        (keys.list_partition(office, status, sort), f"{sort_value(row, sort)}#{row['member_id']}")
        for office, status, sort in product(offices, statuses, SORTS)
    ]


def _name_keys(row: ListRow) -> list[Key]:
    return word_keys(row) + pair_keys(row)


def _number_keys(card: Card, lookup_hash: LookupHash) -> list[Key]:
    member_id = card.row["member_id"]
    found = [keys.code(code(card.row["member_no"]), "no", member_id)]
    for phone in card.phones[:MAX_PHONES]:
        found += [keys.code(form, "phone", member_id) for form in _phone_forms(phone)]
        found.append(keys.phone_ending(lookup_hash(phone[-ENDING_LENGTH:]), phone, member_id))
    found += [keys.nik(hashed, member_id) for hashed in card.nik_marks]
    return found


def _phone_forms(phone: str) -> tuple[str, ...]:
    digits = phone.lstrip("+")
    if not digits.startswith("62"):
        return (digits,)
    return digits, f"0{digits[2:]}", digits[2:]
