"""The members table: profiles, guards, lists and search entries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from pydantic import BaseModel

from shared.aws import dynamo, write
from shared.kernel.errors import NotFound
from shared.kernel.ids import known_id
from shared.kernel.settings import settings
from shared.records import member_card
from shared.records.keys.partitions import partition
from shared.records.search_entries import Card, Row

_SEQUENCE: dynamo.Key = ("SEQUENCE", "MEMBER_NO")
_COUNTS = "COUNTS"


class Profile(BaseModel, frozen=True):
    """A member as stored: dates as text, the NIK encrypted (context: the member's id)."""

    birth_date: str | None
    gender: str | None
    occupation: str | None
    nik_encrypted: str | None
    created_at: str
    updated_at: str
    status: str
    office: str | None


class Stored(BaseModel, frozen=True):
    """A profile with its card, and their versions."""

    profile: Profile
    version: int
    card: Card
    card_version: int


def _table() -> str:
    return settings().members_table


def _profile_key(member_id: str) -> dynamo.Key:
    return partition(member_id), member_card.PROFILE


def load(member_id: str) -> Stored:
    """Profile and card in one call, or NotFound."""
    known_id("member", member_id)
    (stored,) = load_many([member_id])
    if stored is None:
        raise NotFound("member", member_id)
    return stored


def load_many(member_ids: Sequence[str]) -> list[Stored | None]:
    """Profiles and cards of up to 50 different members in one call, in the order asked for."""
    keys = [key for i in member_ids for key in (_profile_key(i), member_card.card_key(i))]
    found = dynamo.batch_get([(_table(), key) for key in keys])
    return [_stored(*pair) for pair in zip(found[::2], found[1::2], strict=True)]


def _stored(profile: dynamo.Item | None, card: dynamo.Item | None) -> Stored | None:
    if profile is None or card is None:
        return None
    return Stored(
        profile=Profile.model_validate_json(str(profile["doc"])),
        version=int(profile["v"]),
        card=Card.from_doc(str(card["doc"])),
        card_version=int(card["v"]),
    )


def save(profile: Profile, card: Card, old: Stored | None) -> list[write.Write]:
    """The writes of profile, guards, card and entries; refused (guards `profile`, `card`,
    `member_no`, `nik`) where somebody else was faster or a number is taken."""
    pk, sk = _profile_key(card.row["member_id"])
    version = old.version if old else 0
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": version + 1, "doc": profile.model_dump_json()}
    if old:
        own = write.put(_table(), item, version=version, guard="profile")
    else:
        own = write.put(_table(), item, new=True, guard="profile")
    return [
        own,
        *_guard(card, "member_no", _number_of(old.card) if old else None, _number_of(card)),
        *_guard(card, "nik", _nik_of(old.card) if old else None, _nik_of(card)),
        *member_card.writes(old.card if old else None, card, old.card_version if old else 0),
    ]


def gone(old: Stored) -> list[write.Write]:
    """The writes that delete a member of this version: profile, guards, card and entries."""
    key = _profile_key(old.card.row["member_id"])
    guards = {"member_no": _number_of(old.card), "nik": _nik_of(old.card)}
    return [
        write.delete(_table(), key, only={"v": old.version}, guard="profile"),
        *(write.delete(_table(), (f"U#{f}#{value}", "U")) for f, value in guards.items() if value),
        *member_card.gone(old.card, old.card_version),
    ]


def _number_of(card: Card) -> str:
    return card.row["member_no"].casefold()


def _nik_of(card: Card) -> str | None:
    return card.nik_marks[0] if card.nik_marks else None


def _guard(card: Card, field: str, old: str | None, new: str | None) -> list[write.Write]:
    if old == new:
        return []
    writes = []
    if old:
        writes.append(write.delete(_table(), (f"U#{field}#{old}", "U")))
    if new:
        owner = card.row["member_id"]
        item: dynamo.Item = {"pk": f"U#{field}#{new}", "sk": "U", "member_id": owner}
        writes.append(write.put(_table(), item, new=True, guard=field))
    return writes


def next_number(step: int) -> int:
    """A number of the sequence behind given-out member numbers; it may leave gaps."""
    return dynamo.increment(_table(), _SEQUENCE, by=step)


@dataclass(frozen=True, slots=True)
class Entry:
    """A list or search entry: its place and its member's row, as JSON until somebody looks."""

    sk: str
    text: str

    @property
    def member_id(self) -> str:
        return self.sk.rpartition("#")[2]

    def row(self) -> Row:
        return cast(Row, json.loads(self.text))


def listed(pk: str, *, limit: int, after: str | None, descending: bool) -> list[Entry]:
    """A page of a sorted list."""
    items = dynamo.query(_table(), pk, limit=limit, after=after, descending=descending)
    return [Entry(str(item["sk"]), str(item["row"])) for item in items]


def search(pk: str, prefix: str, *, limit: int, after: str | None) -> list[Entry]:
    """A page of search entries; the rows behind pointers are fetched in one more call."""
    where = dynamo.Prefix(prefix) if prefix else None
    items = dynamo.query(_table(), pk, where, limit=limit, after=after)
    pointed = _rows_of({str(item["member_id"]) for item in items if "member_id" in item})
    return [
        Entry(str(item["sk"]), str(item.get("row") or pointed[str(item["member_id"])]))
        for item in items
    ]


def _rows_of(member_ids: set[str]) -> dict[str, str]:
    keys = [(_table(), member_card.card_key(member_id)) for member_id in sorted(member_ids)]
    found = dynamo.batch_get(keys) if keys else []
    rows = (Card.from_doc(str(item["doc"])).row for item in found if item)
    return {row["member_id"]: json.dumps(row, ensure_ascii=False) for row in rows}


def counts() -> list[tuple[str, str, int]]:
    """(office or -, status, number of members)."""
    items = dynamo.query(_table(), _COUNTS)
    return [(*str(i["sk"]).split("#"), int(i["n"])) for i in items]  # type: ignore[misc]


def counted(member_id: str) -> tuple[int, str | None]:
    """(version, counter) as which a member is counted now; (0, None) before the first time."""
    item = dynamo.get(_table(), (partition(member_id), "COUNTED"))
    return (int(item["v"]), str(item["counter"])) if item else (0, None)


def count(member_id: str, seen: int, old: str | None, version: int, new: str) -> list[write.Write]:
    """The writes that count a member anew, refused where another run has done so since `seen`."""
    item: dynamo.Item = {
        "pk": partition(member_id),
        "sk": "COUNTED",
        "v": version,
        "counter": new,
    }
    if old:
        own = write.put(_table(), item, version=seen, guard="counted")
    else:
        own = write.put(_table(), item, new=True, guard="counted")
    if old == new:
        return [own]
    changes = [(old, -1), (new, 1)] if old else [(new, 1)]
    return [own, *(write.update(_table(), (_COUNTS, c), add={"n": by}) for c, by in changes)]


def uncount(member_id: str, seen: int, counter: str) -> list[write.Write]:
    """The writes that no longer count a member, refused where another run was at it since."""
    key = (partition(member_id), "COUNTED")
    return [
        write.delete(_table(), key, only={"v": seen}, guard="counted"),
        write.update(_table(), (_COUNTS, counter), add={"n": -1}),
    ]
