"""Use cases that change an account: post, reverse, close.

Each reads the account, decides, and writes from that version to the next in one transaction; where
somebody else was faster it reads and decides anew.
"""

from collections.abc import Callable

from shared.aws import dynamo, write
from shared.aws.retry import attempts
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import split_account_id
from shared.records import financing_accounts, member_card
from shared.records.audit import audit
from shared.records.idempotency import GUARD, IdempotentRequest

from . import changes, entries, posting, repository, rules
from .ledger_schemas import NewTransaction, Reversal
from .repository import Account, Row
from .schemas import Closing

Change = tuple[Account, Row, list[write.Write]]
"""The next version, the answer, and the writes beside those of the account itself."""


def post(
    caller: Caller, account_id: str, new: NewTransaction, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Post an entry: balance, schedule and ledger change together."""

    def change(old: Account) -> Change:
        account, row = posting.entered(
            caller, old, new, clock, lambda: financing_accounts.ledger(account_id)
        )
        subject, entry_id = f"account:{account_id}", row["transaction_id"]
        record = audit(caller, clock.now(), "transaction.post", subject, id=entry_id, type=new.type)
        return account, row, [repository.posted(old.row, row, clock.today()), record]

    return _change(caller, account_id, once, change)


def reverse(
    caller: Caller,
    account_id: str,
    transaction_id: str,
    why: Reversal,
    *,
    once: IdempotentRequest,
    clock: Clock,
) -> dict[str, object]:
    """Take an entry back with one of the opposite effect; each names the other."""
    value_date = entries.value_date_of(transaction_id)

    def change(old: Account) -> Change:
        original = repository.transaction(account_id, transaction_id, value_date)
        account, row = posting.taken_back(
            caller,
            old,
            original,
            why.reason,
            clock=clock,
            known=lambda: financing_accounts.ledger(account_id),
        )
        marked = {**original, "reversed_by": row["transaction_id"]}
        subject = f"account:{account_id}"
        writes = [
            repository.posted(old.row, row, clock.today(), undone=original["type"]),
            repository.marked_reversed(account_id, marked),
            audit(
                caller,
                clock.now(),
                "transaction.reverse",
                subject,
                id=row["transaction_id"],
                reverses=transaction_id,
            ),
        ]
        return account, row, writes

    return _change(caller, account_id, once, change)


def close(
    caller: Caller, account_id: str, how: Closing, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Close an account that holds nothing."""
    closed_on = how.closed_on or clock.today()

    def change(old: Account) -> Change:
        rules.check_closing(changes.standing(old), closed_on, clock.today())
        account = changes.closed(old, closed_on, how.reason)
        record = audit(caller, clock.now(), "account.close", f"account:{account_id}")
        return account, account.row, [record]

    return _change(caller, account_id, once, change)


def _change(
    caller: Caller, account_id: str, once: IdempotentRequest, change: Callable[[Account], Change]
) -> dict[str, object]:
    member_card.require_visible(caller, split_account_id(account_id)[0])

    def work() -> dict[str, object]:
        for _ in attempts():
            old = repository.load(account_id)
            account, answer, writes = change(old)
            try:
                dynamo.transact([*repository.saved(old, account), *writes, *once.record(answer)])
            except dynamo.ConditionFailed as failed:
                if GUARD in failed.guards:
                    raise
            except dynamo.Contended:
                pass
            else:
                return answer
        raise Conflict("account_id", "busy")

    return once.do(work)
