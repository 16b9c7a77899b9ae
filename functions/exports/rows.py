"""All that is known of a member as rows of the tables of an export. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from arrears.collections.follow_up import FollowUp
from arrears.collections.follow_up_text import OUTCOMES
from interchange import vocabulary
from interchange.cells import WrittenCell
from interchange.tables import TableName
from members.models import StoredMember
from shared.domain.contact_book import Address, Book, Contact, Email, Phone
from shared.domain.financing_account import FinancingAccount
from shared.domain.installments import Installment

Row = Mapping[str, Any]
Line = tuple[TableName, Sequence[WrittenCell]]


@dataclass(frozen=True, slots=True)
class Known:
    """A member: `accounts`, `ledgers` and `timeline` are rows as the API answers them."""

    member: StoredMember
    nik: str | None
    book: Book
    accounts: Sequence[Row]
    lendings: Mapping[str, FinancingAccount]
    ledgers: Mapping[str, Sequence[Row]]
    timeline: Sequence[Row]
    follow_ups: Sequence[FollowUp]


def lines(known: Known) -> Iterator[Line]:
    """The member's rows, each with its table."""
    row, profile = known.member.card.row, known.member.profile
    number = row["member_no"]
    yield (
        "members",
        (
            number,
            row["name"],
            known.nik,
            profile.gender,
            profile.birth_date,
            row["joined_on"],
            vocabulary.word(vocabulary.STATUSES, row["status"]),
            row["office"],
            profile.occupation,
        ),
    )
    yield from (("contacts", (number, *_contact(entry))) for entry in known.book.entries)
    yield from _consents(number, known.book)
    numbers = {account["account_id"]: account["account_no"] for account in known.accounts}
    for account in known.accounts:
        yield from _account(number, account, known)
    yield from (("timeline", _talk(number, talk, numbers)) for talk in known.timeline)
    yield from (("follow_ups", _follow_up(one, numbers)) for one in known.follow_ups)


def _contact(entry: Contact) -> Sequence[WrittenCell]:
    primary = _answer(yes=True) if entry.primary else None
    match entry:
        case Phone():
            return _kind_of_contact("phone"), phone(entry.e164), entry.label, primary, *[None] * 7
        case Email():
            return _kind_of_contact("email"), entry.address, entry.label, primary, *[None] * 7
        case Address():
            return (
                _kind_of_contact("address"),
                entry.street,
                entry.label,
                primary,
                entry.rt,
                entry.rw,
                entry.village,
                entry.district,
                entry.regency,
                entry.province,
                entry.postal_code,
            )
    raise TypeError(entry)


def _kind_of_contact(code: str) -> str:
    return vocabulary.word(vocabulary.CONTACTS, code)


def _answer(*, yes: bool) -> str:
    return vocabulary.word(vocabulary.ANSWERS, "yes" if yes else "no")


def phone(e164: str) -> str:
    """As it is dialled here; a number of another country keeps its plus."""
    national = e164.removeprefix("+62")
    return e164 if national == e164 else f"0{national}"


def _consents(number: str, book: Book) -> Iterator[Line]:
    for channel, consent in book.consents:
        yield (
            "consents",
            (
                number,
                vocabulary.word(vocabulary.CHANNELS, channel),
                _answer(yes=consent.granted),
                consent.at,
                consent.by,
                consent.source,
                consent.note,
            ),
        )


def _account(number: str, account: Row, known: Known) -> Iterator[Line]:
    account_no, ledger = account["account_no"], known.ledgers.get(account["account_id"], ())
    lending = known.lendings.get(account["account_id"])
    if lending is None:
        yield "savings", _saving(number, account)
    else:
        schedule = lending.state.installments or _undone(account, ledger)
        yield "financing", _financing(number, account, schedule)
        for one in schedule:
            row = (account_no, one.number, str(one.due_on), one.principal, one.margin)
            yield "installments", row
        for start, end in lending.pauses:
            yield "pauses", (account_no, str(start), str(end))
    yield from (("transactions", _entry(account_no, entry)) for entry in ledger)


def _saving(number: str, account: Row) -> Sequence[WrittenCell]:
    return (
        account["account_no"],
        number,
        account["product"],
        account["opened_on"],
        account.get("monthly_amount"),
        account.get("due_day"),
        account.get("tenor_months"),
        account.get("matures_on"),
        account["closed_on"],
        account.get("closed_reason"),
    )


def _financing(number: str, account: Row, schedule: Sequence[Installment]) -> Sequence[WrittenCell]:
    method = account["method"]
    return (
        account["account_no"],
        number,
        account["product"],
        account["principal"] or None,
        account["annual_rate"],
        None if method == "explicit" else vocabulary.word(vocabulary.METHODS, method),
        account["tenor_months"],
        account["opened_on"],
        str(schedule[0].due_on) if schedule else None,
        account["grace_days"],
        account["closed_on"],
        account.get("closed_reason"),
    )


def _undone(account: Row, ledger: Sequence[Row]) -> Sequence[Installment]:
    """What was lent where the disbursement was reversed, and with it the schedule: one instalment.

    Its reversal in the ledger takes it away again.
    """
    lent = next((entry for entry in ledger if entry["type"] == "disbursement"), None)
    if lent is None:
        return ()
    opened_on = date.fromisoformat(account["opened_on"])
    return (Installment(1, opened_on, lent["amount"], lent["effect"] - lent["amount"]),)


def _entry(account_no: str, entry: Row) -> Sequence[WrittenCell]:
    return (
        account_no,
        entry["value_date"],
        vocabulary.word(vocabulary.KEPT_TYPES, entry["type"]),
        entry["amount"],
        entry["note"],
        entry.get("document_no"),
        entry["transaction_id"],
        entry["reverses"],
        entry["posted_at"],
        entry["officer"],
    )


def _talk(number: str, talk: Row, numbers: Mapping[str, str]) -> Sequence[WrittenCell]:
    return (
        number,
        talk["at"],
        _MEDIA[talk["channel"]],
        "masuk" if talk["direction"] == "in" else "keluar",
        _TALKS[talk["kind"]],
        talk["text"],
        talk["officer"],
        numbers.get(talk["account_id"] or ""),
    )


def _follow_up(one: FollowUp, numbers: Mapping[str, str]) -> Sequence[WrittenCell]:
    return (
        numbers.get(one.account_id),
        one.at,
        _TALKS[one.kind],
        _MEDIA[one.channel] if one.channel else None,
        one.outcome and OUTCOMES[one.outcome],
        one.amount,
        str(one.due_on) if one.due_on else None,
        one.note,
        one.officer,
    )


def rate(percent: str) -> str:
    """A rate with a comma, and never with three decimals, which would look like thousands."""
    places = -int(Decimal(percent).as_tuple().exponent)
    return f"{percent}0".replace(".", ",") if places == 3 else percent.replace(".", ",")


_MEDIA = {
    "whatsapp": "WhatsApp",
    "phone": "telepon",
    "visit": "kunjungan",
    "email": "surel",
    "letter": "surat",
    "counter": "loket",
    "other": "lainnya",
}
_TALKS = {
    "interaction": "kontak",
    "message": "pesan",
    "consent": "persetujuan",
    "attempt": "upaya menghubungi",
    "visit": "kunjungan",
    "promise": "janji bayar",
}
