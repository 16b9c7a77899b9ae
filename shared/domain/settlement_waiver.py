"""How much margin the cooperative waives where financing is settled early. Pure."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class SettlementWaiver(BaseModel, frozen=True, extra="forbid"):
    """Of the margin that falls due after the day of settlement: all of it (`future`), that of the
    last `months` instalments, or nothing (`none`)."""

    waives: Literal["future", "months", "none"] = "future"
    months: Annotated[int, Field(strict=True, ge=0, le=600)] = 0
