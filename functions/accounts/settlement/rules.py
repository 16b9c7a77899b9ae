"""What it takes to settle financing on a day. Pure; whole rupiah.

All principal is owed, all penalties, and the margin; what falls due after the day may be waived, by
a rule of the cooperative's settings: all of it, that of so many instalments (the last ones), none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.financing import Financing
from shared.domain.installments import Installment, NamedParts
from shared.domain.settlement_waiver import SettlementWaiver
from shared.kernel.errors import Conflict, Invalid
from shared.kernel.money import rupiah


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is owed on a day, and how much margin of it is waived."""

    on: date
    principal: int
    margin: int
    penalty: int
    waived: int

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.principal + self.margin + self.penalty - self.waived

    @property
    def paid_parts(self) -> NamedParts:
        """What the payment is for."""
        return NamedParts(self.principal, self.margin - self.waived, self.penalty)


def settlement(
    owed: Financing, on: date, rule: SettlementWaiver, waived: int | None = None
) -> Settlement:
    """What it takes on a day, by the rule or with so much margin waived; or the refusal."""
    margin = owed.outstanding_margin
    if waived is None:
        waived = _waived(owed.installments, on, rule)
    elif waived > margin:
        raise Invalid("waived", "over_margin", waived, most=rupiah(margin))
    if not owed.outstanding:
        raise Conflict("account_id", "nothing_owed")
    return Settlement(on, owed.outstanding_principal, margin, owed.outstanding_penalty, waived)


def _waived(installments: Sequence[Installment], on: date, rule: SettlementWaiver) -> int:
    future = [i.unpaid_margin for i in installments if i.due_on > on and i.unpaid_margin]
    match rule.waives:
        case "future":
            return sum(future)
        case "months":
            return sum(future[-rule.months :] if rule.months else [])
        case "none":
            return 0
