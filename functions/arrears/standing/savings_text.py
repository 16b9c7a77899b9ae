"""Which contributions were missed, in sentences that a clerk can read to the member. Pure."""

from datetime import date

from shared.domain.contributions import Contributions, Missed
from shared.kernel.dates import long_date
from shared.kernel.messages import Language
from shared.kernel.money import rupiah

_TEXTS: dict[str, tuple[str, str]] = {
    "none": (
        "Tidak ada setoran wajib yang terlewat per {as_of}.",
        "No mandatory deposit was missed as of {as_of}.",
    ),
    "next": (
        "Setoran berikutnya, {amount} sebulan, paling lambat {due_on}.",
        "The next one, of {amount} a month, is due on {due_on}.",
    ),
    "missed": (
        "Setoran wajib {amount} sebulan terlewat {months} sejak {since}: lewat {days} per {as_of}.",
        "Mandatory savings of {amount} a month: {months} missed since {since}, {days} by {as_of}.",
    ),
    "part": (
        "Dari yang tertua sudah disetor {part}.",
        "Of the oldest, {part} was deposited.",
    ),
    "total": ("Kekurangannya {total}.", "Missing in all: {total}."),
}


def explanation(
    contributions: Contributions, missed: Missed, as_of: date, language: Language
) -> str:
    """Since when and for how many months, what was paid of the oldest, and what is missing."""
    amount, day = rupiah(contributions.monthly_amount, language), long_date(as_of, language)
    if missed.since is None:
        sentences = [_say(language, "none", as_of=day)]
        if due := missed.next_due_on:
            said = long_date(due, language)
            sentences.append(_say(language, "next", amount=amount, due_on=said))
        return " ".join(sentences)
    sentences = [
        _say(
            language,
            "missed",
            amount=amount,
            months=_counted(language, missed.months, "bulan", "month"),
            since=long_date(missed.since, language),
            days=_counted(language, missed.days_past_due, "hari", "day"),
            as_of=day,
        )
    ]
    if missed.part:
        sentences.append(_say(language, "part", part=rupiah(missed.part, language)))
    sentences.append(_say(language, "total", total=rupiah(missed.amount, language)))
    return " ".join(sentences)


def _say(language: Language, key: str, **params: object) -> str:
    return _TEXTS[key][0 if language == "id" else 1].format(**params)


def _counted(language: Language, number: int, indonesian: str, english: str) -> str:
    if language == "id":
        return f"{number} {indonesian}"
    return f"{number} {english}" if number == 1 else f"{number} {english}s"
