"""Use cases for many entries of one account, as an import and the demo have them.

Entries come in the order of their value dates and are taken by the rules of each alone.
"""

from collections.abc import Sequence

from shared import dynamo, member_card, write
from shared.attempts import attempts
from shared.audit import audit
from shared.clock import Clock
from shared.errors import Conflict, Invalid
from shared.identity import Caller
from shared.ids import ID_LENGTH, id_behind, split_account_id
from shared.installments import Entry

from . import entries, opening, repository, rules, service
from .repository import Account, Row
from .schemas import NewAccount, NewTransaction

MOST_AT_ONCE = 90
"""A transaction holds 100 items: these, and what an opening writes."""


def open_with_history(
    caller: Caller, new: NewAccount, history: Sequence[NewTransaction], clock: Clock
) -> Row:
    """Open an account under its number with its first 90 entries in one transaction; its row.

    What is more follows as post_many does it.
    """
    if new.account_no is None:
        raise Invalid("account_no", "missing")
    member_card.require_visible(caller, new.member_id)
    first, rest = history[:MOST_AT_ONCE], history[MOST_AT_ONCE:]
    opened = opening.new_account(new, new.account_no, opening.schedule_of(new, clock.today()))
    account, rows = _after(caller, opened, first, clock)
    ledger = [*opening.disbursement(caller, opened, clock), *rows]
    try:
        dynamo.transact(
            [
                member_card.exists(new.member_id),
                *repository.opened(account),
                *(repository.brought(account.row, row, clock.today()) for row in ledger),
                _record(caller, "account.open", account.account_id, rows, clock),
            ]
        )
    except dynamo.ConditionFailed as failed:
        raise opening.refused(failed, new) from failed
    return post_many(caller, account.account_id, rest, clock) if rest else account.row


def post_many(caller: Caller, account_id: str, new: Sequence[NewTransaction], clock: Clock) -> Row:
    """Post entries, each 90 in one transaction; the account's row.

    A refusal leaves the transactions before it.
    """
    member_card.require_visible(caller, split_account_id(account_id)[0])
    row: Row = {}
    for start in range(0, len(new), MOST_AT_ONCE):
        row = _post_at_once(caller, account_id, new[start : start + MOST_AT_ONCE], clock)
    return row


def _post_at_once(
    caller: Caller, account_id: str, new: Sequence[NewTransaction], clock: Clock
) -> Row:
    for _ in attempts():
        old = repository.load(account_id)
        account, rows = _after(caller, old, new, clock)
        ledger = [repository.brought(account.row, row, clock.today()) for row in rows]
        record = _record(caller, "transaction.post_many", account_id, rows, clock)
        try:
            dynamo.transact([*repository.saved(old, account), *ledger, record])
        except (dynamo.ConditionFailed, dynamo.Contended):
            continue
        return account.row
    raise Conflict("account_id", "busy")


def _record(
    caller: Caller, action: str, account_id: str, rows: Sequence[Row], clock: Clock
) -> write.Write:
    ids = [row["transaction_id"] for row in rows]
    return audit(caller, clock.now(), action, f"account:{account_id}", ids=ids)


def _after(
    caller: Caller, account: Account, new: Sequence[NewTransaction], clock: Clock
) -> tuple[Account, list[Row]]:
    rows: list[Row] = []
    for one in new:
        standing = service.standing(account)
        if one.value_date < standing.last_value_date:
            last = str(standing.last_value_date)
            raise Invalid("value_date", "order", str(one.value_date), other=last)
        effect = rules.effect(standing, one.type, one.value_date, one.amount, clock.today())
        entry = _entry_behind(account.last, one)
        before = account
        account, allocation = service.with_entry(before, entry, effect)
        rows.append(
            entries.row(
                caller,
                before,
                entry,
                effect,
                clock,
                balance=account.amount,
                note=one.note or None,
                allocation=allocation,
            )
        )
    return account, rows


def _entry_behind(last: str, new: NewTransaction) -> Entry:
    """An entry that sorts behind the last: ids of one millisecond come in no order."""
    entry_id = entries.new_transaction_id(new.value_date)
    last_date, _, last_id = last.partition("#")
    if last_date == str(new.value_date) and entry_id < last_id:
        entry_id = id_behind(last_id[:ID_LENGTH]) + last_id[ID_LENGTH:]
    return Entry(entry_id, new.type, new.value_date, new.amount)
