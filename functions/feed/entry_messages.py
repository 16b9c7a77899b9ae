"""The messages about one account's entries, on a unit of work: many in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts import bulk
from accounts.bulk import NewTransaction, UnitOfWork
from shared.aws import dynamo, write
from shared.kernel.errors import Conflict, Invalid, Refusal
from shared.kernel.money import rupiah

from . import repository
from .batches import Feed, Outcome, refused, settled
from .repository import Link
from .schemas import FedTransaction, Result

REVERSED, CORRECTED = "dibatalkan di sistem inti", "dikoreksi di sistem inti"
_WRITES_OF_ONE = 4

Places = Sequence[tuple[int, FedTransaction]]
"""Messages with their places in the batch."""


@dataclass(slots=True)
class _Written:
    """What waits for the next transaction: outcomes by place, and links by core id."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    writes: list[write.Write] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


class Run:
    """One go at an account's messages; `done` is filled as transactions are written."""

    def __init__(
        self, feed: Feed, account_id: str, links: dict[str, Link], done: dict[int, Outcome]
    ) -> None:
        self._feed, self._links, self._done = feed, dict(links), done
        self._unit = UnitOfWork(feed.caller, bulk.load(account_id), feed.clock)
        self._account_id = account_id
        self._pending = _Written()

    def take(self, messages: Places) -> None:
        """By value date, and of a day what adds before what takes."""
        kind = self._unit.account.kind

        def order(placed: tuple[int, FedTransaction]) -> tuple[str, bool, int]:
            place, message = placed
            takes = bulk.takes(kind, message.type) != message.reversed
            return str(message.value_date), takes, place

        for place, message in sorted(messages, key=order):
            if self._feed.is_late:
                break
            size = self._unit.size + len(self._pending.writes) + 1
            is_full = size + _WRITES_OF_ONE > dynamo.MAX_TRANSACTION_WRITES
            if is_full or message.id in self._pending.links:
                self._commit()
            self._one(place, message)
        self._commit()

    def _one(self, place: int, message: FedTransaction) -> None:
        link = self._links.get(message.id)
        if (known := settled(message, link)) is not None:
            self._done[place] = known
            return
        try:
            outcome, row_id = self._changed(message, link)
        except Refusal as refusal:
            self._done[place] = refused(refusal, link)
            return
        fresh = Link(
            message.sequence,
            row_id,
            _mark(message),
            account_id=self._account_id,
            reversed=message.reversed,
        )
        self._pending.outcomes[place] = Outcome(outcome, row_id)
        self._pending.links[message.id] = fresh
        self._pending.writes.append(self._feed.linked("transactions", message, link, fresh))

    def _changed(self, message: FedTransaction, link: Link | None) -> tuple[Result, str | None]:
        """What a message that counts makes of the account, and the id of the entry that stands."""
        if link and link.account_id != self._account_id:
            if bulk.find(str(link.account_id)):
                raise Invalid("account", "fixed_at_opening", message.account or message.account_no)
            link = None
        known = link.sapa_id if link else None
        stands = known is not None and link is not None and not link.reversed
        if message.reversed:
            if stands and self._stands(str(known)):
                self._unit.reverse(str(known), REVERSED)
            return ("updated" if stands else "same"), known
        if link and stands and link.mark == _mark(message):
            return "same", known
        new = NewTransaction(**{n: getattr(message, n) for n in NewTransaction.model_fields})
        if link is None and (adopted := self._adopted(new)):
            return "same", adopted
        if stands and self._stands(str(known)):
            entry = self._unit.correct(str(known), new, CORRECTED)
        else:
            entry = self._unit.post(new)
        self._pending.ids.append(entry.transaction_id)
        return ("updated" if known else "created"), entry.transaction_id

    def _stands(self, transaction_id: str) -> bool:
        """Whether nobody here has taken the entry back."""
        entry = self._unit.ledger().get(transaction_id)
        return entry is not None and entry.reversed_by is None

    def _adopted(self, new: NewTransaction) -> str | None:
        """The entry with this document that came by a file or by hand, not by this feed."""
        if not new.document_no:
            return None
        for entry in self._unit.ledger().values():
            if entry.document_no != new.document_no or entry.reversed_by:
                continue
            if entry.officer == self._feed.caller.name:
                continue
            if (entry.type, str(entry.value_date), entry.amount) != _told(new):
                there = {"amount": rupiah(entry.amount), "on": str(entry.value_date)}
                raise Conflict("document_no", "document_differs", new.document_no, **there)
            return entry.transaction_id
        return None

    def _commit(self) -> None:
        pending, self._pending = self._pending, _Written()
        if pending.writes:
            extra = pending.writes
            if self._unit.is_changed:
                subject = f"account:{self._account_id}"
                extra = [*extra, self._feed.record("transaction.feed", subject, ids=pending.ids)]
            self._unit.commit(extra)
        self._done.update(pending.outcomes)
        self._links.update(pending.links)


def _told(entry: NewTransaction | FedTransaction) -> tuple[str, str, int]:
    return entry.type, str(entry.value_date), entry.amount


def _mark(message: FedTransaction) -> str:
    return repository.mark([*_told(message), message.note or None, message.document_no or None])
