"""The ledger of an account as it would be with entries that are not written yet."""

from collections.abc import Iterator
from datetime import date

from shared.domain.installments import Entry, EntryType
from shared.kernel.errors import NotFound

from . import posting, repository
from .model import Account, LedgerEntry, LoanAccount
from .posting import Change


class LedgerView:
    """What is kept, read only where it is asked for, and what waits to be written over it."""

    def __init__(self, account: Account, *, is_new: bool = False) -> None:
        self._account_id = account.account_id
        self._reads_whole = isinstance(account, LoanAccount)
        self._new: dict[str, LedgerEntry] = {}
        self._reversed: dict[str, LedgerEntry] = {}
        self._undone: dict[str, EntryType] = {}
        day, _, last_id = account.last.partition("#")
        self._last_ids = {date.fromisoformat(day): last_id}
        self._whole: dict[str, LedgerEntry] | None = {} if is_new else None
        self._entries: list[Entry] = []

    @property
    def new(self) -> list[LedgerEntry]:
        """The entries that wait."""
        return list(self._new.values())

    @property
    def reversed(self) -> list[LedgerEntry]:
        """The kept entries that new ones reverse."""
        return list(self._reversed.values())

    @property
    def size(self) -> int:
        """How many items wait to be written."""
        return len(self._new) + len(self._reversed)

    def whole(self) -> dict[str, LedgerEntry]:
        """All entries by transaction ids; read at the first use."""
        if self._whole is None:
            kept = {one.transaction_id: one for one in repository.ledger(self._account_id)}
            self._entries = [one.entry for one in (*kept.values(), *self._new.values())]
            self._whole = kept | self._new | self._reversed
        return self._whole

    def entries(self) -> list[Entry]:
        """What a replay needs of the whole ledger."""
        self.whole()
        return self._entries

    def entry(self, transaction_id: str) -> LedgerEntry:
        """An entry, or NotFound; of savings, which are never replayed, it is read alone."""
        if self._whole is None and not self._reads_whole:
            waiting = self._new | self._reversed
            if transaction_id in waiting:
                return waiting[transaction_id]
            value_date = posting.value_date_of(transaction_id)
            return repository.entry(self._account_id, transaction_id, value_date)
        if (found := self.whole().get(transaction_id)) is None:
            raise NotFound("transaction", transaction_id)
        return found

    def last_id(self, day: date) -> str:
        """The last transaction id of a value date that is known of, or ""."""
        return self._last_ids.get(day, "")

    def add(self, change: Change) -> None:
        """Let an entry wait, and what it reverses."""
        entry, original = change.entry, change.reversed
        self._new[entry.transaction_id] = entry
        day = entry.value_date
        self._last_ids[day] = max(self.last_id(day), entry.transaction_id)
        if original:
            self._undone[entry.transaction_id] = original.type
            where = self._new if original.transaction_id in self._new else self._reversed
            where[original.transaction_id] = original
        if self._whole is not None:
            self._entries.append(entry.entry)
            self._whole[entry.transaction_id] = entry
            if original:
                self._whole[original.transaction_id] = original

    def with_undone(self) -> Iterator[tuple[LedgerEntry, EntryType | None]]:
        """The entries that wait, each with the type of what it reverses."""
        for entry in self._new.values():
            yield entry, self._undone.get(entry.transaction_id)

    def written(self) -> None:
        """What waited is kept now."""
        self._new, self._reversed, self._undone = {}, {}, {}
