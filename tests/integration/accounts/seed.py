"""The accounts that event files speak of, of a member of their own."""

from itertools import count

import pytest

from accounts import opening, posting
from members import service as members
from tests.integration.accounts.clerk import Clerk
from tests.integration.events import Room, identity

MEMBER_ID = "01JB0000000000000000000002"
SAVINGS_ID = f"{MEMBER_ID}.S01JB0000000000000000000021"
EMPTY_ID = f"{MEMBER_ID}.S01JB0000000000000000000022"
CLOSED_ID = f"{MEMBER_ID}.S01JB0000000000000000000024"
FINANCING_ID = f"{MEMBER_ID}.F01JB0000000000000000000023"
DISBURSEMENT_ID = "01JB0000000000000000000031.20240110"
DEPOSIT_ID = "01JB0000000000000000000032.20240201"


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Member 01JB0000000000000000000002: savings of 500,000, empty and closed savings, overdue
    financing.

    The disbursement is transaction …31, a deposit …32, a repayment …33.
    """
    with monkeypatch.context() as patch:
        patch.setattr(members, "new_id", lambda: MEMBER_ID)
        body = {"name": "Budi Santoso", "joined_on": "2020-01-15", "member_no": "2001.00002"}
        assert Room("members", identity())("POST", "/members", body).status == 201
        accounts = iter((SAVINGS_ID, EMPTY_ID, FINANCING_ID, CLOSED_ID))
        patch.setattr(opening, "new_account_id", lambda *_: next(accounts))
        numbers = count(31)
        patch.setattr(posting, "new_id", lambda: f"01JB00000000000000000000{next(numbers)}")
        clerk = Clerk(Room("accounts", identity()), MEMBER_ID)
        savings = clerk.savings("sukarela", opened_on="2024-01-10", account_no="SS00001")
        clerk.savings("wajib", opened_on="2024-01-10", account_no="SW00001")
        financing = clerk.financing(
            opened_on="2024-01-10", first_due_on="2024-02-10", account_no="PB00001"
        )
        closed = clerk.savings("qurban", opened_on="2024-01-10", account_no="SL00001")
        assert clerk.accounts("POST", f"/accounts/{closed}/close").status == 200
        clerk.posted(savings, "deposit", 500_000, "2024-02-01")
        clerk.posted(financing, "repayment", 110_000, "2024-02-10")
