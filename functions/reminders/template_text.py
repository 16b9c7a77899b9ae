"""The texts of reminders: templates with named fields, in Indonesian and English. Pure.

A message takes the template of its foremost due (late before due today, and that before still to
come) and lists all its dues in the field `dues`. Dates are named, never counted in days, so that a
text stays true when it is read later.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Literal, get_args

from shared.kernel.dates import long_date
from shared.kernel.errors import Invalid
from shared.kernel.messages import Language
from shared.kernel.money import rupiah

from .message import Due

TemplateName = Literal["late", "due", "before", "wajib", "matures", "birthday"]
TEMPLATES: tuple[TemplateName, ...] = get_args(TemplateName)
"""The foremost first."""

FIELDS = ("name", "cooperative", "dues", "total", "today")
MOST_LINES = 10

_GREETING: Mapping[Language, str] = {
    "id": "Yth. Bapak/Ibu {name},\nsalam dari {cooperative}.\n\n",
    "en": "Dear {name},\ngreetings from {cooperative}.\n\n",
}
_IGNORE: Mapping[Language, str] = {
    "id": "\n\nBila sudah membayar, mohon abaikan pesan ini. Terima kasih atas kerja samanya.",
    "en": "\n\nIf you have paid already, please disregard this message. Thank you.",
}
_TEXTS: Mapping[TemplateName, tuple[str, str]] = {
    "late": (
        (
            "Menurut catatan kami, berikut ini belum lunas:\n{dues}\nJumlah: {total}.\n\n"
            "Mohon kesediaannya untuk melakukan pembayaran. Bila ada kendala, silakan balas pesan "
            "ini agar kita cari jalan keluarnya bersama."
        ),
        (
            "According to our records these are not fully paid:\n{dues}\nIn all: {total}.\n\n"
            "We kindly ask you to pay. If there is a difficulty, please answer this message so "
            "that we can find a way together."
        ),
    ),
    "due": (
        "Kami ingin mengingatkan yang jatuh tempo hari ini, {today}:\n{dues}\nJumlah: {total}.",
        "A reminder of what falls due today, {today}:\n{dues}\nIn all: {total}.",
    ),
    "before": (
        "Kami ingin mengingatkan yang akan jatuh tempo:\n{dues}\nJumlah: {total}.",
        "A reminder of what will fall due:\n{dues}\nIn all: {total}.",
    ),
    "wajib": (
        "Kami ingin mengingatkan simpanan wajib yang belum disetor:\n{dues}\nJumlah: {total}.",
        "A reminder of mandatory savings not deposited yet:\n{dues}\nIn all: {total}.",
    ),
    "matures": (
        (
            "Simpanan berjangka Bapak/Ibu akan jatuh tempo:\n{dues}\n\n"
            "Silakan balas pesan ini untuk memperpanjang atau mencairkannya. Terima kasih."
        ),
        (
            "Your term deposit is about to mature:\n{dues}\n\n"
            "Please answer this message to renew it or to be paid out. Thank you."
        ),
    ),
    "birthday": (
        "Selamat ulang tahun! Semoga sehat, berkah dan sukses selalu.",
        "Happy birthday! We wish you health and success.",
    ),
}
_ASK_TO_PAY: frozenset[TemplateName] = frozenset({"late", "due", "before", "wajib"})


def default_text(name: TemplateName, language: Language) -> str:
    """A template before anybody saved another."""
    own = _TEXTS[name][0 if language == "id" else 1]
    return _GREETING[language] + own + (_IGNORE[language] if name in _ASK_TO_PAY else "")


def check(text: str) -> None:
    """Invalid unless every field that the text names is known."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise Invalid("text", "template_braces") from error
    for _, name, form, conversion in parsed:
        if name is not None and (name not in FIELDS or form or conversion):
            raise Invalid("text", "template_field", name, known=", ".join(FIELDS))


def fill(text: str, fields: Mapping[str, str]) -> str:
    """The text with its fields filled in; it was checked when it was saved."""
    return text.format_map(fields)


def template_of(dues: Sequence[Due]) -> TemplateName:
    """The template of the foremost due."""
    return min((_template(due) for due in dues), key=TEMPLATES.index)


def fields_of(
    name: str, cooperative: str, dues: Sequence[Due], today: date, language: Language
) -> dict[str, str]:
    """What a template may name, for a member and the dues of a message."""
    others = _others(dues)
    total = sum(due.amount for due in dues if due.kind in {"installment", "wajib"})
    total += sum(amount for _, amount in others)
    return {
        "name": " ".join(name.split()),
        "cooperative": cooperative,
        "dues": "\n".join(_lines(dues, others, language)),
        "total": rupiah(total, language),
        "today": long_date(today, language),
    }


def _template(due: Due) -> TemplateName:
    if due.kind != "installment":
        return due.kind
    return "late" if due.stage > 0 else "due" if due.stage == 0 else "before"


def _others(dues: Sequence[Due]) -> list[tuple[Due, int]]:
    """(a due of an account, what else of it is due by today), so that nobody is told too little.

    A message of what is still to come says nothing of what is late.
    """
    spoken: dict[str, list[Due]] = {}
    for due in dues:
        if due.stage >= 0 and due.account_id:
            spoken.setdefault(due.account_id, []).append(due)
    left = [
        (some[0], max(due.owed for due in some) - sum(due.amount for due in some))
        for some in spoken.values()
        if some[0].kind in {"installment", "wajib"}
    ]
    return [(due, amount) for due, amount in left if amount > 0]


def _lines(dues: Sequence[Due], others: Sequence[tuple[Due, int]], language: Language) -> list[str]:
    listed = [_line(due, language) for due in dues if due.kind != "birthday"]
    listed += [_other_line(due, amount, language) for due, amount in others]
    if len(listed) <= MOST_LINES:
        return listed
    left = len(listed) - MOST_LINES + 1
    more = f"• dan {left} lainnya" if language == "id" else f"• and {left} more"
    return [*listed[: MOST_LINES - 1], more]


def _other_line(due: Due, amount: int, language: Language) -> str:
    account, owed = f"{due.product} ({due.account_no})", rupiah(amount, language)
    if language == "id":
        return f"• Tunggakan lain {account}: {owed}"
    return f"• Also overdue of {account}: {owed}"


def _line(due: Due, language: Language) -> str:
    day, amount = long_date(due.due_on, language), rupiah(due.amount, language)
    account = f"{due.product} ({due.account_no})"
    match due.kind, language:
        case "installment", "id":
            return f"• Angsuran ke-{due.number} {account}: {amount}, jatuh tempo {day}"
        case "installment", "en":
            return f"• Instalment {due.number} of {account}: {amount}, due on {day}"
        case "wajib", "id":
            return f"• Simpanan wajib untuk {day}: {amount}"
        case "wajib", "en":
            return f"• Mandatory savings for {day}: {amount}"
        case _, "id":
            return f"• {account}: {amount}, jatuh tempo {day}"
    return f"• {account}: {amount}, maturing on {day}"
