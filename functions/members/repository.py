"""The members table: profiles with their cards, guards of unique numbers, counters."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from shared.aws import dynamo, write
from shared.aws.vault import lookup_hash
from shared.kernel.errors import NotFound
from shared.kernel.ids import checked_id
from shared.kernel.settings import settings
from shared.records import member_card
from shared.records.keys import members as keys
from shared.records.search_index.entries import Card

from .models import NOT_COUNTED, Counted, Profile, StoredMember

_AT_ONCE = 100


def _table() -> str:
    return settings().members_table


def load(member_id: str) -> StoredMember:
    """Profile and card in one call, or NotFound."""
    checked_id("member", member_id)
    (stored,) = load_many([member_id])
    if stored is None:
        raise NotFound("member", member_id)
    return stored


def load_many(member_ids: Sequence[str]) -> list[StoredMember | None]:
    """Profiles and cards of up to 50 different members in one call, in the order asked for."""
    wanted = [key for i in member_ids for key in (keys.profile(i), keys.card(i))]
    found = dynamo.batch_get([(_table(), key) for key in wanted])
    return [_stored(*pair) for pair in zip(found[::2], found[1::2], strict=True)]


def _stored(profile: dynamo.Item | None, card: dynamo.Item | None) -> StoredMember | None:
    if profile is None or card is None:
        return None
    return StoredMember(
        profile=Profile.model_validate_json(str(profile["doc"])),
        version=int(profile["v"]),
        card=Card.from_doc(str(card["doc"])),
        card_version=int(card["v"]),
    )


def save(profile: Profile, card: Card, old: StoredMember | None) -> list[write.Write]:
    """The writes of profile, guards, card and entries; refused (guards `profile`, `card`,
    `member_no`, `nik`) where somebody else was faster or a number is taken."""
    pk, sk = keys.profile(card.row["member_id"])
    version = old.version if old else 0
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": version + 1, "doc": profile.model_dump_json()}
    if old:
        put = write.put(_table(), item, version=version, guard="profile")
    else:
        put = write.put(_table(), item, new=True, guard="profile")
    return [
        put,
        *_guard(card, "member_no", _number_of(old.card) if old else None, _number_of(card)),
        *_guard(card, "nik", _nik_of(old.card) if old else None, _nik_of(card)),
        *member_card.writes(old.card if old else None, card, old.card_version if old else 0),
    ]


def delete_writes(old: StoredMember) -> list[write.Write]:
    """The writes that delete a member of this version: profile, guards, card and entries."""
    key = keys.profile(old.card.row["member_id"])
    guards = [keys.guard("member_no", _number_of(old.card))]
    if nik := _nik_of(old.card):
        guards.append(keys.guard("nik", nik))
    return [
        write.delete(_table(), key, only={"v": old.version}, guard="profile"),
        *(write.delete(_table(), guard) for guard in guards),
        *member_card.delete_writes(old.card, old.card_version),
    ]


def _number_of(card: Card) -> str:
    return card.row["member_no"].casefold()


def _nik_of(card: Card) -> str | None:
    return card.nik_marks[0] if card.nik_marks else None


def _guard(card: Card, field: keys.Unique, old: str | None, new: str | None) -> list[write.Write]:
    if old == new:
        return []
    writes = []
    if old:
        writes.append(write.delete(_table(), keys.guard(field, old)))
    if new:
        pk, sk = keys.guard(field, new)
        item: dynamo.Item = {"pk": pk, "sk": sk, "member_id": card.row["member_id"]}
        writes.append(write.put(_table(), item, new=True, guard=field))
    return writes


def ids_by_number(numbers: Iterable[str]) -> dict[str, str]:
    """Members by their folded numbers, of 100 in one call; those that nobody has are absent."""
    return _owners({number: keys.guard("member_no", number) for number in numbers})


def ids_by_nik(niks: Iterable[str]) -> dict[str, str]:
    """Members by NIK, of 100 in one call; those that nobody has are absent."""
    return _owners({nik: keys.guard("nik", lookup_hash(nik)) for nik in niks})


def _owners(guards: dict[str, dynamo.Key]) -> dict[str, str]:
    values = list(guards)
    found: dict[str, str] = {}
    for start in range(0, len(values), _AT_ONCE):
        some = values[start : start + _AT_ONCE]
        items = dynamo.batch_get([(_table(), guards[value]) for value in some])
        found |= {v: str(i["member_id"]) for v, i in zip(some, items, strict=True) if i}
    return found


def next_number(step: int) -> int:
    """A number of the sequence behind given-out member numbers; it may leave gaps."""
    return dynamo.increment(_table(), keys.MEMBER_NO_SEQUENCE, by=step)


def counts() -> list[tuple[str, str, int]]:
    """(office or -, status, number of members), summed over the parts of each counter."""
    sums: Counter[tuple[str, str]] = Counter()
    for item in dynamo.query(_table(), keys.COUNTS):
        sums[keys.office_and_status(str(item["sk"]))] += int(item["n"])
    return [(office, status, number) for (office, status), number in sums.items()]


def counted(member_ids: Sequence[str]) -> list[Counted]:
    """As what members (up to 100 different ones) are counted now, in one call."""
    found = dynamo.batch_get([(_table(), keys.counted(one)) for one in member_ids])
    return [
        Counted(int(item["v"]), str(item["counter"])) if item else NOT_COUNTED for item in found
    ]


def count(changes: Mapping[str, tuple[Counted, Counted]], part: int) -> list[write.Write]:
    """The writes that count members (before, after) anew and move the counters by what that comes
    to; each refused (guard `counted`) where another run was at its member meanwhile.

    `part` is which part of the counters is written: several may be at work at once.
    """
    moves: Counter[str] = Counter()
    writes = []
    for member_id, (before, after) in changes.items():
        writes.append(_counted(member_id, before, after))
        moves.update({before.counter: -1} if before.counter else {})
        moves.update({after.counter: 1} if after.counter else {})
    return writes + [
        write.update(_table(), (keys.COUNTS, keys.counter_part(counter, part)), add={"n": by})
        for counter, by in sorted(moves.items())
        if by
    ]


def _counted(member_id: str, before: Counted, after: Counted) -> write.Write:
    pk, sk = keys.counted(member_id)
    if after.counter is None:
        return write.delete(_table(), (pk, sk), only={"v": before.version}, guard="counted")
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": after.version, "counter": after.counter}
    if before.counter is None:
        return write.put(_table(), item, new=True, guard="counted")
    return write.put(_table(), item, version=before.version, guard="counted")
