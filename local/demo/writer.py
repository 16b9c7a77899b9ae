"""Writes the demo's people with the rooms' own use cases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.bulk import Closing, NewAccount, NewTransaction, open_with_history, schedule_of
from auth import cooperative_settings
from auth.settings_schemas import SettingsDocument
from contacts import bulk as contacts
from contacts.bulk import ContactCard
from members import bulk as members
from members.bulk import NewMember
from shared.kernel.caller import PERMISSIONS, Caller
from shared.records.idempotency import IdempotentRequest

from .people import Person
from .places import OFFICES
from .plan import Loan, loans, payments
from .saving_plan import Saving, savings
from .talks import interactions

ACCOUNT_NUMBERS = {"pokok": "SP", "wajib": "SW", "sukarela": "SS", "berjangka": "SB"}
NAME = "KSP Sejahtera Bersama"
DEMO = Caller("demo", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")


@dataclass(frozen=True, slots=True)
class DemoClock:
    """The first moment of a business date in Jakarta, so that nothing lies in the future."""

    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(), ZoneInfo("Asia/Jakarta")).astimezone(UTC)

    def today(self) -> date:
        return self.day


def settings(today: date) -> None:
    """The cooperative and its three offices."""
    offices = [{"code": code, "name": name} for code, name in OFFICES.items()]
    document = SettingsDocument.model_validate(
        {"name": NAME, "offices": offices, "mandatory_savings": {"monthly_amount": 25_000}}
    )
    cooperative_settings.save_settings(DEMO, document, DemoClock(today))


def member(person: Person, today: date) -> None:
    """A member, kept from the day of joining on, with all that belongs to them."""
    joined, clock = DemoClock(person.joined_on), DemoClock(today)
    created = members.create(DEMO, _new_member(person), _once(joined), joined, "id")
    member_id = str(created["member_id"])
    contacts.add_contacts(DEMO, member_id, _card(person), joined)
    for saving in savings(person, today):
        _saving(member_id, person.place, saving, clock)
    owed = loans(person, today)
    for number, loan in enumerate(owed, start=1):
        _loan(member_id, f"PB-{person.place:05}.{number}", loan, clock)
    late_days = max((loan.late_days(today) for loan in owed), default=0)
    for talk in interactions(person, late_days, today):
        contacts.add_interaction(DEMO, member_id, talk, clock)


def _new_member(person: Person) -> NewMember:
    return NewMember.model_validate(
        {
            "name": person.name,
            "joined_on": person.joined_on,
            "member_no": person.member_no,
            "nik": person.nik,
            "birth_date": person.birth_date,
            "gender": person.gender,
            "status": person.status,
            "office": person.office,
            "occupation": person.occupation,
        }
    )


def _card(person: Person) -> ContactCard:
    said = {
        channel: {"granted": granted, "source": "Formulir keanggotaan"}
        for channel, granted in person.consents.items()
    }
    return ContactCard.model_validate(
        {
            "phones": [{"number": number, "label": label} for number, label in person.phones],
            "emails": [{"address": person.email}] if person.email else [],
            "addresses": [person.address],
            "consents": said,
        }
    )


def _saving(member_id: str, place: int, plan: Saving, clock: DemoClock) -> None:
    new = NewAccount(
        member_id=member_id,
        kind="savings",
        product=plan.product,
        opened_on=plan.opened_on,
        account_no=f"{ACCOUNT_NUMBERS[plan.product]}-{place:05}",
        monthly_amount=plan.monthly_amount,
        tenor_months=plan.tenor_months,
        matures_on=plan.matures_on,
    )
    moves = [
        NewTransaction(type=m.type, value_date=m.on, amount=m.amount, note=m.note)
        for m in plan.movements
    ]
    closing = None
    if plan.closed_on:
        closing = Closing(closed_on=plan.closed_on, reason="Keluar dari keanggotaan")
    open_with_history(DEMO, new, moves, clock, closing)


def _loan(member_id: str, account_no: str, plan: Loan, clock: DemoClock) -> None:
    new = NewAccount(
        member_id=member_id,
        kind="financing",
        product=plan.product,
        opened_on=plan.opened_on,
        account_no=account_no,
        method=plan.method,
        principal=plan.principal,
        annual_rate=Decimal(plan.annual_rate),
        tenor_months=plan.tenor_months,
        first_due_on=plan.first_due_on,
        grace_days=plan.grace_days,
    )
    paid = payments(plan, schedule_of(new, clock.day), clock.day)
    entries = [NewTransaction.model_validate(entry) for entry in paid]
    closing = None
    if plan.paid_count == plan.tenor_months:
        closing = Closing(closed_on=entries[-1].value_date, reason="Lunas")
    open_with_history(DEMO, new, entries, clock, closing)


def _once(clock: DemoClock) -> IdempotentRequest:
    """No key: the runner loads the demo into empty tables, once."""
    return IdempotentRequest("", None, "", clock.now())
