"""Use case: what was posted on a business date, for the count at the end of the day.

A day's entries lie together in the index by_posted, sorted by officer: one Query reads an officer's
or all of them. Entries of the past that an import brings are not a day's work and not in it.
"""

from datetime import date
from itertools import groupby

from accounts import repository
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import split_account_id
from shared.records import member_card

from . import rules
from .rules import Posted

_CARDS_AT_ONCE = 100


def of_day(
    caller: Caller, day: date | None, officer: str | None, clock: Clock
) -> dict[str, object]:
    """The sums of a day by type and by officer, and an officer's entries, the first one first.

    Who may reverse sees all officers, and without `officer` the sums of all; others see themselves.
    """
    chosen = officer
    if "accounts:reverse" not in caller.permissions:
        chosen = officer or caller.name
        if chosen != caller.name:
            raise Forbidden("officer", "other_officer", officer)
    wanted = day or clock.today()
    found = _visible(caller, repository.posted_on(wanted, chosen))
    by_officer = {
        name: list(entries) for name, entries in groupby(found, key=lambda entry: entry.officer)
    }
    return {
        "date": str(wanted),
        "officer": chosen,
        **rules.sums(found),
        "officers": [
            {"officer": name, **rules.sums(entries)} for name, entries in by_officer.items()
        ],
        "items": [_shown(entry) for entry in found] if chosen else [],
    }


def _visible(caller: Caller, found: list[Posted]) -> list[Posted]:
    """The entries of members of the caller's offices; who is bound to none needs no card."""
    if not caller.offices:
        return found
    members = sorted({split_account_id(entry.account_id)[0] for entry in found})
    offices: dict[str, str | None] = {}
    for start in range(0, len(members), _CARDS_AT_ONCE):
        offices |= member_card.offices(members[start : start + _CARDS_AT_ONCE])
    return [
        entry
        for entry in found
        if caller.may_see(offices.get(split_account_id(entry.account_id)[0]))
    ]


def _shown(entry: Posted) -> dict[str, object]:
    return {
        "transaction_id": entry.transaction_id,
        "account_id": entry.account_id,
        "account_no": entry.account_no,
        "type": entry.type,
        "undone": entry.undone,
        "value_date": entry.value_date,
        "posted_at": entry.posted_at,
        "amount": entry.amount,
        "effect": entry.effect,
        "cash": entry.cash,
    }
