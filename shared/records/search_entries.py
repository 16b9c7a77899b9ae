"""The entries by which a member is listed and found: pure functions from a card to items.

| pk | sk | found by |
|---|---|---|
| `L#<office>#<status>#<sort>` | value, id | a sorted list; `*` stands for all, `-` for no office |
| `S#<first 2 of a word>` | word, place, shared, name, id | the beginning of a word |
| `P#<first 3 of a word>#<first of another>` | the other, the word, name, id | two words, flat |
| `D#<first 2 of a code>` | code, kind, id | beginning of a member, account or phone number |
| `T#<fingerprint>` | kind, number, id | last 4 digits of a phone or NIK, or a whole NIK |
| `B#<MM-DD>` | id | the birthday, while they are a member |

Each carries the list row as JSON (`row`), so a page is one Query. Only an account's entry is a bare
pointer: it never changes, and the room that writes it need not know the row. `mark` is the keyed
hash (shared/aws/vault.py) under which ends of numbers and NIKs stand.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import permutations, product, takewhile
from typing import Literal

from typing_extensions import TypedDict

from shared.aws.items import Item
from shared.domain.names import code, sort_name, words

Mark = Callable[[str], str]
Sort = Literal["name", "joined_on", "member_no"]
SORTS: tuple[Sort, ...] = ("name", "joined_on", "member_no")
ALL, NO_OFFICE = "*", "-"
WORDS_PAIRED = 4
LEAD_LENGTH = 3
TAIL_LENGTH = 4
MAX_PHONES = 5
_GONE = frozenset({"left", "deceased"})


class Row(TypedDict):
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
    """What a member's entries follow from. `nik_marks` are keyed hashes of the NIK and its tail.

    `birthday` is `MM-DD`.
    """

    row: Row
    phones: tuple[str, ...] = ()
    nik_marks: tuple[str, ...] = ()
    birthday: str | None = None

    def to_doc(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_doc(cls, doc: str) -> "Card":
        raw = json.loads(doc)
        birthday = raw.get("birthday")
        return cls(raw["row"], tuple(raw["phones"]), tuple(raw["nik_marks"]), birthday)


def entries(card: Card, mark: Mark) -> list[Item]:
    """All entries of a member, each with a different key."""
    row = json.dumps(card.row, ensure_ascii=False, separators=(",", ":"))
    keys = [*_list_keys(card.row), *_name_keys(card.row), *_number_keys(card, mark)]
    if card.birthday and card.row["status"] not in _GONE:
        keys.append((birthday_pk(card.birthday), card.row["member_id"]))
    return [{"pk": pk, "sk": sk, "row": row} for pk, sk in dict.fromkeys(keys)]


def account_entry(account_no: str, member_id: str) -> Item:
    """The entry of an account number: a pointer to its member."""
    number = code(account_no)
    return {"pk": f"D#{number[:2]}", "sk": f"{number}#account#{member_id}", "member_id": member_id}


def birthday_pk(birthday: str) -> str:
    """The partition of those born on `MM-DD`."""
    return f"B#{birthday}"


def list_pk(office: str, status: str, sort: Sort) -> str:
    """The partition of a sorted list."""
    return f"L#{office}#{status}#{sort}"


def sort_value(row: Row, sort: Sort) -> str:
    """What a list is sorted by: numbers inside a member number by their size."""
    if sort == "name":
        return sort_name(row["name"])
    if sort == "joined_on":
        return row["joined_on"]
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), row["member_no"].casefold())


def word_keys(row: Row) -> list[tuple[str, str]]:
    """Keys of the single words of a name: `<word>#<place>#<shared>#<name>#<id>`.

    `shared` is how many first letters the word shares with one of the same name that sorts before
    it. A search of more letters than that meets this entry first, so it can tell without the row
    whether it has shown the member already.
    """
    end = f"{sort_name(row['name'])}#{row['member_id']}"
    keys: list[tuple[str, str]] = []
    before: list[str] = []
    for word, place in sorted((w, place) for place, w in enumerate(words(row["name"]))):
        shared = max((_shared_letters(word, other) for other in before), default=0)
        keys.append((f"S#{word[:2]}", f"{word}#{place}#{shared}#{end}"))
        before.append(word)
    return keys


def _shared_letters(word: str, other: str) -> int:
    same = (a == b for a, b in zip(word, other, strict=False))
    return sum(takewhile(bool, same))


def pair_keys(row: Row) -> list[tuple[str, str]]:
    """Keys of the ordered pairs of the first words of a name."""
    end = f"{sort_name(row['name'])}#{row['member_id']}"
    pairs = permutations(words(row["name"])[:WORDS_PAIRED], 2)
    return [(pair_pk(lead, second), f"{second}#{lead}#{end}") for lead, second in pairs]


def pair_pk(lead: str, second: str) -> str:
    """The partition of a pair: `lead` of 3 letters or more when it is a search's."""
    return f"P#{lead[:LEAD_LENGTH]}#{second[:1]}"


def tail_pk(digits: str, mark: Mark) -> str:
    """The partition of the last 4 digits of a number, or of a whole NIK."""
    return f"T#{mark(digits)}"


def nik_marks(nik: str, mark: Mark) -> tuple[str, str]:
    """The marks by which a NIK is found: whole, and its last 4 digits."""
    return mark(nik), mark(nik[-TAIL_LENGTH:])


def _list_keys(row: Row) -> list[tuple[str, str]]:
    offices, statuses = (ALL, row["office"] or NO_OFFICE), (ALL, row["status"])
    return [
        (list_pk(office, status, sort), f"{sort_value(row, sort)}#{row['member_id']}")
        for office, status, sort in product(offices, statuses, SORTS)
    ]


def _name_keys(row: Row) -> list[tuple[str, str]]:
    return word_keys(row) + pair_keys(row)


def _number_keys(card: Card, mark: Mark) -> list[tuple[str, str]]:
    member_id = card.row["member_id"]
    number = code(card.row["member_no"])
    keys = [(f"D#{number[:2]}", f"{number}#no#{member_id}")]
    for phone in card.phones[:MAX_PHONES]:
        keys += [(f"D#{f[:2]}", f"{f}#phone#{member_id}") for f in _phone_forms(phone)]
        keys.append((tail_pk(phone[-TAIL_LENGTH:], mark), f"phone#{phone}#{member_id}"))
    keys += [(f"T#{mark}", f"nik##{member_id}") for mark in card.nik_marks]
    return keys


def _phone_forms(phone: str) -> tuple[str, ...]:
    digits = phone.lstrip("+")
    if not digits.startswith("62"):
        return (digits,)
    return digits, f"0{digits[2:]}", digits[2:]
