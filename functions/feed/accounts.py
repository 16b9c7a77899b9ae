"""Accounts that a core system sends: each with its change in one transaction."""

from collections.abc import Sequence
from typing import Any

from accounts import bulk
from accounts.bulk import Account, AccountTerms, LoanAccount, NewAccount, UnitOfWork
from members.bulk import ids_by_number
from shared.aws import dynamo, write
from shared.kernel.errors import Conflict, Invalid

from . import repository as feed_links
from .batches import ENVELOPE, Feed, Outcome, each
from .repository import Link
from .schemas import FedAccount

WHY = "dijadwal ulang di sistem inti"
_OF_SCHEDULE = {
    "method", "principal", "margin", "annual_rate", "tenor_months", "first_due_on", "installments",
}  # fmt: skip


def take(feed: Feed, messages: Sequence[FedAccount]) -> list[Outcome]:
    """What becomes of each account."""
    links = feed.links("members", (m.member for m in messages if m.member))
    numbers = {m.member_no.casefold() for m in messages if m.member_no and not m.member}
    known = ids_by_number(numbers)
    check = feed.require_visible(
        [link.sapa_id for link in links.values() if link.sapa_id] + list(known.values())
    )

    def one(message: FedAccount, link: Link | None, attempt: int) -> Outcome:
        member_id = _owner(message, links, known)
        check(member_id)
        return _account(feed, message, link, member_id, attempt)

    return each(feed, "accounts", messages, one)


def _owner(message: FedAccount, links: dict[str, Link], known: dict[str, str]) -> str:
    if message.member is not None:
        link = links.get(message.member)
        if link is None or link.sapa_id is None:
            raise Invalid("member", "not_fed_yet", message.member)
        return link.sapa_id
    if message.member_no is None:
        raise Invalid("member", "missing")
    member_id = known.get(message.member_no.casefold())
    if member_id is None:
        raise Invalid("member_no", "unknown", message.member_no)
    return member_id


def _account(
    feed: Feed, message: FedAccount, link: Link | None, member_id: str, attempt: int
) -> Outcome:
    content = message.model_dump(mode="json", exclude_unset=True, exclude=ENVELOPE)
    mark = feed_links.mark(content)
    terms = feed_links.mark({n: v for n, v in content.items() if n in _OF_SCHEDULE})
    if link and link.sapa_id and link.mark == mark:
        fresh = Link(message.sequence, link.sapa_id, mark, terms)
        there = bulk.exists(link.sapa_id)
        if feed.is_only_linked(there, feed.linked("accounts", message, link, fresh)):
            return Outcome("same", link.sapa_id)
    account_id = link.sapa_id if link else _of_number(message.account_no) if attempt else None
    number = message.account_no or ""
    new = NewAccount(member_id=member_id, **_terms(message))
    schedule = bulk.schedule_of(new, feed.clock.today())
    ours = bulk.find(account_id) if account_id else None
    if ours is None:
        number = number or bulk.next_number(new, attempt)
        account = bulk.new_account(new, number, schedule)
        return _opened(feed, message, link, account, (mark, terms))
    other = bulk.new_account(new, number, schedule)
    return _revised(feed, message, link, (ours, other), (mark, terms))


def _of_number(account_no: str | None) -> str | None:
    """Which account has this number already: it came by a file or by hand."""
    number = (account_no or "").casefold()
    return bulk.account_ids([number]).get(number) if number else None


def _terms(message: FedAccount) -> dict[str, Any]:
    names = message.model_fields_set & AccountTerms.model_fields.keys()
    return {name: getattr(message, name) for name in names}


def _opened(
    feed: Feed, message: FedAccount, link: Link | None, account: Account, marks: tuple[str, str]
) -> Outcome:
    account_id, unit = account.account_id, UnitOfWork.open(feed.caller, account, feed.clock)
    if message.closed_on:
        unit.close(message.closed_on, message.closed_reason)
    linked = feed.linked("accounts", message, link, Link(message.sequence, account_id, *marks))
    try:
        unit.commit([linked, feed.record("account.feed", f"account:{account_id}")])
    except dynamo.ConditionFailed as failed:
        if "member" in failed.guards:
            raise Invalid("member", "not_fed_yet", message.member) from failed
        raise
    return Outcome("created", account_id)


def _revised(
    feed: Feed,
    message: FedAccount,
    link: Link | None,
    pair: tuple[Account, Account],
    marks: tuple[str, str],
) -> Outcome:
    ours, other = pair
    unit = UnitOfWork(feed.caller, ours, feed.clock)
    _refuse_what_is_fixed(message, link, ours, other)
    if ours.is_closed and "closed_on" in message.model_fields_set and message.closed_on is None:
        unit.reopen()
    if not unit.account.is_closed:
        unit.agree(other)
        if isinstance(other, LoanAccount) and (link is None or link.terms != marks[1]):
            unit.agree_schedule(other, WHY)
        if message.closed_on:
            unit.close(message.closed_on, message.closed_reason)
    fresh = Link(message.sequence, ours.account_id, *marks)
    return committed(feed, unit, feed.linked("accounts", message, link, fresh))


def committed(feed: Feed, unit: UnitOfWork, linked: write.Write) -> Outcome:
    """Write what a message made of an account, and its link."""
    account_id = unit.account.account_id
    if not unit.is_changed:
        unit.commit([linked])
        return Outcome("same", account_id)
    unit.commit([linked, feed.record("account.feed", f"account:{account_id}")])
    return Outcome("updated", account_id)


def _refuse_what_is_fixed(
    message: FedAccount, link: Link | None, ours: Account, other: Account
) -> None:
    fixed = {
        "member_id": (ours.member_id, other.member_id),
        "kind": (ours.kind, other.kind),
        "opened_on": (str(ours.opened_on), str(other.opened_on)),
    }
    if message.account_no:
        fixed["account_no"] = (ours.account_no, other.account_no)
    for name, (old, new) in fixed.items():
        if old.casefold() != new.casefold():
            if link is None:
                raise Conflict("account_no", "duplicate", message.account_no)
            field = "member" if name == "member_id" else name
            told = None if name == "member_id" else new
            raise Invalid(field, "fixed_at_opening", told)
