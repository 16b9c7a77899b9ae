"""Use case: open an account."""

from datetime import date
from itertools import count
from typing import cast

from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.domain.financing import Financing
from shared.domain.financing_account import FinancingAccount
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldError, InvalidMany, NotFound
from shared.kernel.ids import new_account_id
from shared.records import member_card
from shared.records.cooperative import cooperative
from shared.records.idempotency import GUARD, IdempotentRequest

from . import documents, posting, repository, rules, savings_terms, schedules
from .documents import Doc
from .model import Account, LoanAccount, SavingsAccount
from .schemas import NewAccount
from .unit_of_work import UnitOfWork

_NUMBERS_TRIED = 16
_TERMS = ("method", "principal", "tenor_months", "first_due_on")
_OF_FINANCING = (*_TERMS, "margin", "annual_rate", "grace_days", "installments")
_OF_SAVINGS = ("monthly_amount", "due_day", "matures_on")


def open_account(
    caller: Caller, new: NewAccount, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Open an account with its number and, if it is financing, its schedule and disbursement.

    A schemas.OpenedAccount. The record of the request's key keeps the schedule packed: 600
    instalments in full would be charged as writes twice over.
    """
    if member_card.visible(caller, new.member_id).has_left:
        raise Conflict("member_id", "no_longer_member")
    schedule = schedule_of(new, clock.today())
    tried = count()

    def attempt() -> dict[str, object]:
        account_no = new.account_no or next_number(new, next(tried))
        account = new_account(new, account_no, schedule)
        packed = account.financing.state.to_doc() if isinstance(account, LoanAccount) else None
        answer: dict[str, object] = {"row": documents.of_account(account), "state": packed}
        unit = UnitOfWork.open(caller, account, clock, by_hand=True)
        try:
            unit.commit([unit.audit_record("account.open"), *once.record(answer)])
        except dynamo.ConditionFailed as failed:
            if "account_no" in failed.guards and new.account_no is None:
                raise
            raise refusal_of(failed, account) from failed
        return answer

    busy = Conflict("account_no", "busy")
    return _whole(
        once.do(
            lambda: retry_on_conflict(
                attempt, final=[GUARD], busy=busy, max_attempts=_NUMBERS_TRIED
            )
        )
    )


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


def next_number(new: NewAccount, attempt: int) -> str:
    """The next account number; at further attempts it leaps, twice as far each time, over numbers
    that came with an import."""
    prefix = rules.number_prefix(new.kind, rules.product_name(new.product))
    return f"{prefix}{repository.next_number(prefix, max(1, 2**attempt // 2)):05}"


def new_account(new: NewAccount, account_no: str, schedule: Financing | None) -> Account:
    """The account before its first entry; of financing the disbursement counts already."""
    account_id = new_account_id(new.member_id, new.kind)
    if schedule is None:
        product = rules.product_name(new.product)
        terms = savings_terms.terms(new, product, cooperative().mandatory_savings)
        last = f"{new.opened_on}#"
        return SavingsAccount(account_id, account_no, product, new.opened_on, last, terms=terms)
    financing = FinancingAccount(
        account_id,
        account_no,
        new.product,
        new.opened_on,
        closed_on=None,
        grace_days=new.grace_days or 0,
        state=schedule,
        last=f"{new.opened_on}#{posting.new_transaction_id(new.opened_on)}",
    )
    return LoanAccount(
        financing,
        principal=schedule.principal,
        tenor_months=new.tenor_months,
        method=new.method or "explicit",
        annual_rate=new.annual_rate,
    )


def refusal_of(failed: dynamo.ConditionFailed, account: Account) -> Exception:
    """What to raise where the transaction that opens an account was refused."""
    if GUARD in failed.guards:
        return failed
    if "member" in failed.guards:
        return NotFound("member", account.member_id)
    return Conflict("account_no", "duplicate", account.account_no)


def _whole(answer: dict[str, object]) -> dict[str, object]:
    opened, packed = cast(Doc, answer["row"]), cast(Doc | None, answer["state"])
    shown = documents.of_installments(Financing.from_doc(packed)) if packed else []
    return {**opened, "installments": shown}
