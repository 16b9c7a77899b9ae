"""Entries as use cases make them: the account after one, and the row that the ledger keeps."""

from shared.domain.installments import Entry
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock

from . import changes, entries, rules
from .changes import Ledger
from .ledger_schemas import NewTransaction
from .repository import Account, Row


def entered(
    caller: Caller,
    old: Account,
    new: NewTransaction,
    clock: Clock,
    known: Ledger,
    *,
    behind: str = "",
) -> tuple[Account, Row]:
    """The account after an entry, and its row; its id sorts behind the id `behind`."""
    effect = rules.effect(
        changes.standing(old), new.type, new.value_date, new.amount, clock.today()
    )
    entry_id = entries.new_transaction_id(new.value_date, behind)
    entry = Entry(entry_id, new.type, new.value_date, new.amount)
    account, allocation = changes.with_entry(old, entry, effect, known)
    return account, entries.row(
        caller,
        old,
        entry,
        effect,
        clock,
        balance=account.amount,
        note=new.note or None,
        document_no=new.document_no or None,
        allocation=allocation,
    )


def taken_back(
    caller: Caller, old: Account, original: Row, why: str, *, clock: Clock, known: Ledger
) -> tuple[Account, Row]:
    """The account after the reversal of an entry, and the row of that."""
    entry = entries.of_row(original)
    ledger = known() if old.lending else []
    effect = rules.reversal_effect(
        changes.standing(old),
        entry,
        original["effect"],
        original["reversed_by"],
        rules.others_count(ledger, entry),
    )
    undone = Entry(
        entries.new_transaction_id(entry.value_date),
        "reversal",
        entry.value_date,
        entry.amount,
        entry.entry_id,
    )
    account = changes.without(old, entry, undone, effect, lambda: ledger)
    return account, entries.row(
        caller, old, undone, effect, clock, balance=account.amount, note=why
    )
