"""The texts of messages, in Indonesian. Pure."""

from dataclasses import dataclass
from datetime import date

from shared.domain.installments import Installment
from shared.kernel.dates import long_date
from shared.kernel.money import rupiah

from .rules import Debt


@dataclass(frozen=True, slots=True)
class MessageRecipient:
    """Who is written to, and by which cooperative."""

    name: str
    cooperative: str


def installment_due(recipient: MessageRecipient, debt: Debt, due: Installment, today: date) -> str:
    """A friendly word before an instalment falls due, and what is overdue beside it."""
    when = "hari ini, " if due.due_on == today else ""
    overdue = sum(i.unpaid for i in debt.state.overdue(today))
    beside = (
        f" Selain itu masih ada tunggakan {rupiah(overdue)}, sehingga seluruhnya "
        f"{rupiah(overdue + due.unpaid)}."
        if overdue
        else ""
    )
    return (
        f"{_greeting(recipient)}\n\n"
        f"Kami ingin mengingatkan bahwa {_named(debt, due)} sebesar {rupiah(due.unpaid)} "
        f"jatuh tempo {when}{long_date(due.due_on)}.{beside}\n\n"
        "Bila sudah membayar, mohon abaikan pesan ini. Terima kasih atas kerja samanya."
    )


def arrears(recipient: MessageRecipient, debt: Debt, today: date) -> str:
    """What is overdue since when, and an offer to talk; something must be overdue."""
    overdue = debt.state.overdue(today)
    oldest = overdue[0]
    return (
        f"{_greeting(recipient)}\n\n"
        f"Menurut catatan kami, {_named(debt, oldest)} yang jatuh tempo "
        f"{long_date(oldest.due_on)} belum lunas dan telah lewat {(today - oldest.due_on).days} "
        f"hari. Jumlah tunggakan per {long_date(today)} adalah "
        f"{rupiah(sum(i.unpaid for i in overdue))}.\n\n"
        "Mohon kesediaannya untuk melakukan pembayaran. Bila ada kendala, silakan balas pesan ini "
        "agar kita cari jalan keluarnya bersama. Bila sudah membayar, mohon abaikan pesan ini. "
        "Terima kasih."
    )


def thanks(recipient: MessageRecipient, following: tuple[Debt, Installment] | None) -> str:
    """Thanks for a payment, and when the next instalment falls due, if one does."""
    coming = ""
    if following:
        debt, due = following
        coming = (
            f" Berikutnya, {_named(debt, due)}, sebesar {rupiah(due.unpaid)} "
            f"jatuh tempo {long_date(due.due_on)}."
        )
    return (
        f"{_greeting(recipient)}\n\n"
        f"Terima kasih, pembayaran Bapak/Ibu sudah kami terima.{coming}\n\n"
        "Terima kasih atas kepercayaan Bapak/Ibu."
    )


def _greeting(recipient: MessageRecipient) -> str:
    name = " ".join(recipient.name.split())
    return f"Yth. Bapak/Ibu {name},\nsalam dari {recipient.cooperative}."


def _named(debt: Debt, due: Installment) -> str:
    count = len(debt.state.installments)
    return f"angsuran ke-{due.number} dari {count} {debt.product} ({debt.account_no})"
