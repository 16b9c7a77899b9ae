"""Why an account stands where it does, in a sentence that a clerk can read to the member. Pure."""

from arrears.rules import Arrears
from shared.kernel.dates import long_date
from shared.kernel.messages import Language
from shared.kernel.money import rupiah

from .collectability import CollectabilityClass

_TEXTS: dict[str, tuple[str, str]] = {
    "none": ("Tidak ada tunggakan per {as_of}.", "Nothing is overdue as of {as_of}."),
    "next": (
        "Angsuran ke-{number} sebesar {amount} jatuh tempo {due_on}.",
        "Instalment {number} of {amount} is due on {due_on}.",
    ),
    "late": (
        "Angsuran ke-{number} (jatuh tempo {due_on}) belum lunas: lewat {days} per {as_of}.",
        "Instalment {number} (due {due_on}) is not fully paid: {days} past due as of {as_of}.",
    ),
    "counted": (
        "Yang dihitung {counted}, setelah dikurangi {less}.",
        "Counted: {counted}, after taking off {less}.",
    ),
    "grace": ("masa tenggang {days}", "{days} of grace"),
    "paused": ("penundaan {days}", "{days} of pause"),
    "and": (" dan ", " and "),
    "amount": (
        "Tunggakan {amount}, angsuran yang menunggak: {count}.",
        "Overdue: {amount}; instalments overdue: {count}.",
    ),
    "class": ("Kolektibilitas: {label}.", "Class: {label}."),
}


def explanation(
    state: Arrears, grace_days: int, grade: CollectabilityClass, language: Language
) -> str:
    """The oldest unpaid instalment, how late it is, which days count, and how much is overdue."""
    as_of = long_date(state.as_of, language)
    if not state.overdue:
        sentences = [_say(language, "none", as_of=as_of)]
        if due := state.next_due:
            day, amount = long_date(due.due_on, language), rupiah(due.unpaid, language)
            sentences.append(_say(language, "next", number=due.number, amount=amount, due_on=day))
        return " ".join(sentences)
    oldest, total = state.overdue[0], rupiah(state.overdue_amount, language)
    day, days = long_date(oldest.due_on, language), _days(language, state.days_past_due)
    return " ".join(
        [
            _say(language, "late", number=oldest.number, due_on=day, days=days, as_of=as_of),
            *_counted(state, grace_days, language),
            _say(language, "amount", amount=total, count=len(state.overdue)),
            _say(language, "class", label=grade.label[language]),
        ]
    )


def _counted(state: Arrears, grace_days: int, language: Language) -> list[str]:
    taken_off = [
        _say(language, key, days=_days(language, days))
        for key, days in (("grace", grace_days), ("paused", state.paused_days))
        if days
    ]
    if not taken_off:
        return []
    less = _say(language, "and").join(taken_off)
    return [_say(language, "counted", counted=_days(language, state.delinquent_days), less=less)]


def _say(language: Language, key: str, **params: object) -> str:
    return _TEXTS[key][0 if language == "id" else 1].format(**params)


def _days(language: Language, days: int) -> str:
    if language == "id":
        return f"{days} hari"
    return f"{days} day" if days == 1 else f"{days} days"
