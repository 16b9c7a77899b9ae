"""A member's first version and the next ones: what was asked for, as profile, card and writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.aws import write
from shared.aws.vault import decrypt, encrypt, lookup_hash
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Forbidden, Invalid
from shared.records import member_card
from shared.records.cooperative import cooperative
from shared.records.keys.search import NO_OFFICE
from shared.records.search_index.entries import Card, ListRow, nik_hashes

from . import repository, rules
from .models import Profile, StoredMember
from .schemas import MemberChange, NewMember

_OF_ROW = ("member_no", "name", "status", "office", "joined_on")
_OF_PROFILE = ("birth_date", "gender", "occupation")


@dataclass(frozen=True, slots=True)
class Revision:
    """A member's next version beside the one that it replaces; `nik` is in clear."""

    old: StoredMember
    profile: Profile
    card: Card
    nik: str | None

    @property
    def fields(self) -> dict[str, tuple[str | None, str | None]]:
        """(before, after) of the profile's fields that differ, the NIK masked."""
        before, after = self.old.card, self.card
        found = {name: (before.row.get(name), after.row.get(name)) for name in _OF_ROW}
        for name in _OF_PROFILE:
            found[name] = getattr(self.old.profile, name), getattr(self.profile, name)
        differing = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
        if before.nik_marks != after.nik_marks:
            differing["nik"] = before.row["nik_masked"], after.row["nik_masked"]
        return differing  # type: ignore[return-value]

    def writes(self) -> list[write.Write]:
        """The writes of what differs (guards as in repository.save), none where nothing does.

        Other phones alone change the card, and are no new version of the profile.
        """
        if self.fields:
            return repository.save(self.profile, self.card, self.old)
        if self.card != self.old.card:
            return member_card.writes(self.old.card, self.card, self.old.card_version)
        return []

    def writes_with(self, contacts: Sequence[write.Write]) -> list[write.Write]:
        """These writes and those of the member's contacts.

        Where only contacts change, the member must still be there (guard `member`).
        """
        writes = self.writes()
        if contacts and not writes:
            writes = [member_card.exists(self.card.row["member_id"])]
        return [*writes, *contacts]


def accept_new(caller: Caller, new: NewMember, clock: Clock) -> NewMember:
    """The new member with the office that is theirs.

    A Refusal says what the schema cannot know: the office, the dates.
    """
    _check_dates(new.joined_on, new.birth_date, clock.today())
    return new.model_copy(update={"office": _office(caller, new.office)})


def first_version(
    new: NewMember, member_id: str, number: str, now: str, phones: tuple[str, ...] = ()
) -> tuple[Profile, Card]:
    """A new member's profile and card; `phones` are E.164, the primary one first."""
    row = ListRow(
        member_id=member_id,
        member_no=number,
        name=new.name,
        status=new.status,
        office=new.office,
        joined_on=new.joined_on.isoformat(),
        phone=phones[0] if phones else None,
        nik_masked=new.nik and rules.mask_nik(new.nik),
    )
    profile = Profile(
        birth_date=new.birth_date.isoformat() if new.birth_date else None,
        gender=new.gender,
        occupation=new.occupation,
        nik_encrypted=new.nik and encrypt("nik-at-rest", new.nik, member_id),
        created_at=now,
        updated_at=now,
        status=new.status,
        office=new.office,
    )
    hashes = nik_hashes(new.nik, lookup_hash) if new.nik else ()
    return profile, Card(row, phones, hashes, _birthday(profile))


def next_version(
    caller: Caller,
    old: StoredMember,
    wanted: MemberChange,
    clock: Clock,
    phones: tuple[str, ...] | None = None,
) -> Revision:
    """The version with the fields that were sent, and these phones (E.164, the primary first).

    A Refusal says what the schema cannot know: the office, the dates.
    """
    sent = wanted.model_dump(mode="json", exclude_unset=True, exclude={"version"})
    if "office" in sent:
        sent["office"] = _office(caller, wanted.office)
    row: ListRow = {**old.card.row, **_of(sent, ListRow.__annotations__)}  # type: ignore[typeddict-item]
    fields = {**_of(sent, Profile.model_fields), "updated_at": timestamp(clock.now())}
    nik, hashes = nik_of(old), old.card.nik_marks
    if "nik" in sent and sent["nik"] != nik:
        nik = str(sent["nik"]) if sent["nik"] else None
        hashes = nik_hashes(nik, lookup_hash) if nik else ()
        row["nik_masked"] = nik and rules.mask_nik(nik)
        fields["nik_encrypted"] = nik and encrypt("nik-at-rest", nik, row["member_id"])
    if phones is None:
        phones = old.card.phones
    else:
        row["phone"] = phones[0] if phones else None
    profile = old.profile.model_copy(update=fields)
    born = date.fromisoformat(profile.birth_date) if profile.birth_date else None
    _check_dates(date.fromisoformat(row["joined_on"]), born, clock.today())
    return Revision(old, profile, Card(row, phones, hashes, _birthday(profile)), nik)


def restored_version(
    old: StoredMember, before: StoredMember, phones: tuple[str, ...], clock: Clock
) -> Revision:
    """The version that brings back what `before` said, with these phones."""
    row: ListRow = {**before.card.row, "phone": phones[0] if phones else None}
    profile = before.profile.model_copy(update={"updated_at": timestamp(clock.now())})
    card = replace(before.card, row=row, phones=phones)
    return Revision(old, profile, card, nik_of(before))


def next_member_no(joined_on: date, attempt: int) -> str:
    """A number of the sequence, `YYMM.NNNNN`; over imported numbers it leaps by doubling."""
    return f"{joined_on:%y%m}.{repository.next_number(1 << max(0, attempt - 1)):05}"


def nik_of(stored: StoredMember) -> str | None:
    """The NIK in clear, None where the member has none."""
    sealed = stored.profile.nik_encrypted
    return sealed and decrypt("nik-at-rest", sealed, stored.card.row["member_id"])


def _office(caller: Caller, office: str | None) -> str | None:
    if office is None:
        return caller.offices[0] if caller.offices else None
    known = [o.code for o in cooperative().offices]
    if (known and office not in known) or office == NO_OFFICE:
        raise Invalid("office", "unknown_office", office, choices=", ".join(known))
    if not caller.may_see(office):
        raise Forbidden("office", "other_office", office)
    return office


def _check_dates(joined_on: date, birth_date: date | None, today: date) -> None:
    if joined_on > today:
        raise Invalid("joined_on", "in_future", joined_on.isoformat())
    if birth_date and birth_date > today:
        raise Invalid("birth_date", "in_future")
    if birth_date and birth_date > joined_on:
        raise Invalid("joined_on", "order", joined_on.isoformat(), other="birth_date")


def _of(sent: dict[str, object], names: Iterable[str]) -> dict[str, object]:
    return {name: sent[name] for name in names if name in sent}


def _birthday(profile: Profile) -> str | None:
    """`MM-DD` of the birth date."""
    return profile.birth_date and profile.birth_date[len("YYYY-") :]
