"""What was built on what an import did, as far as it keeps that from being undone.

Each answers what it finds as (code, params) of shared/messages.py; nothing is written.
"""

import json
from collections.abc import Iterator, Sequence

from accounts.repository import Account, Row
from members.repository import Stored
from shared import contact_items, dynamo, lendings
from shared.desk_marks import desk_key
from shared.ids import split_account_id
from shared.member_card import partition
from shared.settings import settings
from shared.timeline import PREFIX

from . import fingerprints, undo_items
from .undo_items import Ledger, MemberMade

UNDONE = "Pembatalan impor "
"""How the reason of a reversal begins that undoes an import's entry."""

Built = tuple[str, dict[str, object]]

_FOLLOW, _DESK, _MESSAGE, _HEAD = "FOLLOW#", "DESK#", "MESSAGE#", "HEAD#"


def on_member(import_id: str, deed: MemberMade, stored: Stored) -> Iterator[Built]:
    """On a member who was not there."""
    if fingerprints.of_member(stored.profile, stored.card) != deed.profile:
        yield "built_changed", {}
    if fingerprints.of_book(deed.member_id, contact_items.load(deed.member_id)) != deed.book:
        yield "built_contacts", {}
    ours = undo_items.opened_of(import_id, deed.member_id)
    for item in _items(settings().accounts_table, deed.member_id, _HEAD):
        row = json.loads(str(item["doc"]))
        if row["account_id"] not in ours:
            yield "built_account", {"number": row["account_no"]}
    notes = timeline(deed.member_id)
    if len(notes) > deed.timeline:
        yield "built_note", {"on": notes[-1].removeprefix(PREFIX)[:10]}
    for prefix in (_FOLLOW, _DESK):
        if _items(settings().arrears_table, deed.member_id, prefix):
            yield "built_follow_up", {}
            break
    if messages := _items(settings().reminders_table, deed.member_id, _MESSAGE):
        yield "built_message", {"on": str(messages[-1]["sk"]).removeprefix(_MESSAGE)}


def on_account(account: Account, deeds: Sequence[Ledger]) -> Iterator[Built]:
    """On an account that was not there; what another import brought and was undone is nothing."""
    member_id, own = split_account_id(account.account_id)
    if fingerprints.of_account(account.row) not in {deed.terms for deed in deeds}:
        yield "built_changed", {}
    ours = {entry for deed in deeds for entry in deed.entries}
    rows = {row["transaction_id"]: row for row in ledger(account.account_id)}
    for row in rows.values():
        undone = rows.get(row["reversed_by"], row)
        if row["transaction_id"] not in ours and not str(undone["note"]).startswith(UNDONE):
            yield "built_entry", {"on": row["value_date"]}
            break
    if account.lending and account.lending.pauses_version:
        yield "built_pause", {}
    arrears = settings().arrears_table
    if _items(arrears, member_id, f"{_FOLLOW}{own}#") or dynamo.get(
        arrears, desk_key(account.account_id)
    ):
        yield "built_follow_up", {}
    for item in _items(settings().reminders_table, member_id, _MESSAGE):
        if account.account_id in str(item["doc"]):
            yield "built_message", {"on": str(item["sk"]).removeprefix(_MESSAGE)}
            break


def ledger(account_id: str) -> list[Row]:
    """All entries of an account, also of one that is gone."""
    member_id, own = split_account_id(account_id)
    items = _items(settings().accounts_table, member_id, lendings.ledger_prefix(own))
    return [json.loads(str(item["doc"])) for item in items]


def timeline(member_id: str) -> list[str]:
    """The sort keys of a member's timeline, the oldest first."""
    return [str(item["sk"]) for item in _items(settings().contacts_table, member_id, PREFIX)]


def _items(table: str, member_id: str, prefix: str) -> list[dynamo.Item]:
    return dynamo.query(table, partition(member_id), dynamo.Prefix(prefix))
