"""Use cases that change an account: post, reverse, close, reopen.

Each reads the account, decides, and writes from that version to the next in one transaction; where
somebody else was faster it reads and decides anew.
"""

from collections.abc import Callable

from shared.aws import write
from shared.aws.retry import retry_on_conflict
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import split_account_id
from shared.records import member_card
from shared.records.idempotency import GUARD, IdempotentRequest

from . import changes, documents, posting, repository, rules
from .documents import Doc
from .ledger_schemas import NewTransaction, Reversal
from .schemas import Closing, Reopening
from .unit_of_work import UnitOfWork

Work = Callable[[UnitOfWork], tuple[Doc, write.Write]]
"""Changes an account; the answer, and the audit's record."""


def post(
    caller: Caller, account_id: str, new: NewTransaction, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Post an entry: balance, schedule and ledger change together. A ledger_schemas.Transaction."""

    def work(unit: UnitOfWork) -> tuple[Doc, write.Write]:
        if new.type == "withdrawal" and unit.account.product in rules.KEPT_UNTIL_LEAVING:
            member_card.require_left(unit.account.member_id)
        entry = unit.post(new)
        record = unit.audit_record("transaction.post", id=entry.transaction_id, type=new.type)
        return documents.of_entry(entry), record

    return change(caller, account_id, once, clock, work)


def reverse(
    caller: Caller,
    account_id: str,
    transaction_id: str,
    why: Reversal,
    *,
    once: IdempotentRequest,
    clock: Clock,
) -> dict[str, object]:
    """Take an entry back with one of the opposite effect. A ledger_schemas.Transaction."""
    posting.value_date_of(transaction_id)

    def work(unit: UnitOfWork) -> tuple[Doc, write.Write]:
        entry = unit.reverse(transaction_id, why.reason)
        record = unit.audit_record(
            "transaction.reverse", id=entry.transaction_id, reverses=transaction_id
        )
        return documents.of_entry(entry), record

    return change(caller, account_id, once, clock, work)


def close(
    caller: Caller, account_id: str, how: Closing, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Close an account that holds nothing. A schemas.Account."""

    def work(unit: UnitOfWork) -> tuple[Doc, write.Write]:
        unit.close(how.closed_on or clock.today(), how.reason)
        return documents.of_account(unit.account), unit.audit_record("account.close")

    return change(caller, account_id, once, clock, work)


def reopen(
    caller: Caller, account_id: str, why: Reopening, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Open a closed account again; financing is due again as before. A schemas.Account."""

    def work(unit: UnitOfWork) -> tuple[Doc, write.Write]:
        rules.check_closed(changes.standing(unit.account))
        unit.reopen(why.reason)
        record = unit.audit_record("account.reopen", reason=why.reason)
        return documents.of_account(unit.account), record

    return change(caller, account_id, once, clock, work)


def change(
    caller: Caller, account_id: str, once: IdempotentRequest, clock: Clock, work: Work
) -> dict[str, object]:
    """Do the work on an account in one transaction, once for a request's key; its answer."""
    member_card.require_visible(caller, split_account_id(account_id)[0])

    def attempt() -> dict[str, object]:
        unit = UnitOfWork(caller, repository.load(account_id), clock, by_hand=True)
        answer, record = work(unit)
        unit.commit([record, *once.record(answer)])
        return answer

    busy = Conflict("account_id", "busy")
    return once.do(lambda: retry_on_conflict(attempt, final=[GUARD], busy=busy))
