"""The terms of a new savings account: what is saved a month, when a deposit matures. Pure."""

from datetime import date

from shared.domain.contributions import DEFAULT_DUE_DAY, MandatorySavings
from shared.kernel.dates import add_months
from shared.kernel.errors import FieldError, Invalid, InvalidMany

from .model import MonthlySavings, SavingsTerms, TermDeposit
from .rules import KEPT_UNTIL_LEAVING
from .schemas import NewAccount

_TERMS = ("monthly_amount", "due_day", "matures_on", "tenor_months")
_MONTHLY, _MATURING = _TERMS[:2], _TERMS[2:]


def terms(new: NewAccount, product: str, usual: MandatorySavings | None) -> SavingsTerms:
    """What only some savings accounts agree, None for the others; Invalid names what cannot be.

    `usual` is what the cooperative's settings say of contributions.
    """
    if product == "wajib":
        _refuse(new, _MATURING, "kept_no_term")
        return _monthly(new, usual)
    _refuse(new, _MONTHLY, "only_wajib")
    if product in KEPT_UNTIL_LEAVING:
        _refuse(new, _MATURING, "kept_no_term")
    return _maturing(new)


def _monthly(new: NewAccount, usual: MandatorySavings | None) -> SavingsTerms:
    amount = new.monthly_amount or (usual.monthly_amount if usual else None)
    if amount is None:
        if new.due_day is not None:
            raise Invalid("monthly_amount", "missing")
        return None
    day = new.due_day or (usual.due_day if usual else DEFAULT_DUE_DAY)
    return MonthlySavings(amount, day)


def _maturing(new: NewAccount) -> SavingsTerms:
    matures_on = new.matures_on or _after(new.opened_on, new.tenor_months)
    if matures_on is None:
        return None
    if matures_on <= new.opened_on:
        raise Invalid("matures_on", "not_after", str(matures_on), other="opened_on")
    return TermDeposit(matures_on, new.tenor_months)


def _after(opened_on: date, months: int | None) -> date | None:
    if months is None:
        return None
    try:
        return add_months(opened_on, months)
    except ValueError as error:
        raise Invalid("tenor_months", "beyond_calendar", months) from error


def _refuse(new: NewAccount, names: tuple[str, ...], code: str) -> None:
    given = [name for name in names if getattr(new, name) is not None]
    if given:
        raise InvalidMany([FieldError(name, code) for name in given])
