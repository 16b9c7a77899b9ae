"""Why an account's class changed, in a sentence that a clerk can read to the member. Pure."""

from shared.kernel.dates import long_date
from shared.kernel.messages import Language
from shared.kernel.money import rupiah

from .class_changes import ClassTransition

_CAUSES: dict[str, tuple[str, str]] = {
    "days_passed": ("Hari berlalu", "Days passed"),
    "repayment": ("Pembayaran {amount}", "A repayment of {amount}"),
    "waiver": ("Keringanan {amount}", "A waiver of {amount}"),
    "penalty": ("Denda {amount}", "A penalty of {amount}"),
    "fee": ("Biaya {amount}", "A fee of {amount}"),
    "reversal": ("Pembatalan transaksi {amount}", "The reversal of {amount}"),
    "profile": ("Profil kolektibilitas berganti", "The collectability profile changed"),
}
_LATE = (
    "angsuran ke-{number} (jatuh tempo {due_on}) belum lunas, lewat {days} hari",
    "instalment {number} (due {due_on}) is not fully paid, {days} days past due",
)
_NONE = ("tidak ada tunggakan", "nothing is overdue")


def explained(change: ClassTransition, language: Language) -> str:
    """The cause, what is oldest unpaid behind it, and both classes."""
    which = 0 if language == "id" else 1
    amount = rupiah(change.entry.amount, language) if change.entry else ""
    cause = _CAUSES[change.cause][which].format(amount=amount)
    stand = _NONE[which]
    if change.days_past_due and change.oldest:
        day, number = long_date(change.oldest.due_on, language), change.oldest.number
        stand = _LATE[which].format(number=number, due_on=day, days=change.days_past_due)
    classes = f"{change.before.label[language]} → {change.after.label[language]}"
    return f"{cause}: {stand}. {classes}."
