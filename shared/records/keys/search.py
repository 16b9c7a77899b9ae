"""The keys of the search table, by which members are listed and found. Pure.

| partition | sort key | finds |
|---|---|---|
| `L#<office>#<status>#<sort>` | value, id | a sorted list; `*` stands for all, `-` for no office |
| `S#<first 2 of a word>` | word, position, shared, name, id | the beginning of a word |
| `P#<first 3 of a word>#<first of another>` | the other, the word, name, id | two words, flat |
| `D#<first 2 of a code>` | code, kind, id | beginning of a member, account or phone number |
| `T#<hash>` | kind, number, id | last 4 digits of a phone or NIK, or a whole NIK |
| `B#<MM-DD>` | id | the birthday, while they are a member |

The parts of a sort key are separated by `#`; the last one is always the member's id.

Until 0.2.0 the members table had them, under the same keys.
"""

from typing import Literal

from shared.aws.items import Key

ALL, NO_OFFICE = "*", "-"
LEAD_LENGTH = 3

_ENTRIES = ("L#", "S#", "P#", "D#", "T#", "B#")

Sort = Literal["name", "joined_on", "member_no"]
CodeKind = Literal["no", "account", "phone"]


def is_entry(pk: str) -> bool:
    """Whether a partition, of the members table too, has entries of the search index."""
    return pk.startswith(_ENTRIES)


def list_partition(office: str, status: str, sort: Sort) -> str:
    """A sorted list of an office (or ALL, NO_OFFICE) and a status (or ALL)."""
    return f"L#{office}#{status}#{sort}"


def word_partition(word: str) -> str:
    """The words that begin with the same two letters."""
    return f"S#{word[:2]}"


def word(word: str, position: int, shared: int, end: str) -> Key:
    """A word at a position of a name; `shared` is what shared_letters says of it."""
    return word_partition(word), f"{word}#{position}#{shared}#{end}"


def shared_letters(sort_key: str) -> int:
    """How many first letters a word shares with one of the same name that sorts before it."""
    return int(sort_key.split("#")[2])


def pair_partition(lead: str, second: str) -> str:
    """The pairs of words like these two; a search's `lead` has LEAD_LENGTH letters or more."""
    return f"P#{lead[:LEAD_LENGTH]}#{second[:1]}"


def pair(lead: str, second: str, end: str) -> Key:
    """Two words of a name, found by the beginning of `second`."""
    return pair_partition(lead, second), f"{second}#{lead}#{end}"


def lead_of(sort_key: str) -> str:
    """The lead word of a pair."""
    return sort_key.split("#")[1]


def code_partition(code: str) -> str:
    """The codes (letters and digits only) that begin with the same two characters."""
    return f"D#{code[:2]}"


def code(code: str, kind: CodeKind, member_id: str) -> Key:
    """A member number, an account number or a phone number in one of its forms."""
    return code_partition(code), f"{code}#{kind}#{member_id}"


def hash_partition(hashed: str) -> str:
    """What has this lookup hash (shared/aws/vault.py)."""
    return f"T#{hashed}"


def phone_ending(hashed: str, number: str, member_id: str) -> Key:
    """A phone (E.164), found by the hash of its last digits."""
    return hash_partition(hashed), f"phone#{number}#{member_id}"


def nik(hashed: str, member_id: str) -> Key:
    """A NIK, found by its hash or by that of its last digits."""
    return hash_partition(hashed), f"nik##{member_id}"


def hashed_number(sort_key: str) -> str | None:
    """The phone (E.164) of an entry that is found by a hash; None where it is a NIK."""
    kind, number, _ = sort_key.split("#")
    return number if kind == "phone" else None


def birthday_partition(birthday: str) -> str:
    """Those who were born on `MM-DD`."""
    return f"B#{birthday}"


def member_of(sort_key: str) -> str:
    """The member whose entry this is."""
    return sort_key.rpartition("#")[2]
