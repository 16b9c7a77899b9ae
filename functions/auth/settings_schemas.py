"""The API's words for settings: the cooperative's, and a user's saved filters (docs/api.md)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.domain.collectability_history import CollectabilityProfile, HeldProfile
from shared.domain.contributions import MandatorySavings
from shared.domain.settlement_waiver import SettlementWaiver
from shared.kernel.fields import Body, Name
from shared.records.cooperative import Zone

from .schemas import OfficeCode


class SavedFilter(Body):
    """A filter of the member list: `query` is that of its address."""

    name: Annotated[Name, StringConstraints(max_length=40)]
    query: Annotated[str, StringConstraints(min_length=1, max_length=400)]


class SavedFilters(Body):
    """A user's filters, in their own order."""

    filters: Annotated[tuple[SavedFilter, ...], Field(max_length=30)] = ()


class OfficeEntry(Body):
    """A branch: members carry its code."""

    code: OfficeCode
    name: Name


class SettingsDocument(Body):
    """The cooperative's settings, always whole, but for `collectability_history`, `ageing_buckets`
    and `settlement_waiver`, which stay if left out.

    `collectability` is the profile of today: where the history says otherwise it holds from today.
    """

    name: Name
    logo: str | None = Field(None, description="data: URL of a PNG, SVG, JPEG or WebP, 100 KB")
    zone: Zone = "Asia/Jakarta"
    offices: Annotated[tuple[OfficeEntry, ...], Field(max_length=200)] = ()
    collectability: CollectabilityProfile = "cooperative"
    collectability_history: Annotated[
        tuple[HeldProfile, ...] | None, Field(max_length=50, description="rising dates")
    ] = None
    ageing_buckets: Annotated[
        tuple[Annotated[int, Field(ge=0, le=3650)], ...] | None,
        Field(min_length=1, max_length=12, description="last days past due, rising"),
    ] = None
    mandatory_savings: MandatorySavings | None = Field(
        None, description="what new accounts of the product wajib begin with"
    )
    settlement_waiver: SettlementWaiver | None = Field(
        None, description="margin that early settlement waives; all that is not due yet at first"
    )
