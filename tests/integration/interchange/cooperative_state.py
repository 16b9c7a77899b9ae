"""All stored of a cooperative's members, without the ids that differ between installations."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exports.member_records import read_members
from members.versions import nik_of
from shared.domain.contact_book import Address, Email, Phone
from tests.integration.events import Room, identity

Row = dict[str, Any]

_IDS = {"account_id", "member_id", "transaction_id", "interaction_id"}
_ARREARS = Room("arrears", identity())
_ACCOUNTS = Room("accounts", identity())


def read_cooperative(days: Sequence[str]) -> dict[str, Row]:
    """Members by their numbers: profile, contacts, accounts, ledgers, and arrears on some days."""
    listed = Room("members", identity())("GET", "/members", query={"limit": 100}).body["items"]
    ids = [row["member_id"] for row in listed]
    everybody = [one for n in range(0, len(ids), 50) for one in read_members(ids[n : n + 50])]
    return {one.member.card.row["member_no"]: _member(one, days) for one in everybody}


def _member(one: Any, days: Sequence[str]) -> Row:
    row, profile = one.member.card.row, one.member.profile
    member_id = row["member_id"]
    return {
        "row": _without(row, "nik_masked"),
        "profile": (profile.birth_date, profile.gender, profile.occupation, nik_of(one.member)),
        "phones": _contacts(one.book.of(Phone)),
        "emails": _contacts(one.book.of(Email)),
        "addresses": _contacts(one.book.of(Address)),
        "consents": dict(one.book.consents),
        "accounts": {a["account_no"]: _account(a, one) for a in one.accounts},
        "arrears": {day: _arrears(member_id, day) for day in days},
    }


def _contacts(entries: Sequence[Any]) -> list[str]:
    return sorted(json.dumps({**asdict(e), "id": None}, sort_keys=True) for e in entries)


def _account(row: Row, one: Any) -> Row:
    account_id = row["account_id"]
    financing = one.financing_accounts.get(account_id)
    path = f"/accounts/{account_id}/statement"
    return {
        "row": _without(row),
        "pauses": financing and financing.pauses,
        "schedule": financing and financing.state,
        "ledger": [_entry(e) for e in one.ledgers.get(account_id, ())],
        "closing": _ACCOUNTS("GET", path).body["closing"],
    }


def _entry(row: Row) -> Row:
    """Ids stay as they are in a ledger; what was known when it was posted does not."""
    return _without(
        {**row, "id": row["transaction_id"]}, "posted_at", "officer", "balance_after", "allocation"
    )


def _arrears(member_id: str, day: str) -> Row:
    body = _ARREARS("GET", f"/members/{member_id}/arrears", query={"as_of": day}).body
    return {
        **body,
        "items": sorted(map(_without, body["items"]), key=lambda i: str(i["account_no"])),
        "savings": sorted(map(_without, body["savings"]), key=lambda i: str(i["account_no"])),
    }


def _without(row: Any, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in {*_IDS, *names}}
