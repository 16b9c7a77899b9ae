"""What one more entry of its ledger makes of an account: planned here, written by unit_of_work.py.

Every entry has its id, its officer and its time from here, whether it is posted by a clerk, a file,
a core system or the undoing of an import.
"""

from dataclasses import dataclass
from datetime import date
from re import fullmatch

from shared.domain.installments import PAYMENTS, Allocation, Entry, NamedParts
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.ids import ID_LENGTH, id_after, new_id

from . import changes, rules
from .changes import Ledger
from .ledger_schemas import NewTransaction
from .model import Account, LedgerEntry, LoanAccount


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account one entry further: the account after it, the entry, and the entry that it reversed
    (naming its reversal now)."""

    account: Account
    entry: LedgerEntry
    reversed: LedgerEntry | None = None


def post_entry(
    caller: Caller,
    old: Account,
    new: NewTransaction,
    clock: Clock,
    known: Ledger,
    *,
    behind: str = "",
) -> AccountChange:
    """An entry, or the refusal; its id sorts behind the id `behind`."""
    effect = rules.effect(
        changes.standing(old), new.type, new.value_date, new.amount, clock.today()
    )
    parts = _named_parts(old, new)
    entry_id = new_transaction_id(new.value_date, behind)
    entry = Entry(entry_id, new.type, new.value_date, new.amount, parts=parts)
    account, allocation = changes.with_entry(old, entry, effect, known)
    kept = ledger_entry(
        caller,
        account,
        entry,
        effect,
        clock,
        note=new.note,
        document_no=new.document_no,
        allocation=allocation,
    )
    return AccountChange(account, kept)


def append_entry(caller: Caller, old: Account, new: NewTransaction, clock: Clock) -> AccountChange:
    """An entry that is not dated before the account's last one, so that no ledger is read."""
    day, last = str(new.value_date), old.last[:10]
    if day < last:
        raise Invalid("value_date", "order", day, other=last)
    behind = old.last.partition("#")[2] if day == last else ""
    return post_entry(caller, old, new, clock, list, behind=behind)


def reverse_entry(
    caller: Caller, old: Account, original: LedgerEntry, reason: str, *, clock: Clock, known: Ledger
) -> AccountChange:
    """The reversal of an entry, or the refusal."""
    entry = original.entry
    ledger = known() if isinstance(old, LoanAccount) else []
    effect = rules.reversal_effect(
        changes.standing(old),
        entry,
        original.effect,
        original.reversed_by,
        rules.others_count(ledger, entry),
    )
    reversal = reversal_of(entry, new_transaction_id(entry.value_date))
    account = changes.without_entry(old, entry, reversal, effect, lambda: ledger)
    kept = ledger_entry(caller, account, reversal, effect, clock, note=reason)
    return AccountChange(account, kept, original.reversed_with(reversal.entry_id))


def disbursement(caller: Caller, account: Account, clock: Clock) -> list[LedgerEntry]:
    """The entry that makes a new loan's whole schedule owed (none of savings): its amount is what
    was handed over, its effect the margin too."""
    if not isinstance(account, LoanAccount):
        return []
    day, _, transaction_id = account.last.partition("#")
    lent = Entry(transaction_id, "disbursement", date.fromisoformat(day), account.principal)
    return [ledger_entry(caller, account, lent, account.amount, clock)]


def reversal_of(entry: Entry, transaction_id: str) -> Entry:
    """A reversal has the value date of what it reverses."""
    return Entry(transaction_id, "reversal", entry.value_date, entry.amount, entry.entry_id)


def ledger_entry(
    caller: Caller,
    account: Account,
    entry: Entry,
    effect: int,
    clock: Clock,
    *,
    balance: int | None = None,
    note: str | None = None,
    document_no: str | None = None,
    allocation: Allocation | None = None,
) -> LedgerEntry:
    """A new entry as the ledger keeps it; `balance` is that after it, by default the account's."""
    return LedgerEntry(
        transaction_id=entry.entry_id,
        account_id=account.account_id,
        type=entry.type,
        value_date=entry.value_date,
        posted_at=timestamp(clock.now()),
        amount=entry.amount,
        effect=effect,
        balance_after=account.amount if balance is None else balance,
        note=note or None,
        document_no=document_no or None,
        officer=caller.name,
        reverses=entry.reverses,
        allocation=allocation,
        parts=entry.parts,
    )


def _named_parts(account: Account, new: NewTransaction) -> NamedParts | None:
    """What the entry says it is for, or the refusal."""
    named, field = new.named_parts(), "part" if new.part else "parts"
    if named is None:
        return None
    if new.part and new.parts:
        raise Invalid("parts", "part_or_parts")
    if not isinstance(account, LoanAccount) or new.type not in PAYMENTS:
        raise Invalid(field, "parts_of_payment")
    rules.check_parts(named, new.amount, account.financing.state)
    return named


def new_transaction_id(value_date: date, behind: str = "") -> str:
    """A ULID and the value date, so that the entry is found by its id alone: `01J….20261124`.

    It sorts behind another of the same value date; ids of one millisecond come in no order.
    """
    fresh, other = new_id(), behind[:ID_LENGTH]
    if fresh <= other:
        fresh = id_after(other)
    return f"{fresh}.{value_date.isoformat().replace('-', '')}"


def value_date_of(transaction_id: str) -> str:
    """The value date in an id, or NotFound where it has not the form of one."""
    if not fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}\.\d{8}", transaction_id):
        raise NotFound("transaction", transaction_id)
    day = transaction_id[-8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"
