"""Use cases for many entries of one account, as an import and the demo have them.

Entries come in the order of their value dates and are taken by the rules of each alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from shared.aws import dynamo, write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid
from shared.records import financing_accounts, member_card
from shared.records.audit import audit

from . import changes, entries, opening, posting, repository, rules
from .ledger_schemas import NewTransaction
from .repository import Account, Row
from .restoring import Step
from .schemas import Closing, NewAccount

MOST_AT_ONCE = 90
"""A transaction holds 100 items: these, and what an opening writes."""


Along = Callable[[Account, Sequence[Row]], Sequence[write.Write]]
"""What is written along with an account (version 0 where it is opened) and entries of it."""


class Batch:
    """An account and entries behind its last, written up to 90 in one transaction.

    `new` is what the account was asked to be where it is not there yet: the first writing opens it.
    """

    def __init__(
        self,
        caller: Caller,
        account: Account,
        clock: Clock,
        new: NewAccount | None = None,
        along: Along = lambda *_: (),
    ) -> None:
        self.account = account
        self._caller, self._clock, self._new, self._along = caller, clock, new, along
        self._written = account
        lent = opening.disbursement(caller, account, clock) if new else []
        self._rows = {row["transaction_id"]: row for row in lent}
        self._marked: list[Row] = []
        self._undone: dict[str, str] = {}

    def enter(self, one: NewTransaction) -> Row:
        """Add an entry to those to be written (its row), or refuse it and be as before."""
        step = Step(*entered(self._caller, self.account, one, self._clock))
        self.take(step)
        return step.row

    def take(self, step: Step) -> None:
        """Add a step of a course from this account on."""
        if len(self._rows) + len(self._marked) > MOST_AT_ONCE - 2:
            self.commit()
        self.account = replace(step.account, version=self._written.version)
        self._rows[step.row["transaction_id"]] = step.row
        if marked := step.marked:
            self._undone[step.row["transaction_id"]] = marked["type"]
            if marked["transaction_id"] in self._rows:
                self._rows[marked["transaction_id"]] = marked
            else:
                self._marked.append(marked)

    def close(self, how: Closing) -> None:
        """Close the account behind its entries, or refuse it and be as before."""
        closed_on, today = how.closed_on or self._clock.today(), self._clock.today()
        rules.check_closing(changes.standing(self.account), closed_on, today)
        self.account = changes.closed(self.account, closed_on, how.reason)

    def commit(self) -> None:
        """Write what was entered; ConditionFailed or Contended where somebody else was faster."""
        try:
            if writes := self.writes():
                dynamo.transact(writes)
        except dynamo.ConditionFailed as failed:
            if self._new is None:
                raise
            raise opening.refused(failed, self._new) from failed
        self.wrote()

    def wrote(self) -> None:
        """Go on behind what writes() answered: it is written."""
        before = self._written
        self._written = replace(self.account, version=before.version + 1)
        if before.lending and self.account.lending:
            version = before.lending.version + (0 if self._new else 1)
            lending = replace(self.account.lending, version=version)
            self._written = replace(self._written, lending=lending)
        self.account, self._new, self._rows, self._marked = self._written, None, {}, []

    def writes(self) -> list[write.Write]:
        """What commit would write now."""
        if self._new is not None:
            return [
                member_card.exists(self._new.member_id),
                *repository.opened(self.account),
                *self._ledger(),
                *self._along(self.account, list(self._rows.values())),
                self._record("account.open"),
            ]
        if self.account is self._written:
            return []
        return [
            *repository.saved(self._written, self.account),
            *self._ledger(),
            *self._along(self.account, list(self._rows.values())),
            self._record("transaction.post_many"),
        ]

    def _ledger(self) -> list[write.Write]:
        row, today = self.account.row, self._clock.today()
        return [
            *(
                repository.brought(row, entry, today, self._undone.get(entry_id))
                for entry_id, entry in self._rows.items()
            ),
            *(repository.marked_reversed(row["account_id"], entry) for entry in self._marked),
        ]

    def _record(self, action: str) -> write.Write:
        ids = list(self._rows)
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


def reversals(
    caller: Caller, account: Account, rows: Sequence[Row], why: str, clock: Clock
) -> list[Step]:
    """The steps that take entries back, the first first, each with its entry's document number;
    a Refusal says which cannot be."""
    ledger = financing_accounts.ledger(account.account_id) if account.lending else []
    steps: list[Step] = []
    for row in rows:
        account, undone = posting.taken_back(
            caller, account, row, why, clock=clock, known=lambda: ledger
        )
        undone["document_no"] = row["document_no"]
        ledger.append(entries.of_row(undone))
        steps.append(Step(account, undone, {**row, "reversed_by": undone["transaction_id"]}))
    return steps


def entered(
    caller: Caller, before: Account, new: NewTransaction, clock: Clock
) -> tuple[Account, Row]:
    """The account after an entry that is not dated before its last, and the entry's row."""
    day, last = str(new.value_date), before.last[:10]
    if day < last:
        raise Invalid("value_date", "order", day, other=last)
    behind = before.last.partition("#")[2] if day == last else ""
    return posting.entered(caller, before, new, clock, list, behind=behind)
