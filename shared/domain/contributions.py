"""Monthly contributions to a savings account (simpanan wajib), and which of them were missed. Pure.

A contribution is due once a month, first on the first due day on or after the opening. What an
account holds pays the oldest first, whoever put it there and however; so a backdated deposit, a
withdrawal or a reversal needs no rule of its own. As an instalment, a contribution is missed only
after its due day. UU 25/1992, article 41: simpanan wajib is paid at set times and amounts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from shared.kernel.dates import add_months
from shared.kernel.money import Rupiah

DEFAULT_DUE_DAY = 10

DayOfMonth = Annotated[int, Field(strict=True, ge=1, le=31)]


class MandatorySavings(BaseModel, frozen=True, extra="forbid"):
    """What each member saves a month (simpanan wajib), until which day (or the month's last)."""

    monthly_amount: Rupiah
    due_day: DayOfMonth = DEFAULT_DUE_DAY


@dataclass(frozen=True, slots=True)
class Missed:
    """What was missed as of a date: how many months, whole rupiah, since when.

    `part` is what was paid of the oldest; `days_past_due` are the days since it was due. Without
    missed months all but `next_due_on` is 0 or None; that is the next one that is not paid in full,
    None beyond the calendar.
    """

    months: int = 0
    amount: int = 0
    part: int = 0
    since: date | None = None
    days_past_due: int = 0
    next_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contributions:
    """What an account owes a month (whole rupiah), by which day, or a shorter month's last, and
    since when."""

    monthly_amount: int
    due_day: int
    opened_on: date

    def due_on(self, number: int) -> date | None:
        """The due date of a contribution, counted from 0; None beyond the year 9999."""
        same_month = self._in_month(0)
        try:
            return self._in_month(number + (same_month < self.opened_on))
        except ValueError:
            return None

    def _in_month(self, number: int) -> date:
        return add_months(self.opened_on, number, self.due_day)

    def due_before(self, day: date) -> int:
        """How many contributions have a due date before a day."""
        months = (day.year - self.opened_on.year) * 12 + day.month - self.opened_on.month
        if months < 0:
            return 0
        this_months = self._in_month(months) < day
        return max(months + this_months - (self._in_month(0) < self.opened_on), 0)

    def oldest_unpaid(self, balance: int) -> date | None:
        """The due date of the first contribution that a balance does not pay in full."""
        return self.due_on(balance // self.monthly_amount)

    def unpaid(self, number: int, balance: int) -> int:
        """What a balance leaves unpaid of a contribution."""
        left = balance - number * self.monthly_amount
        return self.monthly_amount - min(max(left, 0), self.monthly_amount)

    def unpaid_by(self, balance: int, day: date) -> int:
        """What a balance leaves unpaid of all that is due on or before a day."""
        return self.missed(balance, day + timedelta(days=1)).amount

    def missed(self, balance: int, as_of: date) -> Missed:
        """What was missed as of a date on which the account held `balance`.

        The balance of a past date may be below 0, where a withdrawal was backdated.
        """
        paid, part = divmod(max(balance, 0), self.monthly_amount)
        due = self.due_before(as_of)
        if paid >= due:
            return Missed(next_due_on=self.due_on(paid))
        since = self.due_on(paid)
        return Missed(
            months=due - paid,
            amount=(due - paid) * self.monthly_amount - part,
            part=part,
            since=since,
            days_past_due=(as_of - since).days if since else 0,
            next_due_on=self.due_on(due),
        )
