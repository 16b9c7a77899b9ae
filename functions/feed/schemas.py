"""Request and response models of the feed (docs/feed.md).

A batch's items are validated one by one (service.py), so that a fault of one stops no other.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, GetJsonSchemaHandler, StrictBool, StringConstraints
from pydantic_core.core_schema import CoreSchema, list_schema

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

MAX_ITEMS = 500
_LENGTH = Field(min_length=1, max_length=MAX_ITEMS)

CoreId = Annotated[str, StringConstraints(min_length=1, max_length=100), Clean]
SequenceNumber = Annotated[int, Field(strict=True, ge=0, lt=2**53)]
SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
FeedKind = Literal["members", "accounts", "transactions", "installments"]
ResultCode = Literal["created", "updated", "same", "stale", "refused"]


class FeedMessage(Body):
    """A record as the core system has it: `id` is the core's own, `sequence` rises with each
    change of the record (a version, or the time of the change in milliseconds)."""

    id: CoreId
    sequence: SequenceNumber


class FedMember(NewMember, ContactCard, FeedMessage):
    """A member; a later message changes what it names, null clears it. Contacts are added and the
    first of each becomes primary; none is removed."""


class FedAccount(AccountTerms, FeedMessage):
    """An account of the member with this core id, or with this number.

    A later message changes the product and what was agreed; not whose and what kind of account it
    is, its number and its opening. `closed_on` closes it, null opens it again.
    """

    member: CoreId | None = None
    member_no: MemberNo | None = None
    closed_on: Date | None = None
    closed_reason: Note | None = None


class FedTransaction(NewTransaction, FeedMessage):
    """An entry of the account with this core id, or with this number; `reversed` takes it back."""

    account: CoreId | None = None
    account_no: AccountNo | None = None
    reversed: StrictBool = False


class FedInstallments(FeedMessage):
    """The schedule of the financing account with this core id; it must sum to what was lent, or to
    `principal`, which says that another sum is lent now."""

    installments: Annotated[list[NewInstallment], Field(min_length=1, max_length=MAX_INSTALLMENTS)]
    principal: Rupiah | None = None


class _ShownAs:
    """Shows the items as a model in the API's document, without validating them by it.

    The model is not built into the batch, which would cost the function's start some 20 ms.
    """

    def __init__(self, of: type[FeedMessage]) -> None:
        self._of = of

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, shown: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return shown(list_schema(self._of.__pydantic_core_schema__))


class Batch(Body):
    """Up to 500 messages of one core system; `source` tells several systems apart."""

    source: SourceName = "core"
    items: Annotated[list[Any], _LENGTH]


class MemberBatch(Batch):
    """Members."""

    items: Annotated[list[Any], _LENGTH, _ShownAs(FedMember)]


class AccountBatch(Batch):
    """Accounts, savings and financing."""

    items: Annotated[list[Any], _LENGTH, _ShownAs(FedAccount)]


class TransactionBatch(Batch):
    """Entries of any accounts."""

    items: Annotated[list[Any], _LENGTH, _ShownAs(FedTransaction)]


class InstallmentsBatch(Batch):
    """Schedules of financing accounts."""

    items: Annotated[list[Any], _LENGTH, _ShownAs(FedInstallments)]


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
    result: ResultCode
    sapa_id: str | None
    errors: list[FedFault]


class FeedAnswer(BaseModel):
    """One for each item, in the order in which they were sent."""

    items: list[FedItem]
