"""What imports, the feed and the demo use of accounts: the only module of this room they import.

An account is changed by a `UnitOfWork`, or opened by one (`UnitOfWork.open` of `new_account`).
Where several entries are judged before any is written, they are planned first (`append_entry`,
`plan_restored`, `plan_reversals`) and then applied to a unit one by one.
"""

from collections.abc import Sequence
from dataclasses import replace

from shared.aws import dynamo, write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid, NotFound
from shared.records import member_card

from . import changes, posting, rules
from .documents import of_account as account_doc
from .ledger_schemas import KeptEntry, NewTransaction
from .model import Account, LedgerEntry, LoanAccount, SavingsAccount
from .opening import new_account, next_number, refusal_of, schedule_of
from .posting import Change, append_entry
from .repository import (
    account_ids,
    deleting_entry_write,
    deleting_writes,
    exists,
    load,
)
from .repository import ledger as ledger_of
from .restoring import plan as plan_restored
from .restoring import with_kept_disbursement
from .rules import takes
from .schedules import MAX_INSTALLMENTS
from .schedules import explicit as explicit_schedule
from .schemas import AccountNo, AccountTerms, Closing, NewAccount, NewInstallment
from .unit_of_work import UnitOfWork

__all__ = [
    "MAX_INSTALLMENTS",
    "Account",
    "AccountNo",
    "AccountTerms",
    "Change",
    "Closing",
    "KeptEntry",
    "LedgerEntry",
    "LoanAccount",
    "NewAccount",
    "NewInstallment",
    "NewTransaction",
    "SavingsAccount",
    "UnitOfWork",
    "account_doc",
    "account_ids",
    "append_entry",
    "check_closing",
    "commit_many",
    "deleting_entry_write",
    "deleting_writes",
    "exists",
    "explicit_schedule",
    "find",
    "ledger_of",
    "load",
    "many_record",
    "new_account",
    "next_number",
    "open_with_history",
    "plan_restored",
    "plan_reversals",
    "schedule_of",
    "takes",
    "with_kept_disbursement",
]


def find(account_id: str) -> Account | None:
    """An account, or None where it is not there any more: its import was undone."""
    try:
        return load(account_id)
    except NotFound:
        return None


def check_closing(account: Account, how: Closing, clock: Clock) -> None:
    """Refuse to close an account that holds something, or before its last entry."""
    today = clock.today()
    rules.check_closing(changes.standing(account), how.closed_on or today, today)


def many_record(unit: UnitOfWork) -> write.Write:
    """The audit's record of a commit: an account that is opened, or entries that are posted."""
    action = "account.open" if unit.is_new else "transaction.post_many"
    return unit.audit_record(action, ids=[entry.transaction_id for entry in unit.entries])


def commit_many(unit: UnitOfWork, extra_writes: Sequence[write.Write] = ()) -> None:
    """Write what a unit has, if it has something, with the audit's record and `extra_writes`.

    A Refusal says why an account cannot be opened; ConditionFailed or Contended as in
    UnitOfWork.commit.
    """
    if not unit.is_changed:
        return
    is_new = unit.is_new
    try:
        unit.commit([many_record(unit), *extra_writes])
    except dynamo.ConditionFailed as failed:
        if not is_new:
            raise
        raise refusal_of(failed, unit.account) from failed


def open_with_history(
    caller: Caller,
    new: NewAccount,
    history: Sequence[NewTransaction],
    clock: Clock,
    closing: Closing | None = None,
) -> Account:
    """Open an account under its number with its first entries in one transaction; it afterwards.

    Entries come in the order of their value dates. What one transaction does not hold follows, then
    the closing; a refusal leaves the transactions before it.
    """
    if new.account_no is None:
        raise Invalid("account_no", "missing")
    member_card.require_visible(caller, new.member_id)
    account = new_account(new, new.account_no, schedule_of(new, clock.today()))
    unit = UnitOfWork.open(caller, account, clock)
    for one in history:
        if unit.is_full:
            commit_many(unit)
        unit.append(one)
    commit_many(unit)
    if closing:
        unit.close(closing.closed_on or clock.today(), closing.reason)
        unit.commit([unit.audit_record("account.close")])
    return unit.account


def plan_reversals(
    caller: Caller,
    account: Account,
    wanted: Sequence[LedgerEntry],
    reason: str,
    *,
    ledger: Sequence[LedgerEntry],
    clock: Clock,
) -> list[Change]:
    """The changes that take entries of an account's ledger back, the first first, each with its
    entry's document number; a Refusal says which cannot be."""
    known = [one.entry for one in ledger]
    planned: list[Change] = []
    for original in wanted:
        change = posting.reverse_entry(
            caller, account, original, reason, clock=clock, known=lambda: known
        )
        account = change.account
        known.append(change.entry.entry)
        named = replace(change.entry, document_no=original.document_no)
        planned.append(replace(change, entry=named))
    return planned
