"""Schedules that a core system sends: the ledger is replayed over each (docs/decisions/feed.md)."""

from collections.abc import Sequence

from accounts import bulk
from accounts.bulk import LoanAccount, UnitOfWork
from shared.kernel.errors import Invalid
from shared.kernel.ids import split_account_id
from shared.kernel.money import rupiah

from . import repository
from .accounts import WHY, committed
from .batches import ENVELOPE, Feed, Outcome, each
from .repository import Link
from .schemas import FedInstallments


def take(feed: Feed, messages: Sequence[FedInstallments]) -> list[Outcome]:
    """What becomes of each schedule."""
    links = feed.links("accounts", (message.id for message in messages))
    check = feed.require_visible(
        split_account_id(link.sapa_id)[0] for link in links.values() if link.sapa_id
    )

    def one(message: FedInstallments, link: Link | None, _: int) -> Outcome:
        account = links.get(message.id)
        if account is None or account.sapa_id is None:
            raise Invalid("id", "not_fed_yet", message.id)
        check(split_account_id(account.sapa_id)[0])
        return _schedule(feed, message, link, account.sapa_id)

    return each(feed, "installments", messages, one)


def _schedule(feed: Feed, message: FedInstallments, link: Link | None, account_id: str) -> Outcome:
    unit = UnitOfWork(feed.caller, bulk.load(account_id), feed.clock)
    if not isinstance(unit.account, LoanAccount):
        raise Invalid("id", "only_financing", message.id)
    financing = unit.account.financing
    parts = [(i.due_on, i.principal, i.margin) for i in message.installments]
    schedule = bulk.explicit_schedule(parts, financing.opened_on)
    _check_sum(message, schedule.principal, financing.state.principal)
    if schedule.installments != financing.state.as_lent().installments:
        unit.reschedule(schedule, WHY)
    mark = repository.mark(message.model_dump(mode="json", exclude=ENVELOPE))
    fresh = Link(message.sequence, account_id, mark)
    return committed(feed, unit, feed.linked("installments", message, link, fresh))


def _check_sum(message: FedInstallments, asked: int, lent: int) -> None:
    if message.principal is not None and message.principal != asked:
        raise Invalid("principal", "not_the_sum", message.principal, sum=rupiah(asked))
    if message.principal is None and asked != lent:
        raise Invalid("installments", "not_what_was_lent", asked, lent=rupiah(lent))
