"""Schedules that a core system sends: the ledger is replayed over each (docs/decisions/feed.md)."""

from collections.abc import Sequence

from accounts import bulk
from accounts.bulk import LoanAccount, UnitOfWork
from shared.kernel.errors import Invalid
from shared.kernel.money import rupiah

from . import repository
from .accounts import RESCHEDULE_NOTE, commit
from .batches import ENVELOPE_FIELDS, Feed, FeedResult, process_each
from .repository import Link
from .schemas import FedInstallments


def process(feed: Feed, messages: Sequence[FedInstallments]) -> list[FeedResult]:
    """The result of each message, in the same order."""
    links = feed.load_links("accounts", (message.id for message in messages))
    fed = {core_id: link.sapa_id for core_id, link in links.items() if link.sapa_id}
    accounts = feed.in_reach(fed)

    def process_one(message: FedInstallments, link: Link | None, _: int) -> FeedResult:
        if (account_id := accounts.get(message.id)) is None:
            raise Invalid("id", "not_fed_yet", message.id)
        return _reschedule(feed, message, link, account_id)

    return process_each(feed, "installments", messages, process_one)


def _reschedule(
    feed: Feed, message: FedInstallments, link: Link | None, account_id: str
) -> FeedResult:
    unit = UnitOfWork(feed.caller, bulk.load(account_id), feed.clock)
    if not isinstance(unit.account, LoanAccount):
        raise Invalid("id", "only_financing", message.id)
    financing = unit.account.financing
    parts = [(i.due_on, i.principal, i.margin) for i in message.installments]
    schedule = bulk.explicit_schedule(parts, financing.opened_on)
    _check_principal(message, schedule.principal, financing.state.principal)
    if schedule.installments != financing.state.as_lent().installments:
        unit.reschedule(schedule, RESCHEDULE_NOTE)
    content = message.model_dump(mode="json", exclude=ENVELOPE_FIELDS)
    new_link = Link(message.sequence, account_id, repository.content_hash(content))
    return commit(feed, unit, feed.save_link("installments", message, link, new_link))


def _check_principal(message: FedInstallments, scheduled: int, lent: int) -> None:
    """Whole rupiah: the schedule's principal must be what was lent, or what the message says."""
    if message.principal is not None and message.principal != scheduled:
        raise Invalid("principal", "not_the_sum", message.principal, sum=rupiah(scheduled))
    if message.principal is None and scheduled != lent:
        raise Invalid("installments", "not_what_was_lent", scheduled, lent=rupiah(lent))
