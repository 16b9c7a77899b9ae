"""A financing account as the rooms read it: its terms, its state and its pauses. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .financing import Financing


@dataclass(frozen=True, slots=True)
class FinancingAccount:
    """A financing account: its state after all entries, and what its arrears follow from.

    `last` is where the ledger ends: `<value date>#<transaction id>` of its last entry. `pauses` are
    (start, end).
    """

    account_id: str
    account_no: str
    product: str
    opened_on: date
    closed_on: date | None
    grace_days: int
    state: Financing
    last: str
    version: int = 1
    pauses: tuple[tuple[date, date], ...] = ()
    pauses_version: int = 0

    @property
    def last_value_date(self) -> date:
        return date.fromisoformat(self.last[:10])

    def to_doc(self) -> str:
        """All but the versions and the pauses."""
        return json.dumps(
            {
                "account_no": self.account_no,
                "product": self.product,
                "opened_on": str(self.opened_on),
                "closed_on": str(self.closed_on) if self.closed_on else None,
                "grace_days": self.grace_days,
                "last": self.last,
                "state": self.state.to_doc(),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


def pauses_doc(pauses: Iterable[tuple[date, date]]) -> str:
    """Pauses, (start, end) each, as the accounts table keeps them: JSON."""
    return json.dumps([[str(start), str(end)] for start, end in pauses])


def read_pauses(text: str) -> tuple[tuple[date, date], ...]:
    """Read what pauses_doc wrote."""
    return tuple(
        (date.fromisoformat(start), date.fromisoformat(end)) for start, end in json.loads(text)
    )
