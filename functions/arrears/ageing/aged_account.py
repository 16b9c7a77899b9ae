"""How late an account is on a day, for ageing. Pure.

It is worked out from an entry of the index by_due or from a replayed schedule, and is kept packed
in a snapshot, thousands of accounts in one item. Amounts are whole rupiah.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from arrears import rules
from arrears.rules import Pause
from arrears.standing.collectability import Classifier, is_short
from shared.domain.financing import Financing
from shared.domain.financing_account import FinancingAccount
from shared.kernel.ids import split_account_id
from shared.records.due_rows import DueRow, usual_gap


@dataclass(frozen=True, slots=True)
class AgedAccount:
    """An account with something unpaid. `amount` is unpaid and due (the next one's before that).

    `office` is the member's on that day, None where it was not asked for or there is none.
    """

    account_id: str
    account_no: str
    product: str
    office: str | None
    due_on: date
    delinquent_days: int
    short: bool
    overdue: int
    amount: int
    outstanding_principal: int

    @property
    def member_id(self) -> str:
        return split_account_id(self.account_id)[0]

    @property
    def sort_key(self) -> str:
        """Sorts as due lists do, the oldest due date first."""
        return f"{self.due_on}#{self.account_id}"

    def days_past_due(self, as_of: date) -> int:
        """Days since the oldest unpaid due date, 0 up to and on it."""
        return max((as_of - self.due_on).days, 0)

    def class_number(self, classes: Classifier) -> int:
        """Its collectability class."""
        return classes.number(self.due_on, self.delinquent_days, self.short)


def from_entry(row: DueRow, office: str | None, as_of: date) -> AgedAccount:
    """From an entry of the index by_due, as of its own day or a later one."""
    paused = rules.paused_days([Pause(*span) for span in row.pauses], row.due_on, as_of)
    late = row.days_past_due(as_of)
    return AgedAccount(
        account_id=row.account_id,
        account_no=row.account_no,
        product=row.product,
        office=office,
        due_on=row.due_on,
        delinquent_days=max(late - row.grace_days - paused, 0),
        short=is_short(row.gap_days),
        overdue=row.overdue(as_of),
        amount=row.due_by(max(as_of, row.due_on)),
        outstanding_principal=row.outstanding_principal,
    )


def from_state(
    account: FinancingAccount, state: Financing, office: str | None, as_of: date
) -> AgedAccount | None:
    """From a schedule that was replayed up to a day; None where nothing was owed on it."""
    oldest = state.oldest_unpaid
    closed = account.closed_on is not None and account.closed_on <= as_of
    if oldest is None or closed or account.opened_on > as_of:
        return None
    pauses = [Pause(*span) for span in account.pauses]
    found = rules.arrears(state, pauses, account.grace_days, as_of)
    until = max(as_of, oldest.due_on)
    return AgedAccount(
        account_id=account.account_id,
        account_no=account.account_no,
        product=account.product,
        office=office,
        due_on=oldest.due_on,
        delinquent_days=found.delinquent_days,
        short=is_short(usual_gap(state)),
        overdue=found.overdue_amount,
        amount=state.due_by(until),
        outstanding_principal=found.outstanding_principal,
    )


def pack(rows: Iterable[AgedAccount]) -> bytes:
    """Many rows in as few bytes as JSON and zlib need."""
    told = [
        [
            row.account_id,
            row.account_no,
            row.product,
            row.office,
            row.due_on.toordinal(),
            row.delinquent_days,
            int(row.short),
            row.overdue,
            row.amount,
            row.outstanding_principal,
        ]
        for row in rows
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def unpack(packed: bytes) -> Iterator[AgedAccount]:
    """Read what pack wrote."""
    for account_id, account_no, product, office, due, days, short, *amounts in json.loads(
        zlib.decompress(packed)
    ):
        yield AgedAccount(
            account_id,
            account_no,
            product,
            office,
            date.fromordinal(due),
            days,
            bool(short),
            *amounts,
        )
