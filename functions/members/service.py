"""Use cases of the members room."""

from collections.abc import Iterable
from datetime import date

from shared import dynamo, member_card
from shared.audit import audit
from shared.clock import Clock, timestamp
from shared.cooperative import cooperative
from shared.errors import Conflict, Forbidden, Invalid
from shared.idempotency import Once
from shared.identity import Caller
from shared.ids import new_id
from shared.messages import Language, say
from shared.search_entries import NO_OFFICE, Card, Row, nik_marks
from shared.vault import decrypt, encrypt, mark

from . import repository, rules
from .repository import Profile, Stored
from .schemas import MemberChange, NewMember

_NUMBERS_TRIED = 16


def create(
    caller: Caller, new: NewMember, once: Once, clock: Clock, language: Language
) -> dict[str, object]:
    """Create a member with its guards and entries in one transaction, and answer it whole."""
    fresh = accepted(caller, new, clock)
    member_id, now = new_id(), timestamp(clock.now())

    def work() -> dict[str, object]:
        for attempt in range(_NUMBERS_TRIED):
            number = new.member_no or given_out(new.joined_on, attempt)
            profile, card = built(fresh, member_id, number, now)
            answer = _whole(profile, card.row, 1, _warnings(new.nik, profile, language))
            try:
                dynamo.transact(
                    [
                        *repository.save(profile, card, None),
                        audit(caller, clock.now(), "member.create", f"member:{member_id}"),
                        *once.record(answer),
                    ]
                )
            except dynamo.ConditionFailed as failed:
                if failed.guards == ("member_no",) and new.member_no is None:
                    continue
                raise _taken(failed, new.member_no, new.nik) from failed
            return answer
        raise Conflict("member_no", "busy")

    return once.do(work)


def accepted(caller: Caller, new: NewMember, clock: Clock) -> NewMember:
    """The member with the office that is theirs, or the refusal of what only we can judge."""
    _check_dates(new.joined_on, new.birth_date, clock.today())
    return new.model_copy(update={"office": _office(caller, new.office)})


