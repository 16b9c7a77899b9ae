"""Accounts that a core system sends: each with its change in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts import bulk
from accounts.bulk import Account, AccountTerms, LoanAccount, NewAccount, UnitOfWork
from members.bulk import ids_by_number
from shared.aws import dynamo, write
from shared.kernel.errors import Conflict, Invalid

from . import repository
from .batches import ENVELOPE_FIELDS, Feed, FeedResult, process_each
from .repository import Link
from .schemas import FedAccount

RESCHEDULE_NOTE = "dijadwal ulang di sistem inti"
_SCHEDULE_FIELDS = {
    "method", "principal", "margin", "annual_rate", "tenor_months", "first_due_on", "installments",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Received:
    """A message with its link, and the link that takes its place once the account is written."""

    feed: Feed
    message: FedAccount
    link: Link | None
    content_hash: str
    terms_hash: str

    def link_write(self, account_id: str) -> write.Write:
        new = Link(self.message.sequence, account_id, self.content_hash, self.terms_hash)
        return self.feed.save_link("accounts", self.message, self.link, new)


def process(feed: Feed, messages: Sequence[FedAccount]) -> list[FeedResult]:
    """The result of each message, in the same order."""
    member_links = feed.load_links("members", (m.member for m in messages if m.member))
    numbers = {m.member_no.casefold() for m in messages if m.member_no and not m.member}
    fed = {core_id: link.sapa_id for core_id, link in member_links.items() if link.sapa_id}
    ids_of_links, ids_of_numbers = feed.in_reach(fed), feed.in_reach(ids_by_number(numbers))

    def process_one(message: FedAccount, link: Link | None, attempt: int) -> FeedResult:
        member_id = _member_of(message, ids_of_links, ids_of_numbers)
        content = message.model_dump(mode="json", exclude_unset=True, exclude=ENVELOPE_FIELDS)
        terms = {name: value for name, value in content.items() if name in _SCHEDULE_FIELDS}
        received = _Received(
            feed, message, link, repository.content_hash(content), repository.content_hash(terms)
        )
        return _process_one(received, member_id, attempt)

    return process_each(feed, "accounts", messages, process_one)


def _member_of(
    message: FedAccount, ids_of_links: Mapping[str, str], ids_of_numbers: Mapping[str, str]
) -> str:
    """The id of the member whose account it is; Invalid where there is none."""
    if message.member is not None:
        if (member_id := ids_of_links.get(message.member)) is None:
            raise Invalid("member", "not_fed_yet", message.member)
        return member_id
    if message.member_no is None:
        raise Invalid("member", "missing")
    if (member_id := ids_of_numbers.get(message.member_no.casefold())) is None:
        raise Invalid("member_no", "unknown", message.member_no)
    return member_id


def _process_one(received: _Received, member_id: str, attempt: int) -> FeedResult:
    feed, message, link = received.feed, received.message, received.link
    if link and link.sapa_id and link.content_hash == received.content_hash:
        link_write = received.link_write(link.sapa_id)
        if feed.update_link_only(bulk.exists(link.sapa_id), link_write):
            return FeedResult("same", link.sapa_id)
    account_id = link.sapa_id if link else _find_by_number(message.account_no) if attempt else None
    number = message.account_no or ""
    new = NewAccount(member_id=member_id, **_named_terms(message))
    schedule = bulk.schedule_of(new, feed.clock.today())
    stored = bulk.find(account_id) if account_id else None
    if stored is None:
        number = number or bulk.next_number(new, attempt)
        return _open(received, bulk.new_account(new, number, schedule))
    return _update(received, stored, bulk.new_account(new, number, schedule))


def _find_by_number(account_no: str | None) -> str | None:
    """The account that has this number already, from an imported file or opened by hand.

    Asked only after a first attempt failed, since most accounts of a feed are new.
    """
    number = (account_no or "").casefold()
    return bulk.account_ids([number]).get(number) if number else None


def _named_terms(message: FedAccount) -> dict[str, Any]:
    names = message.model_fields_set & AccountTerms.model_fields.keys()
    return {name: getattr(message, name) for name in names}


def _open(received: _Received, account: Account) -> FeedResult:
    feed, message = received.feed, received.message
    account_id, unit = account.account_id, UnitOfWork.open(feed.caller, account, feed.clock)
    if message.closed_on:
        unit.close(message.closed_on, message.closed_reason)
    record = feed.audit("account.feed", f"account:{account_id}")
    try:
        unit.commit([received.link_write(account_id), record])
    except dynamo.ConditionFailed as failed:
        if "member" in failed.guards:
            raise Invalid("member", "not_fed_yet", message.member) from failed
        raise
    return FeedResult("created", account_id)


def _update(received: _Received, stored: Account, sent: Account) -> FeedResult:
    """Bring the stored account to what was sent, as far as it may change after its opening."""
    feed, message, link = received.feed, received.message, received.link
    unit = UnitOfWork(feed.caller, stored, feed.clock)
    _refuse_fixed_fields(message, link, stored, sent)
    if stored.is_closed and "closed_on" in message.model_fields_set and message.closed_on is None:
        unit.reopen()
    if not unit.account.is_closed:
        unit.agree(sent)
        terms_changed = link is None or link.terms_hash != received.terms_hash
        if isinstance(sent, LoanAccount) and terms_changed:
            unit.agree_schedule(sent, RESCHEDULE_NOTE)
        if message.closed_on:
            unit.close(message.closed_on, message.closed_reason)
    return commit(feed, unit, received.link_write(stored.account_id))


def commit(feed: Feed, unit: UnitOfWork, link: write.Write) -> FeedResult:
    """Write the changes of an account, if any, with the link of the message that made them."""
    account_id = unit.account.account_id
    if not unit.is_changed:
        unit.commit([link])
        return FeedResult("same", account_id)
    unit.commit([link, feed.audit("account.feed", f"account:{account_id}")])
    return FeedResult("updated", account_id)


def _refuse_fixed_fields(
    message: FedAccount, link: Link | None, stored: Account, sent: Account
) -> None:
    """Invalid where a field that is fixed at opening differs; Conflict where the account was
    found by its number, which then belongs to another one."""
    fixed = {
        "member_id": (stored.member_id, sent.member_id),
        "kind": (stored.kind, sent.kind),
        "opened_on": (str(stored.opened_on), str(sent.opened_on)),
    }
    if message.account_no:
        fixed["account_no"] = (stored.account_no, sent.account_no)
    for name, (old, new) in fixed.items():
        if old.casefold() != new.casefold():
            if link is None:
                raise Conflict("account_no", "duplicate", message.account_no)
            if name == "member_id":
                raise Invalid("member", "fixed_at_opening", None)
            raise Invalid(name, "fixed_at_opening", new)
