"""A financing account as far as several rooms need it: schedule, what is paid, pauses. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .financing import Financing

Pauses = tuple[tuple[date, date], ...]
"""(start, end) of each; on its end date a pause no longer holds."""


@dataclass(frozen=True, slots=True)
class FinancingAccount:
    """A financing account: its state after all entries, and what its arrears follow from.

    `last` is where the ledger ends: `<value date>#<transaction id>` of its last entry. `version` is
    that of what the accounts room writes, `pauses_version` that of the pauses.
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
    pauses: Pauses = ()
    pauses_version: int = 0

    @property
    def last_value_date(self) -> date:
        return date.fromisoformat(self.last[:10])

    def to_doc(self) -> str:
        """All but the versions and the pauses, as JSON."""
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

    @classmethod
    def from_doc(
        cls, account_id: str, text: str, *, version: int, pauses: Pauses, pauses_version: int
    ) -> "FinancingAccount":
        """Read what to_doc wrote."""
        doc = json.loads(text)
        return cls(
            account_id=account_id,
            account_no=doc["account_no"],
            product=doc["product"],
            opened_on=date.fromisoformat(doc["opened_on"]),
            closed_on=date.fromisoformat(doc["closed_on"]) if doc["closed_on"] else None,
            grace_days=doc["grace_days"],
            state=Financing.from_doc(doc["state"]),
            last=doc["last"],
            version=version,
            pauses=pauses,
            pauses_version=pauses_version,
        )


def pauses_doc(pauses: Iterable[tuple[date, date]]) -> str:
    """Pauses as JSON: a list of [start, end]."""
    return json.dumps([[str(start), str(end)] for start, end in pauses])


def read_pauses(text: str) -> Pauses:
    """Read what pauses_doc wrote."""
    return tuple(
        (date.fromisoformat(start), date.fromisoformat(end)) for start, end in json.loads(text)
    )
