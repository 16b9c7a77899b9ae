"""The API's words for what an account's arrears came from (docs/api.md)."""

from datetime import date

from pydantic import BaseModel

from shared.domain.installments import EntryType

from .class_changes import ChangeCause


class ClassChange(BaseModel):
    """From one collectability class to another; `transaction_id` is the entry that did it."""

    on: date
    from_class: int
    from_label: str
    to_class: int
    to_label: str
    cause: ChangeCause
    transaction_id: str | None
    days_past_due: int
    explanation: str


class ClassHistory(BaseModel):
    """All changes of an account's class, newest first."""

    account_id: str
    items: list[ClassChange]
    next_cursor: None


class Payment(BaseModel):
    """What an entry paid of an instalment."""

    transaction_id: str
    type: EntryType
    value_date: date
    principal: int
    margin: int
    penalty: int


class Charge(BaseModel):
    """A penalty or a fee that was put on an instalment."""

    transaction_id: str
    type: EntryType
    value_date: date
    amount: int


class AllocatedInstallment(BaseModel):
    """An instalment, paid or overdue, with the entries that paid it and were put on it."""

    number: int
    due_on: date
    principal: int
    margin: int
    penalty: int
    paid_principal: int
    paid_margin: int
    paid_penalty: int
    unpaid: int
    days_past_due: int
    payments: list[Payment]
    charges: list[Charge]


class Allocations(BaseModel):
    """What was paid by what, up to a date; `credit` is paid beyond all that was charged then."""

    account_id: str
    as_of: date
    items: list[AllocatedInstallment]
    credit: int
    next_cursor: None
