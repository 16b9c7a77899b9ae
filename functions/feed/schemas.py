"""The API's words for the feed of a core system (docs/feed.md).

A batch is read whole, its items one by one: what is wrong with one never stops the others.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StringConstraints

from accounts.bulk import (
    MAX_INSTALLMENTS,
    AccountNo,
    AccountTerms,
    NewInstallment,
    NewTransaction,
)
from contacts.bulk import ContactCard
from members.bulk import MemberNo, NewMember
from shared.kernel.fields import Body, Clean, Date, Note
from shared.kernel.money import Rupiah

MOST_ITEMS = 500

CoreId = Annotated[str, StringConstraints(min_length=1, max_length=100), Clean]
Sequence = Annotated[int, Field(strict=True, ge=0, lt=2**53)]
Source = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
FedKind = Literal["members", "accounts", "transactions", "installments"]
Result = Literal["created", "updated", "same", "stale", "refused"]


class Message(Body):
    """A thing as the core system has it: `id` is the core's own, `sequence` rises with each change
    of the thing (a version, or the time of the change in milliseconds)."""

    id: CoreId
    sequence: Sequence


class FedMember(NewMember, ContactCard, Message):
    """A member; a later message changes what it names, null clears it. Contacts are added and the
    first of each becomes primary; none is removed."""


class FedAccount(AccountTerms, Message):
    """An account of the member with this core id, or with this number.

    A later message changes the product and what was agreed; not whose and what kind of account it
    is, its number and its opening. `closed_on` closes it, null opens it again.
    """

    member: CoreId | None = None
    member_no: MemberNo | None = None
    closed_on: Date | None = None
    closed_reason: Note | None = None


class FedTransaction(NewTransaction, Message):
    """An entry of the account with this core id, or with this number; `reversed` takes it back."""

    account: CoreId | None = None
    account_no: AccountNo | None = None
    reversed: StrictBool = False


class FedInstallments(Message):
    """The schedule of the financing account with this core id; it must sum to what was lent, or to
    `principal`, which says that another sum is lent now."""

    installments: Annotated[list[NewInstallment], Field(min_length=1, max_length=MAX_INSTALLMENTS)]
    principal: Rupiah | None = None


def _items(of: type[Message]) -> Any:
    return BeforeValidator(lambda items: items, json_schema_input_type=list[of])  # type: ignore[valid-type]


class Batch(Body):
    """Up to 500 things of one core system; `source` tells several systems apart."""

    source: Source = "core"
    items: Annotated[list[Any], Field(min_length=1, max_length=MOST_ITEMS)]


class MemberBatch(Batch):
    """Members."""

    items: Annotated[list[Any], Field(min_length=1, max_length=MOST_ITEMS), _items(FedMember)]


class AccountBatch(Batch):
    """Accounts, savings and financing."""

    items: Annotated[list[Any], Field(min_length=1, max_length=MOST_ITEMS), _items(FedAccount)]


class TransactionBatch(Batch):
    """Entries of any accounts."""

    items: Annotated[list[Any], Field(min_length=1, max_length=MOST_ITEMS), _items(FedTransaction)]


class InstallmentsBatch(Batch):
    """Schedules of financing accounts."""

    items: Annotated[list[Any], Field(min_length=1, max_length=MOST_ITEMS), _items(FedInstallments)]


class FedFault(BaseModel):
    """What is wrong with a field; the value is quoted, masked if personal."""

    field: str
    message: str
    value: Any = None


class FedItem(BaseModel):
    """What became of an item: `sapa_id` is the id of the member, account or transaction here.

    Refused: nothing was written; mend it, or send first what it stands on, and send it again.
    Stale: a newer message came before. Same: nothing to do.
    """

    id: str | None
    result: Result
    sapa_id: str | None
    errors: list[FedFault]


class FeedAnswer(BaseModel):
    """One for each item, in the order in which they were sent."""

    items: list[FedItem]
