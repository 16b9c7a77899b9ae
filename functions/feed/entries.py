"""Entries that a core system sends: those of one account in order, several accounts in parallel."""

from collections.abc import Mapping, Sequence

from accounts import bulk
from shared.aws import dynamo
from shared.aws.retry import attempts
from shared.kernel.errors import Invalid, NotFound, Refusal

from .account_entries import AccountEntries, NumberedMessages
from .batches import NOT_REACHED, OUTSIDE, Feed, FeedResult, in_parallel, refused
from .repository import Link
from .schemas import FedTransaction


def process(feed: Feed, messages: Sequence[FedTransaction]) -> list[FeedResult]:
    """The result of each message, in the same order."""
    account_links = feed.load_links("accounts", (m.account for m in messages if m.account))
    numbers = {m.account_no.casefold() for m in messages if m.account_no and not m.account}
    fed = {core_id: link.sapa_id for core_id, link in account_links.items() if link.sapa_id}
    ids_of_links, ids_of_numbers = feed.in_reach(fed), feed.in_reach(bulk.account_ids(numbers))
    links = feed.load_links("transactions", (message.id for message in messages))
    outside = feed.outside(links)
    results: dict[int, FeedResult] = {}
    by_account: dict[str, list[tuple[int, FedTransaction]]] = {}
    for number, message in enumerate(messages):
        if message.id in outside:
            results[number] = OUTSIDE
            continue
        try:
            account_id = _account_of(message, ids_of_links, ids_of_numbers)
        except Refusal as refusal:
            results[number] = refused(refusal, links.get(message.id))
            continue
        by_account.setdefault(account_id, []).append((number, message))

    def process_account(group: tuple[str, NumberedMessages]) -> dict[int, FeedResult]:
        account_id, numbered = group
        try:
            return _process_account(feed, account_id, numbered, links)
        except NotFound as unknown:
            return {number: refused(unknown, links.get(message.id)) for number, message in numbered}

    for account_results in in_parallel(process_account, list(by_account.items())):
        results |= account_results
    return [results[number] for number in range(len(messages))]


def _account_of(
    message: FedTransaction, ids_of_links: Mapping[str, str], ids_of_numbers: Mapping[str, str]
) -> str:
    """The id of the account whose entry it is; Invalid where there is none."""
    if message.account is not None:
        if (account_id := ids_of_links.get(message.account)) is None:
            raise Invalid("account", "not_fed_yet", message.account)
        return account_id
    if message.account_no is None:
        raise Invalid("account", "missing")
    if (account_id := ids_of_numbers.get(message.account_no.casefold())) is None:
        raise Invalid("account_no", "unknown", message.account_no)
    return account_id


def _process_account(
    feed: Feed, account_id: str, numbered: NumberedMessages, links: dict[str, Link]
) -> dict[int, FeedResult]:
    """Results by the messages' numbers. After a conflict only what is not written yet is tried
    again, so the loop is not retry_on_conflict."""
    results: dict[int, FeedResult] = {}
    for attempt in attempts():
        if feed.is_out_of_time:
            break
        left = [(number, message) for number, message in numbered if number not in results]
        if attempt:
            links = feed.load_links("transactions", (message.id for _, message in left))
        try:
            AccountEntries(feed, account_id, links, results).process(left)
        except (dynamo.ConditionFailed, dynamo.Contended):
            continue
        break
    return {number: NOT_REACHED for number, _ in numbered} | results
