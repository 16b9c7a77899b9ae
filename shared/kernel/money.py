"""Whole rupiah."""

from typing import Annotated

from pydantic import Field

from .messages import Language

MAX_RUPIAH = 10**15

Rupiah = Annotated[int, Field(strict=True, gt=0, le=MAX_RUPIAH)]
RupiahOrZero = Annotated[int, Field(strict=True, ge=0, le=MAX_RUPIAH)]


def rupiah(amount: int, language: Language = "id") -> str:
    """1234567 is Rp1.234.567 (the form of Indonesian receipts, without decimals); in English
    Rp1,234,567."""
    sign = "-" if amount < 0 else ""
    written = f"{sign}Rp{abs(amount):,}"
    return written.replace(",", ".") if language == "id" else written
