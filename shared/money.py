"""Whole rupiah."""

from typing import Annotated

from pydantic import Field

MAX_RUPIAH = 10**15

Rupiah = Annotated[int, Field(strict=True, gt=0, le=MAX_RUPIAH)]
RupiahOrZero = Annotated[int, Field(strict=True, ge=0, le=MAX_RUPIAH)]


def rupiah(amount: int) -> str:
    """1234567 is Rp1.234.567 (the form of Indonesian receipts, without decimals)."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")
