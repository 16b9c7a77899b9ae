"""The messages about one account's entries, on one unit of work: many in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts import bulk
from accounts.bulk import NewTransaction, UnitOfWork
from shared.aws import dynamo, write
from shared.kernel.errors import Conflict, Invalid, Refusal
from shared.kernel.money import rupiah

from . import repository
from .batches import Feed, FeedResult, already_taken, refused
from .repository import Link
from .schemas import FedTransaction, ResultCode

REVERSAL_NOTE, CORRECTION_NOTE = "dibatalkan di sistem inti", "dikoreksi di sistem inti"
_MAX_WRITES_OF_MESSAGE = 4

NumberedMessages = Sequence[tuple[int, FedTransaction]]
"""(number in the batch, message)."""


@dataclass(slots=True)
class _Pending:
    """What the next transaction writes: results by number, links by core id, ids of entries."""

    results: dict[int, FeedResult] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    link_writes: list[write.Write] = field(default_factory=list)
    entry_ids: list[str] = field(default_factory=list)


class AccountEntries:
    """One attempt at an account's messages; `results` is filled as transactions are written.

    ConditionFailed and Contended pass through: what is in `results` by then is written.
    """

    def __init__(
        self, feed: Feed, account_id: str, links: dict[str, Link], results: dict[int, FeedResult]
    ) -> None:
        self._feed, self._links, self._results = feed, dict(links), results
        self._unit = UnitOfWork(feed.caller, bulk.load(account_id), feed.clock)
        self._account_id = account_id
        self._pending = _Pending()

    def process(self, messages: NumberedMessages) -> None:
        """By value date; on one day what adds to a balance goes before what takes from it."""
        kind = self._unit.account.kind

        def order(numbered: tuple[int, FedTransaction]) -> tuple[str, bool, int]:
            number, message = numbered
            takes = bulk.takes(kind, message.type) != message.reversed
            return str(message.value_date), takes, number

        for number, message in sorted(messages, key=order):
            if self._feed.is_out_of_time:
                break
            size = self._unit.size + len(self._pending.link_writes) + 1
            is_full = size + _MAX_WRITES_OF_MESSAGE > dynamo.MAX_TRANSACTION_WRITES
            if is_full or message.id in self._pending.links:
                self._commit()
            self._process_one(number, message)
        self._commit()

    def _process_one(self, number: int, message: FedTransaction) -> None:
        link = self._links.get(message.id)
        if (result := already_taken(message, link)) is not None:
            self._results[number] = result
            return
        try:
            code, entry_id = self._apply(message, link)
        except Refusal as refusal:
            self._results[number] = refused(refusal, link)
            return
        new_link = Link(
            message.sequence,
            entry_id,
            _content_hash(message),
            account_id=self._account_id,
            reversed=message.reversed,
        )
        self._pending.results[number] = FeedResult(code, entry_id)
        self._pending.links[message.id] = new_link
        self._pending.link_writes.append(
            self._feed.save_link("transactions", message, link, new_link)
        )

    def _apply(self, message: FedTransaction, link: Link | None) -> tuple[ResultCode, str | None]:
        """Post, correct or reverse on the unit of work; (result, id of the entry that stands)."""
        if link and link.account_id != self._account_id:
            if bulk.find(str(link.account_id)):
                raise Invalid("account", "fixed_at_opening", message.account or message.account_no)
            link = None
        entry_id = link.sapa_id if link else None
        stands = entry_id is not None and link is not None and not link.reversed
        if message.reversed:
            if stands and self._is_unreversed(str(entry_id)):
                self._unit.reverse(str(entry_id), REVERSAL_NOTE)
            return ("updated" if stands else "same"), entry_id
        if link and stands and link.content_hash == _content_hash(message):
            return "same", entry_id
        new = NewTransaction(**{n: getattr(message, n) for n in NewTransaction.model_fields})
        if link is None and (adopted := self._find_by_document(new)):
            return "same", adopted
        if stands and self._is_unreversed(str(entry_id)):
            entry = self._unit.correct(str(entry_id), new, CORRECTION_NOTE)
        else:
            entry = self._unit.post(new)
        self._pending.entry_ids.append(entry.transaction_id)
        return ("updated" if entry_id else "created"), entry.transaction_id

    def _is_unreversed(self, transaction_id: str) -> bool:
        """Whether the entry is there and nobody has reversed it in Sapa."""
        entry = self._unit.ledger().get(transaction_id)
        return entry is not None and entry.reversed_by is None

    def _find_by_document(self, new: NewTransaction) -> str | None:
        """The entry with this document number that was imported or entered by hand.

        Conflict where its type, value date or amount differ. Entries of this feed do not count,
        since one receipt may cover two of them.
        """
        if not new.document_no:
            return None
        for entry in self._unit.ledger().values():
            if entry.document_no != new.document_no or entry.reversed_by:
                continue
            if entry.officer == self._feed.caller.name:
                continue
            if (entry.type, str(entry.value_date), entry.amount) != _money_fields(new):
                stored = {"amount": rupiah(entry.amount), "on": str(entry.value_date)}
                raise Conflict("document_no", "document_differs", new.document_no, **stored)
            return entry.transaction_id
        return None

    def _commit(self) -> None:
        pending, self._pending = self._pending, _Pending()
        if pending.link_writes:
            extra = pending.link_writes
            if self._unit.is_changed:
                subject = f"account:{self._account_id}"
                record = self._feed.audit("transaction.feed", subject, ids=pending.entry_ids)
                extra = [*extra, record]
            self._unit.commit(extra)
        self._results.update(pending.results)
        self._links.update(pending.links)


def _money_fields(entry: NewTransaction | FedTransaction) -> tuple[str, str, int]:
    """(type, value date, amount)."""
    return entry.type, str(entry.value_date), entry.amount


def _content_hash(message: FedTransaction) -> str:
    content = [*_money_fields(message), message.note or None, message.document_no or None]
    return repository.content_hash(content)
