"""What stands in a cell, as people in Indonesia write it: dates, rupiah, rates, numbers. Pure.

A cell is text, or what a workbook keeps: a number, a date, a truth value. Each reader answers None
for an empty cell and raises Unreadable with a code of shared/kernel/messages.
"""

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from shared.kernel.dates import FIRST_YEAR

Cell = str | int | float | bool | date | datetime | None
"""What is read from a cell."""
WrittenCell = str | int | None
"""What an export writes into a cell; None leaves it empty."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb peb februari pebruari february",
            "mar mrt maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agt agu ags agustus aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov nop november nopember",
            "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2}|[a-z]+)\.?[\s/.-]+(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_TIME = re.compile(r"[t\s]+\d{1,2}[:.]\d{2}([:.]\d{2}([.]\d+)?)?z?$")
_SERIAL_ONE = date(1899, 12, 30)
_SERIALS = range(1, 80_000)
_DRESS = re.compile(r"^(-?)\s*(?:rp|idr)\.?|%$|,-$|\s")
_LONGEST = 60
"""No day and no number is written longer."""
_KEPT = 10_000
"""So many days and numbers are known again: a file has few different ones."""
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+")


class Unreadable(Exception):
    """A cell that does not say what it should; `code` and `params` are those of a message."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def text(cell: Cell) -> str | None:
    """The text of a cell without what stands around it; a whole number has no decimals."""
    if isinstance(cell, str):
        return " ".join(cell.split()) or None
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)


def kept(cell: Cell) -> Cell:
    """A cell as JSON can keep it: a number or a text."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    return text(cell) or ""


def note(cell: Cell) -> str | None:
    """The text of a cell with the lines that it has."""
    return cell.strip() or None if isinstance(cell, str) else text(cell)


def day(cell: Cell, latest: date) -> date | None:
    """24/11/2026, 24-Nov-26, 24 November 2026, 2026-11-24, or a workbook's serial number.

    A year of two digits is the last one that is not after `latest`.
    """
    if isinstance(cell, date):
        return _not_before_1900(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_serial(cell)
    written = text(cell)
    return None if written is None else _written_day(written, latest)


@lru_cache(_KEPT)
def _written_day(written: str, latest: date) -> date:
    if len(written) > _LONGEST:
        raise Unreadable("not_a_day")
    plain = _TIME.sub("", written.casefold().lstrip("'"))
    if plain.isascii() and plain.isdecimal() and len(plain) == 5:
        return _of_serial(int(plain))
    if found := _YEAR_FIRST.fullmatch(plain):
        return _date(*found.groups(), latest=latest)
    if found := _DAY_FIRST.fullmatch(plain):
        number, month, year = found.groups()
        return _date(year, month, number, latest=latest)
    raise Unreadable("not_a_day")


def _of_serial(serial: float) -> date:
    if not math.isfinite(serial) or int(serial) not in _SERIALS:
        raise Unreadable("not_a_day")
    return _SERIAL_ONE + timedelta(days=int(serial))


def _not_before_1900(found: date) -> date:
    if found.year < FIRST_YEAR:
        raise Unreadable("before_1900")
    return found


def _date(year: str, month: str, number: str, *, latest: date) -> date:
    counted = _MONTHS.get(month) if month.isalpha() else int(month)
    if counted is None:
        raise Unreadable("not_a_day")
    try:
        if len(year) == 4:
            return _not_before_1900(date(int(year), counted, int(number)))
        this = date(2000 + int(year), counted, int(number))
        return this if this <= latest else date(1900 + int(year), counted, int(number))
    except ValueError as error:
        raise Unreadable("no_such_day") from error


def rupiah(cell: Cell) -> int | None:
    """Rp 1.250.000,00, 1,250,000, 1250000: whole rupiah; sen and negative amounts are refused."""
    value = number(cell)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise Unreadable("not_whole_rupiah")
    return int(value)


def number(cell: Cell) -> Decimal | None:
    """A number with Indonesian or English separators, perhaps with Rp, IDR or % around it.

    Where only one separator stands once before three digits, it groups thousands: 50.000.
    """
    if isinstance(cell, (bool, date)) or (isinstance(cell, float) and not math.isfinite(cell)):
        raise Unreadable("not_number")
    if isinstance(cell, (int, float)):
        return Decimal(str(cell))
    written = text(cell)
    return None if written is None else _written_number(written)


@lru_cache(_KEPT)
def _written_number(written: str) -> Decimal:
    if len(written) > _LONGEST:
        raise Unreadable("not_number")
    plain = _DRESS.sub(r"\1", written.casefold())
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    sign, plain = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, decimals = _parted(plain)
    try:
        if not (whole.isascii() and whole.isdecimal()):
            raise Unreadable("not_number")
        return Decimal(f"{sign}{whole}.{decimals or 0}")
    except InvalidOperation as error:
        raise Unreadable("not_number") from error


def _parted(plain: str) -> tuple[str, str]:
    """(digits of the whole, digits behind the decimal separator)."""
    if _GROUPED.fullmatch(plain):
        return plain.replace(".", "").replace(",", ""), ""
    decimal_at = max(plain.rfind(","), plain.rfind("."))
    if decimal_at < 0:
        return plain, ""
    whole, decimals = plain[:decimal_at], plain[decimal_at + 1 :]
    if whole and not whole.isdecimal() and not _GROUPED.fullmatch(whole):
        raise Unreadable("not_number")
    return whole.replace(".", "").replace(",", "") or "0", decimals


def nik(cell: Cell) -> str | None:
    """Sixteen digits kept as text; a number has lost some (a workbook keeps fifteen)."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        raise Unreadable("nik_as_number")
    written = text(cell)
    if written is None:
        return None
    plain = written.lstrip("'").replace(" ", "").replace(".", "").replace("-", "")
    if re.fullmatch(r"\d[.,]\d+e\+?\d+", written.casefold().replace(" ", "")):
        raise Unreadable("nik_as_number")
    if plain.strip("0") == "":
        return None
    return plain


def phone(cell: Cell) -> str | None:
    """A phone number; one kept as a number has lost its leading 0."""
    written = text(cell)
    if written is None or written.strip("-0") == "":
        return None
    plain = written.lstrip("'")
    return f"0{plain}" if plain.startswith("8") else plain
