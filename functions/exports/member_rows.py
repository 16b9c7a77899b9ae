"""All that Sapa keeps of a member as rows of an export's tables. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from arrears.collections.follow_up import FollowUp
from arrears.collections.follow_up_text import OUTCOMES
from interchange import vocabulary
from interchange.cells import WrittenCell
from members.models import StoredMember
from shared.domain.contact_book import Address, Book, Contact, Email, Phone
from shared.domain.financing_account import FinancingAccount

from .account_rows import JsonRow, TableRow, account_rows


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """All that Sapa keeps of a member.

    `financing_accounts` and `ledgers` are by account id; `interactions` are the timeline.
    """

    member: StoredMember
    nik: str | None
    book: Book
    accounts: Sequence[JsonRow]
    financing_accounts: Mapping[str, FinancingAccount]
    ledgers: Mapping[str, Sequence[JsonRow]]
    interactions: Sequence[JsonRow]
    follow_ups: Sequence[FollowUp]


def member_rows(record: MemberRecord) -> Iterator[TableRow]:
    """The member's rows, each with its table."""
    row, profile = record.member.card.row, record.member.profile
    member_no = row["member_no"]
    yield (
        "members",
        (
            member_no,
            row["name"],
            record.nik,
            profile.gender,
            profile.birth_date,
            row["joined_on"],
            vocabulary.word(vocabulary.STATUSES, row["status"]),
            row["office"],
            profile.occupation,
        ),
    )
    yield from (("contacts", (member_no, *_contact(entry))) for entry in record.book.entries)
    yield from _consents(member_no, record.book)
    for account in record.accounts:
        account_id = account["account_id"]
        financing = record.financing_accounts.get(account_id)
        yield from account_rows(member_no, account, financing, record.ledgers.get(account_id, ()))
    numbers = {account["account_id"]: account["account_no"] for account in record.accounts}
    for interaction in record.interactions:
        yield "timeline", _interaction(member_no, interaction, numbers)
    yield from (("follow_ups", _follow_up(one, numbers)) for one in record.follow_ups)


def _contact(entry: Contact) -> Sequence[WrittenCell]:
    primary = _yes_or_no(yes=True) if entry.primary else None
    match entry:
        case Phone():
            return _contact_kind("phone"), _phone(entry.e164), entry.label, primary, *[None] * 7
        case Email():
            return _contact_kind("email"), entry.address, entry.label, primary, *[None] * 7
        case Address():
            return (
                _contact_kind("address"),
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


def _contact_kind(code: str) -> str:
    return vocabulary.word(vocabulary.CONTACTS, code)


def _yes_or_no(*, yes: bool) -> str:
    return vocabulary.word(vocabulary.ANSWERS, "yes" if yes else "no")


def _phone(e164: str) -> str:
    """As it is dialled in Indonesia; a number of another country keeps its plus."""
    national = e164.removeprefix("+62")
    return e164 if national == e164 else f"0{national}"


def _consents(member_no: str, book: Book) -> Iterator[TableRow]:
    for channel, consent in book.consents:
        yield (
            "consents",
            (
                member_no,
                vocabulary.word(vocabulary.CHANNELS, channel),
                _yes_or_no(yes=consent.granted),
                consent.at,
                consent.by,
                consent.source,
                consent.note,
            ),
        )


def _interaction(
    member_no: str, interaction: JsonRow, numbers: Mapping[str, str]
) -> Sequence[WrittenCell]:
    """`numbers` are account numbers by account id."""
    return (
        member_no,
        interaction["at"],
        _MEDIA[interaction["channel"]],
        "masuk" if interaction["direction"] == "in" else "keluar",
        _INTERACTION_KINDS[interaction["kind"]],
        interaction["text"],
        interaction["officer"],
        numbers.get(interaction["account_id"] or ""),
    )


def _follow_up(one: FollowUp, numbers: Mapping[str, str]) -> Sequence[WrittenCell]:
    return (
        numbers.get(one.account_id),
        one.at,
        _INTERACTION_KINDS[one.kind],
        _MEDIA[one.channel] if one.channel else None,
        one.outcome and OUTCOMES[one.outcome],
        one.amount,
        str(one.due_on) if one.due_on else None,
        one.note,
        one.officer,
    )


_MEDIA = {
    "whatsapp": "WhatsApp",
    "phone": "telepon",
    "visit": "kunjungan",
    "email": "surel",
    "letter": "surat",
    "counter": "loket",
    "other": "lainnya",
}
_INTERACTION_KINDS = {
    "interaction": "kontak",
    "message": "pesan",
    "consent": "persetujuan",
    "attempt": "upaya menghubungi",
    "visit": "kunjungan",
    "promise": "janji bayar",
}
