"""Use cases: what it takes to settle financing, and settling it.

A settlement is a repayment that names its parts and a waiver of margin, posted together: reversing
one takes back both.
"""

from dataclasses import asdict
from datetime import date

from accounts import documents, repository
from accounts import service as accounts
from accounts.documents import Doc
from accounts.ledger_schemas import NewTransaction, Parts
from accounts.model import Account, LoanAccount
from accounts.unit_of_work import UnitOfWork
from shared.aws import write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid
from shared.kernel.ids import split_account_id
from shared.kernel.money import rupiah
from shared.records import member_card
from shared.records.cooperative import cooperative
from shared.records.idempotency import IdempotentRequest

from . import rules
from .rules import Settlement
from .schemas import NewSettlement


def quote(caller: Caller, account_id: str, on: date | None, clock: Clock) -> dict[str, object]:
    """What it takes on a day, which may be to come. A schemas.Settlement."""
    member_card.require_visible(caller, split_account_id(account_id)[0])
    return _doc(_settlement(repository.load(account_id), on or clock.today(), "on"))


def settle(
    caller: Caller, account_id: str, new: NewSettlement, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Post what it takes, both entries in one transaction. A schemas.Settled."""

    def work(unit: UnitOfWork) -> tuple[Doc, write.Write]:
        owed = _settlement(unit.account, new.value_date, "value_date", new.waived)
        if new.total is not None and new.total != owed.total:
            raise Conflict("total", "total_changed", new.total, total=rupiah(owed.total))
        posted = unit.post_together(_transactions(owed, new.note))
        answer = {
            **_doc(owed),
            "transactions": [documents.of_entry(entry) for entry in posted],
            "account": documents.of_account(unit.account),
        }
        ids = [entry.transaction_id for entry in posted]
        return answer, unit.audit_record("account.settle", ids=ids, waived=owed.waived)

    return accounts.change(caller, account_id, once, clock, work)


def _settlement(account: Account, on: date, field: str, waived: int | None = None) -> Settlement:
    if not isinstance(account, LoanAccount):
        raise Conflict("account_id", "only_financing")
    if account.is_closed:
        raise Conflict("account_id", "account_closed")
    last = account.financing.last_value_date
    if on < last:
        raise Invalid(field, "order", str(on), other=str(last))
    return rules.settlement(account.financing.state, on, cooperative().settlement_waiver, waived)


def _transactions(owed: Settlement, note: str | None) -> list[NewTransaction]:
    paid = owed.paid_parts
    wanted = []
    if owed.total:
        parts = Parts(**asdict(paid))
        wanted.append(("repayment", owed.total, parts))
    if owed.waived:
        wanted.append(("adjustment", owed.waived, Parts(margin=owed.waived)))
    return [
        NewTransaction(type=kind, value_date=owed.on, amount=amount, parts=parts, note=note)
        for kind, amount, parts in wanted
    ]


def _doc(owed: Settlement) -> Doc:
    return {
        "on": str(owed.on),
        "principal": owed.principal,
        "margin": owed.margin,
        "penalty": owed.penalty,
        "waived": owed.waived,
        "total": owed.total,
    }
