"""Use case: open an account."""

from datetime import date
from typing import Any, cast

from shared.aws import dynamo
from shared.aws.retry import attempts
from shared.domain.financing import Financing
from shared.domain.installments import Entry
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldError, InvalidMany, NotFound
from shared.kernel.ids import new_account_id
from shared.records import member_card
from shared.records.audit import audit
from shared.records.cooperative import cooperative
from shared.records.financing_accounts import FinancingAccount
from shared.records.idempotency import GUARD, IdempotentRequest

from . import answers, entries, repository, rules, savings_terms, schedules
from .repository import Account, Row
from .schemas import NewAccount

_NUMBERS_TRIED = 16
_TERMS = ("method", "principal", "tenor_months", "first_due_on")
_OF_FINANCING = (*_TERMS, "margin", "annual_rate", "grace_days", "installments")
_OF_SAVINGS = ("monthly_amount", "due_day", "matures_on")


def open_account(
    caller: Caller, new: NewAccount, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """An account with its number and, if it is financing, its schedule and disbursement.

    The record of the request's key keeps the schedule packed: 600 instalments in full would be
    charged as writes twice over.
    """
    member_card.require_visible(caller, new.member_id)
    state = schedule_of(new, clock.today())

    def work() -> dict[str, object]:
        for attempt in attempts(_NUMBERS_TRIED):
            account_no = new.account_no or given_out(new, attempt)
            account = new_account(new, account_no, state)
            packed = account.lending.state.to_doc() if account.lending else None
            answer: dict[str, object] = {"row": account.row, "state": packed}
            try:
                dynamo.transact(
                    [
                        member_card.exists(new.member_id),
                        *repository.opened(account),
                        *(
                            repository.posted(account.row, row, clock.today())
                            for row in disbursement(caller, account, clock)
                        ),
                        audit(caller, clock.now(), "account.open", f"account:{account.account_id}"),
                        *once.record(answer),
                    ]
                )
            except dynamo.ConditionFailed as failed:
                if "account_no" in failed.guards and new.account_no is None:
                    continue
                raise refused(failed, new) from failed
            except dynamo.Contended:
                continue
            return answer
        raise Conflict("account_no", "busy")

    return _whole(once.do(work))


def schedule_of(new: NewAccount, today: date) -> Financing | None:
    """The schedule of financing; InvalidMany names what is missing or too much."""
    rules.check_opening(new.opened_on, new.first_due_on, today)
    given = {name for name in _OF_FINANCING if getattr(new, name) is not None}
    if new.kind == "savings":
        _refuse(given - {"tenor_months"}, "only_financing")
        return None
    if of_savings := [name for name in _OF_SAVINGS if getattr(new, name) is not None]:
        raise InvalidMany([FieldError(name, "only_savings") for name in of_savings])
    if new.installments is not None:
        _refuse((given - {"installments", "grace_days"}) - _explicit(new), "with_installments")
        parts = [(i.due_on, i.principal, i.margin) for i in new.installments]
        return schedules.explicit(parts, new.opened_on)
    match new:
        case NewAccount(
            method=("flat" | "annuity" | "effective" | "murabahah") as method,
            principal=int(principal),
            tenor_months=int(months),
            first_due_on=date() as first,
        ):
            return schedules.schedule(
                schedules.Terms(method, principal, months, first, new.margin, new.annual_rate)
            )
    missing = {"installments"} if new.method == "explicit" else set(_TERMS) - given
    raise InvalidMany([FieldError(name, "missing") for name in _OF_FINANCING if name in missing])


def _explicit(new: NewAccount) -> set[str]:
    return {"method"} if new.method == "explicit" else set()


def _refuse(fields: set[str], code: str) -> None:
    if fields:
        raise InvalidMany([FieldError(name, code) for name in _OF_FINANCING if name in fields])


def given_out(new: NewAccount, attempt: int) -> str:
    """The next number, and leaps that double over numbers that came with an import."""
    prefix = rules.number_prefix(new.kind, rules.product_name(new.product))
    return f"{prefix}{repository.next_number(prefix, max(1, 2**attempt // 2)):05}"


def new_account(new: NewAccount, account_no: str, state: Financing | None) -> Account:
    """The account before its first entry, but for the disbursement of financing."""
    account_id = new_account_id(new.member_id, new.kind)
    row: Row = {
        "account_id": account_id,
        "account_no": account_no,
        "member_id": new.member_id,
        "kind": new.kind,
        "product": new.product,
        "status": "active",
        "opened_on": str(new.opened_on),
        "closed_on": None,
        "currency": "IDR",
    }
    if state is None:
        product = rules.product_name(new.product)
        terms = savings_terms.terms(new, product, cooperative().mandatory_savings)
        row |= {"product": product, "balance": 0, **terms}
        return Account(row, f"{new.opened_on}#")
    last = f"{new.opened_on}#{entries.new_transaction_id(new.opened_on)}"
    lending = FinancingAccount(
        account_id,
        account_no,
        new.product,
        new.opened_on,
        closed_on=None,
        grace_days=new.grace_days or 0,
        state=state,
        last=last,
    )
    row |= {
        "principal": state.principal,
        "tenor_months": new.tenor_months,
        "method": new.method or "explicit",
        "annual_rate": f"{new.annual_rate.normalize():f}" if new.annual_rate is not None else None,
        "grace_days": lending.grace_days,
        **answers.financing_figures(lending),
    }
    return Account(row, last, lending=lending)


def disbursement(caller: Caller, account: Account, clock: Clock) -> list[Row]:
    """The entry that makes the whole schedule owed: the amount is what was handed over."""
    if account.lending is None:
        return []
    state = account.lending.state
    value_date, _, transaction_id = account.last.partition("#")
    lent = Entry(transaction_id, "disbursement", date.fromisoformat(value_date), state.principal)
    return [entries.row(caller, account, lent, state.outstanding, clock, balance=state.outstanding)]


def refused(failed: dynamo.ConditionFailed, new: NewAccount) -> Exception:
    """What to raise where the opening's transaction was refused."""
    if GUARD in failed.guards:
        return failed
    if "member" in failed.guards:
        return NotFound("member", new.member_id)
    return Conflict("account_no", "duplicate", new.account_no)


def _whole(answer: dict[str, object]) -> dict[str, object]:
    row, packed = cast(Row, answer["row"]), cast(dict[str, Any] | None, answer["state"])
    shown = answers.installments(Financing.from_doc(packed)) if packed else []
    return {**row, "installments": shown}
