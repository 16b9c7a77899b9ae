"""What was built on what an import did, as far as it keeps that from being undone.

Each answers what it finds as (code, params) of shared/kernel/messages.py; nothing is written.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accounts.bulk import Account, LedgerEntry, LoanAccount
from imports.store import undo_journal
from imports.store.undo_journal import Ledger, MemberMade
from members.repository import Stored
from shared.aws import dynamo
from shared.domain.contact_book import Book
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records.keys import accounts as account_keys
from shared.records.keys.partitions import partition
from shared.records.timeline import PREFIX

from . import fingerprints

UNDONE = "Pembatalan impor "
"""How the reason of a reversal begins that undoes an import's entry."""

Built = tuple[str, dict[str, object]]

_MESSAGE = "MESSAGE#"


class Around:
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
            items = _items(settings().reminders_table, member_id, _MESSAGE)
            self._messages[member_id] = [
                (str(item["sk"]).removeprefix(_MESSAGE), str(item["doc"])) for item in items
            ]
        return self._messages[member_id]


@dataclass(frozen=True, slots=True)
class Person:
    """A member with their contacts, and the sort keys of their timeline."""

    stored: Stored
    book: Book
    notes: list[str]


def on_member(import_id: str, deed: MemberMade, now: Person, around: Around) -> Iterator[Built]:
    """On a member who was not there."""
    if fingerprints.of_member(now.stored.profile, now.stored.card) != deed.profile:
        yield "built_changed", {}
    if fingerprints.of_book(deed.member_id, now.book) != deed.book:
        yield "built_contacts", {}
    ours = undo_journal.opened_of(import_id, deed.member_id)
    for item in _items(settings().accounts_table, deed.member_id, account_keys.HEAD):
        row = json.loads(str(item["doc"]))
        if row["account_id"] not in ours:
            yield "built_account", {"number": row["account_no"]}
    if len(now.notes) > deed.timeline:
        yield "built_note", {"on": now.notes[-1].removeprefix(PREFIX)[:10]}
    if around.arrears(deed.member_id):
        yield "built_follow_up", {}
    if messages := around.messages(deed.member_id):
        yield "built_message", {"on": messages[-1][0]}


def on_account(
    account: Account, ledger: Iterable[LedgerEntry], deeds: Sequence[Ledger], around: Around
) -> Iterator[Built]:
    """On an account that was not there; what another import brought and was undone is nothing."""
    member_id, own = split_account_id(account.account_id)
    if fingerprints.of_account(account) not in {deed.terms for deed in deeds}:
        yield "built_changed", {}
    ours = {entry for deed in deeds for entry in deed.entries}
    entries = {entry.transaction_id: entry for entry in ledger}
    for entry in entries.values():
        reversal = entries.get(entry.reversed_by or "", entry)
        if entry.transaction_id not in ours and not str(reversal.note).startswith(UNDONE):
            yield "built_entry", {"on": str(entry.value_date)}
            break
    if isinstance(account, LoanAccount) and account.financing.pauses_version:
        yield "built_pause", {}
    if any(f"#{own}" in place for place in around.arrears(member_id)):
        yield "built_follow_up", {}
    for on, said in around.messages(member_id):
        if account.account_id in said:
            yield "built_message", {"on": on}
            break


def timeline(member_id: str) -> list[str]:
    """The sort keys of a member's timeline, the oldest first."""
    return [str(item["sk"]) for item in _items(settings().contacts_table, member_id, PREFIX)]


def _items(table: str, member_id: str, prefix: str) -> list[dynamo.Item]:
    return dynamo.query(table, partition(member_id), dynamo.Prefix(prefix))
