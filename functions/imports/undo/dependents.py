"""What depends on what an import did, and so keeps it from being undone. Nothing is written.

For example: somebody changed a member whom the import created, or posted to an account that it
opened.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accounts.bulk import Account, LedgerEntry, LoanAccount
from imports.store import fingerprints, undo_journal
from imports.store.undo_journal import LedgerWritten, MemberCreated
from members.bulk import StoredMember
from shared.aws import dynamo
from shared.domain.contact_book import Book
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records.keys import accounts as account_keys
from shared.records.keys import contacts as contacts_keys
from shared.records.keys.partitions import partition
from shared.records.keys.reminders import MESSAGES

UNDONE = "Pembatalan impor "
"""How the reason of a reversal begins that undoes an import's entry."""

Dependent = tuple[str, dict[str, object]]
"""The code of a message (shared/kernel/messages) and its parameters."""


class OtherRooms:
    """What other rooms keep of a member, read once for all that is asked of them."""

    def __init__(self) -> None:
        self._arrears: dict[str, list[str]] = {}
        self._messages: dict[str, list[tuple[str, str]]] = {}

    def arrears(self, member_id: str) -> list[str]:
        """The sort keys of follow-ups and of the arrears desk."""
        if member_id not in self._arrears:
            items = dynamo.query(settings().arrears_table, partition(member_id), only=["sk"])
            self._arrears[member_id] = [str(item["sk"]) for item in items]
        return self._arrears[member_id]

    def messages(self, member_id: str) -> list[tuple[str, str]]:
        """(business date, the message) of what reminders sent or are about to send."""
        if member_id not in self._messages:
            items = _items(settings().reminders_table, member_id, MESSAGES)
            self._messages[member_id] = [
                (str(item["sk"]).removeprefix(MESSAGES), str(item["doc"])) for item in items
            ]
        return self._messages[member_id]


@dataclass(frozen=True, slots=True)
class MemberNow:
    """A member with their contacts, and the sort keys of their timeline."""

    stored: StoredMember
    book: Book
    timeline: list[str]


def of_member(
    import_id: str, record: MemberCreated, now: MemberNow, other_rooms: OtherRooms
) -> Iterator[Dependent]:
    """What depends on a member whom the import created."""
    if fingerprints.of_member(now.stored.profile, now.stored.card) != record.profile:
        yield "built_changed", {}
    if fingerprints.of_book(record.member_id, now.book) != record.book:
        yield "built_contacts", {}
    ours = undo_journal.opened_accounts(import_id, record.member_id)
    for item in _items(settings().accounts_table, record.member_id, account_keys.HEAD):
        row = json.loads(str(item["doc"]))
        if row["account_id"] not in ours:
            yield "built_account", {"number": row["account_no"]}
    if len(now.timeline) > record.timeline:
        yield "built_note", {"on": contacts_keys.interaction_date(now.timeline[-1])}
    if other_rooms.arrears(record.member_id):
        yield "built_follow_up", {}
    if messages := other_rooms.messages(record.member_id):
        yield "built_message", {"on": messages[-1][0]}


def of_account(
    account: Account,
    ledger: Iterable[LedgerEntry],
    records: Sequence[LedgerWritten],
    other_rooms: OtherRooms,
) -> Iterator[Dependent]:
    """What depends on an account that the import opened.

    Entries of another import do not where they were reversed by its undo.
    """
    member_id, own = split_account_id(account.account_id)
    if fingerprints.of_account(account) not in {record.terms for record in records}:
        yield "built_changed", {}
    ours = {entry for record in records for entry in record.entries}
    entries = {entry.transaction_id: entry for entry in ledger}
    for entry in entries.values():
        reversal = entries.get(entry.reversed_by or "", entry)
        if entry.transaction_id not in ours and not str(reversal.note).startswith(UNDONE):
            yield "built_entry", {"on": str(entry.value_date)}
            break
    if isinstance(account, LoanAccount) and account.financing.pauses_version:
        yield "built_pause", {}
    if any(f"#{own}" in sort_key for sort_key in other_rooms.arrears(member_id)):
        yield "built_follow_up", {}
    for on, message in other_rooms.messages(member_id):
        if account.account_id in message:
            yield "built_message", {"on": on}
            break


def timeline(member_id: str) -> list[str]:
    """The sort keys of a member's timeline, the oldest first."""
    items = _items(settings().contacts_table, member_id, contacts_keys.TIMELINE)
    return [str(item["sk"]) for item in items]


def _items(table: str, member_id: str, prefix: str) -> list[dynamo.Item]:
    return dynamo.query(table, partition(member_id), dynamo.Prefix(prefix))
