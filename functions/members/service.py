"""Use cases of the members room."""

from datetime import date

from shared.aws import dynamo
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Conflict, Forbidden
from shared.kernel.ids import new_id
from shared.kernel.messages import Language, say
from shared.kernel.money import rupiah
from shared.records import financing_accounts, member_card, savings_rows
from shared.records.audit import audit
from shared.records.idempotency import IdempotentRequest
from shared.records.search_index.entries import ListRow

from . import repository, rules, versions
from .models import Profile, StoredMember
from .schemas import MemberChange, NewMember

_NUMBERS_TRIED = 16


def create(
    caller: Caller, new: NewMember, once: IdempotentRequest, clock: Clock, language: Language
) -> dict[str, object]:
    """Create a member with its guards and entries in one transaction, and answer it whole."""
    fresh = versions.accept_new(caller, new, clock)
    member_id, now = new_id(), timestamp(clock.now())

    def work() -> dict[str, object]:
        for attempt in range(_NUMBERS_TRIED):
            number = new.member_no or versions.next_member_no(new.joined_on, attempt)
            profile, card = versions.first_version(fresh, member_id, number, now)
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


def change(
    caller: Caller, member_id: str, wanted: MemberChange, clock: Clock, language: Language
) -> dict[str, object]:
    """Change the fields that were sent; Conflict where somebody else was faster."""
    old = _visible(caller, member_id)
    if wanted.version not in {None, old.version}:
        raise member_card.lost_race()
    revision = versions.next_version(caller, old, wanted, clock)
    warnings = _warnings(revision.nik, revision.profile, language)
    if revision.card.has_left and not old.card.has_left:
        warnings += _holdings(member_id, language)
    if not revision.fields:
        return _whole(old.profile, old.card.row, old.version, warnings)
    try:
        dynamo.transact(
            [
                *revision.writes(),
                audit(
                    caller,
                    clock.now(),
                    "member.change",
                    f"member:{member_id}",
                    fields=sorted(wanted.model_fields_set - {"version"}),
                ),
            ]
        )
    except dynamo.ConditionFailed as failed:
        raise _taken(failed, revision.card.row["member_no"], revision.nik) from failed
    return _whole(revision.profile, revision.card.row, old.version + 1, warnings)


def open_profile(
    caller: Caller, member_id: str, clock: Clock, language: Language
) -> dict[str, object]:
    """A member in full; that it was opened is audited."""
    stored = _visible(caller, member_id)
    dynamo.transact([audit(caller, clock.now(), "member.open", f"member:{member_id}")])
    warnings = _warnings(versions.nik_of(stored), stored.profile, language)
    return _whole(stored.profile, stored.card.row, stored.version, warnings)


def reveal_nik(caller: Caller, member_id: str, clock: Clock) -> str | None:
    """The whole NIK, audited before it is answered."""
    stored = _visible(caller, member_id)
    dynamo.transact([audit(caller, clock.now(), "member.reveal_nik", f"member:{member_id}")])
    return versions.nik_of(stored)


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


def _visible(caller: Caller, member_id: str) -> StoredMember:
    stored = repository.load(member_id)
    if not caller.may_see(stored.card.row["office"]):
        raise Forbidden("member", "other_office", member_id)
    return stored


def _warnings(nik: str | None, profile: Profile, language: Language) -> list[dict[str, str]]:
    born = date.fromisoformat(profile.birth_date) if profile.birth_date else None
    found = rules.nik_warnings(nik, born, profile.gender)
    return [{"field": "nik", "message": say(code, language, params)} for code, params in found]


def _holdings(member_id: str, language: Language) -> list[dict[str, str]]:
    """What is to be settled with somebody who has left or died."""
    financing, savings = financing_accounts.with_savings(member_id)
    sums = {
        "leaving_owes": sum(one.state.outstanding for one in financing),
        "leaving_saved": sum(savings_rows.balance_of(item) for item in savings),
    }
    return [
        {"field": "status", "message": say(code, language, {"amount": rupiah(amount, language)})}
        for code, amount in sums.items()
        if amount
    ]


def _taken(failed: dynamo.ConditionFailed, member_no: str | None, nik: str | None) -> Exception:
    if "idempotency" in failed.guards:
        return failed
    if "member_no" in failed.guards:
        return Conflict("member_no", "duplicate", member_no)
    if "nik" in failed.guards:
        return Conflict("nik", "duplicate", nik and rules.mask_nik(nik))
    return member_card.lost_race()


def _whole(
    profile: Profile, row: ListRow, version: int, warnings: list[dict[str, str]]
) -> dict[str, object]:
    shown = profile.model_dump(exclude={"nik_encrypted", "status", "office"})
    return {**row, **shown, "version": version, "warnings": warnings}
