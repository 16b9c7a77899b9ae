"""Entries that a core system sends: those of an account one behind the other, accounts beside."""

from collections.abc import Mapping, Sequence

from accounts import bulk
from shared.aws import dynamo
from shared.aws.retry import attempts
from shared.kernel.errors import Invalid, NotFound, Refusal
from shared.kernel.ids import split_account_id

from .batches import NOT_REACHED, Feed, Outcome, in_parallel, refused
from .entry_messages import Places, Run
from .repository import Link
from .schemas import FedTransaction


def take(feed: Feed, messages: Sequence[FedTransaction]) -> list[Outcome]:
    """What becomes of each."""
    fed = feed.links("accounts", (m.account for m in messages if m.account))
    numbers = {m.account_no.casefold() for m in messages if m.account_no and not m.account}
    known = {core_id: link.sapa_id for core_id, link in fed.items() if link.sapa_id}
    numbered = bulk.account_ids(numbers)
    check = feed.require_visible(
        split_account_id(account_id)[0] for account_id in (*known.values(), *numbered.values())
    )
    links = feed.links("transactions", (message.id for message in messages))
    done: dict[int, Outcome] = {}
    groups: dict[str, list[tuple[int, FedTransaction]]] = {}
    for place, message in enumerate(messages):
        try:
            account_id = _account_of(message, known, numbered)
            check(split_account_id(account_id)[0])
        except Refusal as refusal:
            done[place] = refused(refusal, links.get(message.id))
            continue
        groups.setdefault(account_id, []).append((place, message))

    def one(group: tuple[str, Places]) -> dict[int, Outcome]:
        try:
            return _of_account(feed, *group, links)
        except NotFound as unknown:
            return {place: refused(unknown, links.get(message.id)) for place, message in group[1]}

    for outcomes in in_parallel(one, list(groups.items())):
        done |= outcomes
    return [done[place] for place in range(len(messages))]


def _account_of(
    message: FedTransaction, known: Mapping[str, str], numbered: Mapping[str, str]
) -> str:
    if message.account is not None:
        if (account_id := known.get(message.account)) is None:
            raise Invalid("account", "not_fed_yet", message.account)
        return account_id
    if message.account_no is None:
        raise Invalid("account", "missing")
    if (account_id := numbered.get(message.account_no.casefold())) is None:
        raise Invalid("account_no", "unknown", message.account_no)
    return account_id


def _of_account(
    feed: Feed, account_id: str, some: Places, links: dict[str, Link]
) -> dict[int, Outcome]:
    done: dict[int, Outcome] = {}
    for attempt in attempts():
        if feed.is_late:
            break
        left = [(place, message) for place, message in some if place not in done]
        if attempt:
            links = feed.links("transactions", (message.id for _, message in left))
        try:
            Run(feed, account_id, links, done).take(left)
        except (dynamo.ConditionFailed, dynamo.Contended):
            continue
        break
    return {place: NOT_REACHED for place, _ in some} | done
