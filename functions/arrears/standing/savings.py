"""Missed contributions of a member's savings accounts, as of a date; apart from financing."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from shared.aws import dynamo
from shared.domain.contributions import Contributions
from shared.kernel.ids import split_account_id
from shared.kernel.messages import Language
from shared.kernel.settings import settings
from shared.records import savings_rows
from shared.records.keys.accounts import ledger_prefix
from shared.records.keys.partitions import partition

from .savings_text import explanation


def arrears(heads: Iterable[dynamo.Item], as_of: date, language: Language) -> list[dict[str, Any]]:
    """Each account that takes contributions, from head items of the accounts table.

    No call where the date is today; one for each account with entries after an earlier date.
    """
    found = []
    for head in heads:
        row = json.loads(str(head["doc"]))
        contributions = savings_rows.contributions_of(row)
        if contributions is None or _closed(row, as_of):
            continue
        balance = row["balance"]
        if str(as_of) < str(head["last"])[:10]:
            balance -= _effects_after(row["account_id"], as_of)
        found.append(_answer(row, contributions, balance, as_of, language))
    return found


def _closed(row: dict[str, Any], as_of: date) -> bool:
    return row["closed_on"] is not None and row["closed_on"] <= str(as_of)


def _effects_after(account_id: str, as_of: date) -> int:
    """What the entries with a later value date have changed; a reversal has that of its entry."""
    member_id, own = split_account_id(account_id)
    prefix = ledger_prefix(own)
    later = dynamo.Between(f"{prefix}{as_of}~", f"{prefix}~")
    items = dynamo.query(settings().accounts_table, partition(member_id), later)
    return sum(json.loads(str(item["doc"]))["effect"] for item in items)


def _answer(
    row: dict[str, Any],
    contributions: Contributions,
    balance: int,
    as_of: date,
    language: Language,
) -> dict[str, Any]:
    missed = contributions.missed(balance, as_of)
    return {
        "account_id": row["account_id"],
        "account_no": row["account_no"],
        "product": row["product"],
        "monthly_amount": contributions.monthly_amount,
        "due_day": contributions.due_day,
        "missed_months": missed.months,
        "missed_amount": missed.amount,
        "since": missed.since and str(missed.since),
        "days_past_due": missed.days_past_due,
        "next_due_on": missed.next_due_on and str(missed.next_due_on),
        "explanation": explanation(contributions, missed, as_of, language),
    }
