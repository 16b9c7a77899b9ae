"""What a NIK says. Pure."""

from datetime import date

NIK_LENGTH = 16


def mask_nik(nik: str) -> str:
    """All but the last two digits hidden."""
    return "•" * (NIK_LENGTH - 2) + nik[-2:]


def nik_warnings(
    nik: str | None, birth_date: date | None, gender: str | None
) -> list[tuple[str, dict[str, object]]]:
    """Codes and params of what disagrees: digits 7-12 are DDMMYY, with 40 added to a woman's day.

    A warning, never a refusal: a NIK is permanent and its date may be wrong (FACTS, dukcapil).
    """
    if nik is None:
        return []
    day, month_year = int(nik[6:8]), nik[8:12]
    found: list[tuple[str, dict[str, object]]] = []
    if birth_date and f"{day % 40:02}{month_year}" != birth_date.strftime("%d%m%y"):
        written = f"{day % 40:02}-{month_year[:2]}-{month_year[2:]}"
        found.append(("nik_date", {"nik_date": written}))
    if gender and gender != ("P" if day > 40 else "L"):
        found.append(("nik_gender", {}))
    return found
