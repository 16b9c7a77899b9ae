"""Use cases that change an account: post, reverse, close.

Each reads the account, decides, and writes from that version to the next in one transaction; where
somebody else was faster it reads and decides anew.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from shared import dynamo, lendings, member_card, write
from shared.attempts import attempts
from shared.audit import audit
from shared.clock import Clock
from shared.errors import Conflict
from shared.financing import Financing
from shared.idempotency import GUARD, Once
from shared.identity import Caller
from shared.ids import split_account_id
from shared.installments import Allocation, Entry, live
from shared.lendings import Lending

from . import answers, entries, repository, rules
from .ledger_schemas import NewTransaction, Reversal
from .repository import Account, Row
from .schemas import Closing

Change = tuple[Account, Row, list[write.Write]]
"""The next version, the answer, and the writes beside those of the account itself."""


def post(
    caller: Caller, account_id: str, new: NewTransaction, once: Once, clock: Clock
) -> dict[str, object]:
    """Post an entry: balance, schedule and ledger change together."""

    def change(old: Account) -> Change:
        effect = rules.effect(standing(old), new.type, new.value_date, new.amount, clock.today())
        entry = Entry(
            entries.new_transaction_id(new.value_date), new.type, new.value_date, new.amount
        )
        account, allocation = with_entry(old, entry, effect)
        row = entries.row(
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
        subject = f"account:{account_id}"
        record = audit(
            caller, clock.now(), "transaction.post", subject, id=entry.entry_id, type=new.type
        )
        return account, row, [repository.posted(old.row, row, clock.today()), record]

    return _change(caller, account_id, once, change)


def reverse(
    caller: Caller, account_id: str, transaction_id: str, why: Reversal, *, once: Once, clock: Clock
) -> dict[str, object]:
    """Take an entry back with one of the opposite effect; each names the other."""
    value_date = entries.value_date_of(transaction_id)

    def change(old: Account) -> Change:
        original = repository.transaction(account_id, transaction_id, value_date)
        known = lendings.ledger(account_id) if old.lending else []
        entry = entries.of_row(original)
        effect = rules.reversal_effect(
            standing(old),
            entry,
            original["effect"],
            original["reversed_by"],
            rules.others_count(known, entry),
        )
        undone = Entry(
            entries.new_transaction_id(entry.value_date),
            "reversal",
            entry.value_date,
            entry.amount,
            transaction_id,
        )
        account = _without(old, entry, undone, effect, known)
        row = entries.row(
            caller, old, undone, effect, clock, balance=account.amount, note=why.reason
        )
        marked = {**original, "reversed_by": undone.entry_id}
        subject = f"account:{account_id}"
        writes = [
            repository.posted(old.row, row, clock.today(), undone=entry.type),
            repository.marked_reversed(account_id, marked),
            audit(
                caller,
                clock.now(),
                "transaction.reverse",
                subject,
                id=undone.entry_id,
                reverses=transaction_id,
            ),
        ]
        return account, row, writes

    return _change(caller, account_id, once, change)


def close(
    caller: Caller, account_id: str, how: Closing, once: Once, clock: Clock
) -> dict[str, object]:
    """Close an account that holds nothing."""
    closed_on = how.closed_on or clock.today()

    def change(old: Account) -> Change:
        rules.check_closing(standing(old), closed_on, clock.today())
        row = {
            **old.row,
            "status": "closed",
            "closed_on": str(closed_on),
            "closed_reason": how.reason or None,
        }
        lending = old.lending and replace(old.lending, closed_on=closed_on)
        account = replace(old, row=row, lending=lending)
        record = audit(caller, clock.now(), "account.close", f"account:{account_id}")
        return account, row, [record]

    return _change(caller, account_id, once, change)


def _change(
    caller: Caller, account_id: str, once: Once, change: Callable[[Account], Change]
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


def standing(account: Account) -> rules.Standing:
    """What the rules ask of an account."""
    row = account.row
    return rules.Standing(
        kind=row["kind"],
        product=row["product"],
        opened_on=date.fromisoformat(row["opened_on"]),
        closed=row["status"] == "closed",
        amount=account.amount,
        last_value_date=date.fromisoformat(account.last[:10]),
    )


def with_entry(old: Account, entry: Entry, effect: int) -> tuple[Account, Allocation | None]:
    """The account after an entry; one that is dated before the last is placed by a replay."""
    last = max(old.last, entry.place)
    if old.lending is None:
        return _moved(old, effect, last), None
    rules.check_charge(entry.type, len(old.lending.state.installments))
    if entry.place > old.last:
        state, allocation = old.lending.state.apply(entry)
        return _restated(old, old.lending, state, last), allocation
    known = lendings.ledger(old.account_id)
    earlier = (e for e in live(known) if e.place < entry.place)
    _, allocation = old.lending.state.replay(earlier).apply(entry)
    return _restated(old, old.lending, old.lending.state.replay([*known, entry]), last), allocation


def _without(old: Account, entry: Entry, undone: Entry, effect: int, known: list[Entry]) -> Account:
    """The account after a reversal; without its disbursement nothing was ever lent."""
    last = max(old.last, undone.place)
    if old.lending is None:
        return _moved(old, effect, last)
    if entry.type == "disbursement":
        return _restated(old, old.lending, Financing(()), last)
    return _restated(old, old.lending, old.lending.state.replay([*known, undone]), last)


def _moved(old: Account, effect: int, last: str) -> Account:
    row = {**old.row, "balance": old.amount + effect}
    return replace(old, row=row, last=last)


def _restated(old: Account, lent: Lending, state: Financing, last: str) -> Account:
    lending = replace(lent, state=state, last=last)
    row = {**old.row, **answers.financing_figures(lending)}
    return replace(old, row=row, last=last, lending=lending)
