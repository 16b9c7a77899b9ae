"""Use cases for many entries of one account, as an import and the demo have them.

Entries come in the order of their value dates and are taken by the rules of each alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from shared import dynamo, member_card, write
from shared.audit import audit
from shared.clock import Clock
from shared.errors import Invalid
from shared.identity import Caller

from . import changes, opening, posting, repository
from .ledger_schemas import NewTransaction
from .repository import Account, Row
from .schemas import NewAccount

MOST_AT_ONCE = 90
"""A transaction holds 100 items: these, and what an opening writes."""


class Batch:
    """An account and entries behind its last, written up to 90 in one transaction.

    `new` is what the account was asked to be where it is not there yet: the first writing opens it.
    """

    def __init__(
        self, caller: Caller, account: Account, clock: Clock, new: NewAccount | None = None
    ) -> None:
        self.account = account
        self._caller, self._clock, self._new = caller, clock, new
        self._written, self._rows = account, list[Row]()

    def enter(self, one: NewTransaction) -> None:
        """Add an entry to those to be written, or refuse it and be as before."""
        if len(self._rows) == MOST_AT_ONCE:
            self.commit()
        self.account, row = entered(self._caller, self.account, one, self._clock)
        self._rows.append(row)

    def commit(self) -> None:
        """Write what was entered; ConditionFailed or Contended where somebody else was faster."""
        if self._new is not None:
            self._open(self._new)
        elif self._rows:
            record = self._record("transaction.post_many")
            ledger = self._ledger(self._rows)
            dynamo.transact([*repository.saved(self._written, self.account), *ledger, record])
        self._written = replace(self.account, version=self._written.version + 1)
        if lending := self._written.lending:
            later = replace(lending, version=lending.version + (0 if self._new else 1))
            self._written = replace(self._written, lending=later)
        self.account, self._new, self._rows = self._written, None, []

    def _open(self, new: NewAccount) -> None:
        lent = opening.disbursement(self._caller, self._written, self._clock)
        try:
            dynamo.transact(
                [
                    member_card.exists(new.member_id),
                    *repository.opened(self.account),
                    *self._ledger([*lent, *self._rows]),
                    self._record("account.open"),
                ]
            )
        except dynamo.ConditionFailed as failed:
            raise opening.refused(failed, new) from failed

    def _ledger(self, rows: Sequence[Row]) -> list[write.Write]:
        today = self._clock.today()
        return [repository.brought(self.account.row, row, today) for row in rows]

    def _record(self, action: str) -> write.Write:
        ids = [row["transaction_id"] for row in self._rows]
        subject = f"account:{self.account.account_id}"
        return audit(self._caller, self._clock.now(), action, subject, ids=ids)


def open_with_history(
    caller: Caller, new: NewAccount, history: Sequence[NewTransaction], clock: Clock
) -> Row:
    """Open an account under its number with its first 90 entries in one transaction; its row.

    What is more follows, 90 in one transaction; a refusal leaves the transactions before it.
    """
    if new.account_no is None:
        raise Invalid("account_no", "missing")
    member_card.require_visible(caller, new.member_id)
    opened = opening.new_account(new, new.account_no, opening.schedule_of(new, clock.today()))
    batch = Batch(caller, opened, clock, new)
    for one in history:
        batch.enter(one)
    batch.commit()
    return batch.account.row


def entered(
    caller: Caller, before: Account, new: NewTransaction, clock: Clock
) -> tuple[Account, Row]:
    """The account after an entry that is not dated before its last, and the entry's row."""
    standing = changes.standing(before)
    if new.value_date < standing.last_value_date:
        last = str(standing.last_value_date)
        raise Invalid("value_date", "order", str(new.value_date), other=last)
    behind = before.last.partition("#")[2] if str(new.value_date) == before.last[:10] else ""
    return posting.entered(caller, before, new, clock, list, behind=behind)
