"""The API's words for settling financing (docs/api.md); whole rupiah."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from accounts.ledger_schemas import Transaction
from accounts.schemas import Account
from shared.kernel.fields import Body, Date, Note
from shared.kernel.money import RupiahOrZero


class SettlementQuery(Body):
    """On which day; today if absent."""

    on: Date | None = None


class NewSettlement(Body):
    """Settle on a day; `waived` margin where it is not what the settings say.

    `total` is what the payer was told: where it no longer fits nothing is posted.
    """

    value_date: Date
    waived: RupiahOrZero | None = None
    total: RupiahOrZero | None = None
    note: Note | None = None


class Settlement(BaseModel):
    """What is owed on a day; `total` is that without the margin that is waived."""

    on: date
    principal: int
    margin: int
    penalty: int
    waived: int
    total: int


class Settled(Settlement):
    """A settlement that was posted: a repayment, a waiver or both, and the account after them."""

    transactions: Annotated[list[Transaction], Field(min_length=1, max_length=2)]
    account: Account
