"""Use cases: what an account's arrears came from: changes of its class, and what paid what."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ulid import ULID

from arrears.rules import Pause, days_late
from shared.domain.financing_account import FinancingAccount
from shared.domain.installments import Entry, Installment, effective_entries
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import NotFound
from shared.kernel.ids import ID_LENGTH, split_account_id
from shared.kernel.messages import Language
from shared.records import financing_accounts, member_card
from shared.records.cooperative import Cooperative, cooperative
from shared.records.due_rows import usual_gap

from . import class_changes
from .change_text import explained
from .class_changes import ClassedAccount, ClassTransition
from .collectability import PROFILES, ClassProfile, is_short


def of_classes(
    caller: Caller, account_id: str, clock: Clock, language: Language
) -> dict[str, object]:
    """Every change of an account's class up to today, newest first: two calls."""
    account = _load(caller, account_id)
    classed = ClassedAccount(
        account.state,
        account.opened_on,
        account.grace_days,
        tuple(Pause(*span) for span in account.pauses),
        is_short(usual_gap(account.state)),
    )
    held = cooperative()
    zone = ZoneInfo(held.zone)

    def posted_on(entry: Entry) -> date:
        at = ULID.from_str(entry.entry_id[:ID_LENGTH]).timestamp
        return datetime.fromtimestamp(at, UTC).astimezone(zone).date()

    ledger = financing_accounts.ledger(account_id)
    found = class_changes.changes(classed, ledger, posted_on, _profiles(held), clock.today())
    items = [_change(one, language) for one in reversed(found)]
    return {"account_id": account_id, "items": items, "next_cursor": None}


def of_payments(caller: Caller, account_id: str, as_of: date) -> dict[str, object]:
    """Which entries paid what of which instalment up to a day: two calls."""
    account = _load(caller, account_id)
    entries = [
        e
        for e in effective_entries(financing_accounts.ledger(account_id, as_of))
        if e.value_date <= as_of
    ]
    state = account.state.replay(entries)
    payments: dict[int, list[dict[str, object]]] = {}
    charges: dict[int, list[dict[str, object]]] = {}
    for step in account.state.trace(entries):
        for payer, share in step.shares:
            parts = {"principal": share.principal, "margin": share.margin, "penalty": share.penalty}
            payments.setdefault(share.number, []).append(_entry(payer) | parts)
        if step.charged is not None:
            charge = _entry(step.entry) | {"amount": step.entry.amount}
            charges.setdefault(step.charged, []).append(charge)
    shown = payments.keys() | charges.keys() | {i.number for i in state.overdue(as_of)}
    items = [
        _installment(i, as_of)
        | {"payments": payments.get(i.number, []), "charges": charges.get(i.number, [])}
        for i in state.installments
        if i.number in shown
    ]
    return {
        "account_id": account_id,
        "as_of": str(as_of),
        "items": items,
        "credit": state.credit,
        "next_cursor": None,
    }


def _load(caller: Caller, account_id: str) -> FinancingAccount:
    member_card.require_visible(caller, split_account_id(account_id)[0])
    account = financing_accounts.get(account_id)
    if account is None:
        raise NotFound("account", account_id)
    return account


def _profiles(held: Cooperative) -> list[tuple[date, ClassProfile]]:
    """(from, profile), the first since ever."""
    history = held.collectability_history
    if not history:
        return [(date.min, PROFILES[held.collectability])]
    first, *later = history
    dated = [(one.from_ or date.min, PROFILES[one.profile]) for one in later]
    return [(date.min, PROFILES[first.profile]), *dated]


def _change(one: ClassTransition, language: Language) -> dict[str, object]:
    return {
        "on": str(one.on),
        "from_class": one.before.number,
        "from_label": one.before.label[language],
        "to_class": one.after.number,
        "to_label": one.after.label[language],
        "cause": one.cause,
        "transaction_id": one.entry and one.entry.entry_id,
        "days_past_due": one.days_past_due,
        "explanation": explained(one, language),
    }


def _entry(entry: Entry) -> dict[str, object]:
    value_date = str(entry.value_date)
    return {"transaction_id": entry.entry_id, "type": entry.type, "value_date": value_date}


def _installment(i: Installment, as_of: date) -> dict[str, object]:
    late = i.unpaid > 0 and i.due_on < as_of
    return {
        "number": i.number,
        "due_on": str(i.due_on),
        "principal": i.principal,
        "margin": i.margin,
        "penalty": i.penalty,
        "paid_principal": i.paid_principal,
        "paid_margin": i.paid_margin,
        "paid_penalty": i.paid_penalty,
        "unpaid": i.unpaid,
        "days_past_due": days_late(i, as_of) if late else 0,
    }