def built(
    new: NewMember, member_id: str, number: str, now: str, phones: tuple[str, ...] = ()
) -> tuple[Profile, Card]:
    """A new member's profile and card; `phones` are E.164, the primary one first."""
    row = Row(
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
    marks = nik_marks(new.nik, mark) if new.nik else ()
    return profile, Card(row, phones, marks, _birthday(profile))


def change(
    caller: Caller, member_id: str, wanted: MemberChange, clock: Clock, language: Language
) -> dict[str, object]:
    """Change the fields that were sent; Conflict where somebody else was faster."""
    old = _visible(caller, member_id)
    if wanted.version not in {None, old.version}:
        raise member_card.lost_race()
    sent = wanted.model_dump(mode="json", exclude_unset=True, exclude={"version"})
    if "office" in sent:
        sent["office"] = _office(caller, wanted.office)
    row, profile, nik = _changed(old, sent, member_id, timestamp(clock.now()))
    born = date.fromisoformat(profile.birth_date) if profile.birth_date else None
    _check_dates(date.fromisoformat(row["joined_on"]), born, clock.today())
    marks = (nik_marks(nik, mark) if nik else ()) if "nik" in sent else old.card.nik_marks
    card = Card(row, old.card.phones, marks, _birthday(profile))
    warnings = _warnings(nik, profile, language)
    if row == old.card.row and profile.model_copy(
        update={"updated_at": old.profile.updated_at}
    ) == old.profile.model_copy(update={"nik_encrypted": profile.nik_encrypted}):
        return _whole(old.profile, row, old.version, warnings)
    try:
        dynamo.transact(
            [
                *repository.save(profile, card, old),
                audit(
                    caller,
                    clock.now(),
                    "member.change",
                    f"member:{member_id}",
                    fields=sorted(sent),
                ),
            ]
        )
    except dynamo.ConditionFailed as failed:
        raise _taken(failed, row["member_no"], nik) from failed
    return _whole(profile, row, old.version + 1, warnings)


def open_profile(
    caller: Caller, member_id: str, clock: Clock, language: Language
) -> dict[str, object]:
    """A member in full; that it was opened is audited."""
    stored = _visible(caller, member_id)
    dynamo.transact([audit(caller, clock.now(), "member.open", f"member:{member_id}")])
    warnings = _warnings(_nik(stored, member_id), stored.profile, language)
    return _whole(stored.profile, stored.card.row, stored.version, warnings)


def reveal_nik(caller: Caller, member_id: str, clock: Clock) -> str | None:
    """The whole NIK, audited before it is answered."""
    stored = _visible(caller, member_id)
    dynamo.transact([audit(caller, clock.now(), "member.reveal_nik", f"member:{member_id}")])
    return _nik(stored, member_id)


def counts(caller: Caller) -> dict[str, object]:
    """How many members of the caller's offices there are: in all, by status, by office."""
    by_status: dict[str, int] = {}
    by_office: dict[str, int] = {}
    for office, status, number in repository.counts():
        if number and caller.may_see(office):
            by_status[status] = by_status.get(status, 0) + number
            by_office[office] = by_office.get(office, 0) + number
    return {"total": sum(by_status.values()), "by_status": by_status, "by_office": by_office}


def count(caller: Caller, status: str | None, office: str | None) -> int:
    """How many members of the caller's offices have this status and office; any, where None."""
    return sum(
        number
        for of_office, of_status, number in repository.counts()
        if caller.may_see(of_office) and status in {None, of_status} and office in {None, of_office}
    )


def given_out(joined_on: date, attempt: int) -> str:
    """A number of the sequence; over imported numbers it leaps by doubling."""
    return f"{joined_on:%y%m}.{repository.next_number(1 << max(0, attempt - 1)):05}"


def _visible(caller: Caller, member_id: str) -> Stored:
    stored = repository.load(member_id)
    if not caller.may_see(stored.card.row["office"]):
        raise Forbidden("member", "other_office", member_id)
    return stored


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


def _changed(
    old: Stored, sent: dict[str, object], member_id: str, now: str
) -> tuple[Row, Profile, str | None]:
    row: Row = {**old.card.row, **_of(sent, Row.__annotations__)}  # type: ignore[typeddict-item]
    fields = {**_of(sent, Profile.model_fields), "updated_at": now}
    nik = _nik(old, member_id)
    if "nik" in sent:
        nik = str(sent["nik"]) if sent["nik"] else None
        row["nik_masked"] = nik and rules.mask_nik(nik)
        fields["nik_encrypted"] = nik and encrypt("nik-at-rest", nik, member_id)
    return row, old.profile.model_copy(update=fields), nik


def _of(sent: dict[str, object], names: Iterable[str]) -> dict[str, object]:
    return {name: sent[name] for name in names if name in sent}


def _nik(stored: Stored, member_id: str) -> str | None:
    sealed = stored.profile.nik_encrypted
    return sealed and decrypt("nik-at-rest", sealed, member_id)


def _warnings(nik: str | None, profile: Profile, language: Language) -> list[dict[str, str]]:
    born = date.fromisoformat(profile.birth_date) if profile.birth_date else None
    found = rules.nik_warnings(nik, born, profile.gender)
    return [{"field": "nik", "message": say(code, language, params)} for code, params in found]


def _taken(failed: dynamo.ConditionFailed, member_no: str | None, nik: str | None) -> Exception:
    if "idempotency" in failed.guards:
        return failed
    if "member_no" in failed.guards:
        return Conflict("member_no", "duplicate", member_no)
    if "nik" in failed.guards:
        return Conflict("nik", "duplicate", nik and rules.mask_nik(nik))
    return member_card.lost_race()


def _birthday(profile: Profile) -> str | None:
    """`MM-DD` of the birth date."""
    return profile.birth_date and profile.birth_date[len("YYYY-") :]


def _whole(
    profile: Profile, row: Row, version: int, warnings: list[dict[str, str]]
) -> dict[str, object]:
    shown = profile.model_dump(exclude={"nik_encrypted", "status", "office"})
    return {**row, **shown, "version": version, "warnings": warnings}
