"""Writes the demo's members by the rooms' own use cases."""

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

from .addresses import OFFICES
from .interactions import interactions
from .loan_plans import LoanPlan, loans, payments
from .people import Person
from .savings_plans import SavingsPlan, savings

ACCOUNT_NO_PREFIXES = {"pokok": "SP", "wajib": "SW", "sukarela": "SS", "berjangka": "SB"}
NAME = "KSP Sejahtera Bersama"
DEMO_CALLER = Caller("demo", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")


@dataclass(frozen=True, slots=True)
class DemoClock:
    """The first moment of a business date in Jakarta, so that nothing lies in the future."""

    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(), ZoneInfo("Asia/Jakarta")).astimezone(UTC)

    def today(self) -> date:
        return self.day


def save_cooperative(today: date) -> None:
    """Save the settings of the cooperative with its three offices."""
    offices = [{"code": code, "name": name} for code, name in OFFICES.items()]
    document = SettingsDocument.model_validate(
        {"name": NAME, "offices": offices, "mandatory_savings": {"monthly_amount": 25_000}}
    )
    cooperative_settings.save_settings(DEMO_CALLER, document, DemoClock(today))


def create_member(person: Person, today: date) -> None:
    """Create a member as of the day of joining, with contacts, accounts and timeline."""
    joined, clock = DemoClock(person.joined_on), DemoClock(today)
    created = members.create(
        DEMO_CALLER, _new_member(person), _request_without_key(joined), joined, "id"
    )
    member_id = str(created["member_id"])
    contacts.add_contacts(DEMO_CALLER, member_id, _card(person), joined)
    for saving in savings(person, today):
        _open_savings(member_id, person.number, saving, clock)
    plans = loans(person, today)
    for number, loan in enumerate(plans, start=1):
        _open_loan(member_id, f"PB-{person.number:05}.{number}", loan, clock)
    late_days = max((loan.late_days(today) for loan in plans), default=0)
    for interaction in interactions(person, late_days, today):
        contacts.add_interaction(DEMO_CALLER, member_id, interaction, clock)


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
    consents = {
        channel: {"granted": granted, "source": "Formulir keanggotaan"}
        for channel, granted in person.consents.items()
    }
    return ContactCard.model_validate(
        {
            "phones": [{"number": number, "label": label} for number, label in person.phones],
            "emails": [{"address": person.email}] if person.email else [],
            "addresses": [person.address],
            "consents": consents,
        }
    )


def _open_savings(member_id: str, number: int, plan: SavingsPlan, clock: DemoClock) -> None:
    new = NewAccount(
        member_id=member_id,
        kind="savings",
        product=plan.product,
        opened_on=plan.opened_on,
        account_no=f"{ACCOUNT_NO_PREFIXES[plan.product]}-{number:05}",
        monthly_amount=plan.monthly_amount,
        tenor_months=plan.tenor_months,
        matures_on=plan.matures_on,
    )
    movements = [
        NewTransaction(type=m.type, value_date=m.on, amount=m.amount, note=m.note)
        for m in plan.movements
    ]
    closing = None
    if plan.closed_on:
        closing = Closing(closed_on=plan.closed_on, reason="Keluar dari keanggotaan")
    open_with_history(DEMO_CALLER, new, movements, clock, closing)


def _open_loan(member_id: str, account_no: str, plan: LoanPlan, clock: DemoClock) -> None:
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
    open_with_history(DEMO_CALLER, new, entries, clock, closing)


def _request_without_key(clock: DemoClock) -> IdempotentRequest:
    """Needs no idempotency key: the runner loads the demo once, into empty tables."""
    return IdempotentRequest("", None, "", clock.now())
