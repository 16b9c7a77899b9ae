"""All that a cooperative would miss, without the ids that an installation gives out."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exports.reading import known
from members.versions import nik_of
from shared.domain.contact_book import Address, Email, Phone
from tests.integration.events import Room, identity

Told = dict[str, Any]

_IDS = {"account_id", "member_id", "transaction_id", "interaction_id"}
_ARREARS = Room("arrears", identity())
_ACCOUNTS = Room("accounts", identity())


def told(days: Sequence[str]) -> dict[str, Told]:
    """Members by their numbers: profile, contacts, accounts, ledgers, and arrears on some days."""
    listed = Room("members", identity())("GET", "/members", query={"limit": 100}).body["items"]
    ids = [row["member_id"] for row in listed]
    everybody = [one for n in range(0, len(ids), 50) for one in known(ids[n : n + 50])]
    return {one.member.card.row["member_no"]: _member(one, days) for one in everybody}


def _member(one: Any, days: Sequence[str]) -> Told:
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


def _account(row: Told, one: Any) -> Told:
    account_id = row["account_id"]
    lending = one.lendings.get(account_id)
    path = f"/accounts/{account_id}/statement"
    return {
        "row": _without(row),
        "pauses": lending and lending.pauses,
        "schedule": lending and lending.state,
        "ledger": [_entry(e) for e in one.ledgers.get(account_id, ())],
        "closing": _ACCOUNTS("GET", path).body["closing"],
    }


def _entry(row: Told) -> Told:
    """Ids stay as they are in a ledger; what was known when it was posted does not."""
    return _without(
        {**row, "id": row["transaction_id"]}, "posted_at", "officer", "balance_after", "allocation"
    )


def _arrears(member_id: str, day: str) -> Told:
    body = _ARREARS("GET", f"/members/{member_id}/arrears", query={"as_of": day}).body
    return {
        **body,
        "items": sorted(map(_without, body["items"]), key=lambda i: str(i["account_no"])),
        "savings": sorted(map(_without, body["savings"]), key=lambda i: str(i["account_no"])),
    }


def _without(row: Any, *names: str) -> Told:
    return {name: value for name, value in row.items() if name not in {*_IDS, *names}}
