"""Undoing an import: its deeds are taken back, the last first, and each goes with what it did.

First a pass that writes nothing asks of every deed whether something was built on it. Both
passes can be done again from anywhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from accounts import bulk
from accounts.bulk import Change, UnitOfWork
from imports.store import undo_journal
from imports.store.undo_journal import Deed, Ledger, MemberChanged, MemberMade
from members import repository as members
from members.versions import restored
from shared.aws import dynamo, write
from shared.aws.items import Value
from shared.aws.retry import retry_on_conflict
from shared.domain.contact_book import Book, Phone
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldError, InvalidMany, Refusal
from shared.kernel.settings import settings
from shared.records import contact_records
from shared.records.audit import audit
from shared.records.keys.partitions import partition

from . import dependents, fingerprints
from .dependents import Built

WORKERS = 4
REVERSALS_AT_ONCE = 40

Unit = list[write.Write]


class Undoer:
    """Takes back the deeds of one import, as the caller."""

    def __init__(self, caller: Caller, import_id: str, clock: Clock) -> None:
        self._caller, self._import_id, self._clock = caller, import_id, clock
        self._around = dependents.Around()

    def look(self, deeds: Sequence[Deed]) -> list[FieldError]:
        """What keeps deeds from being undone; nothing is written."""
        self._around = dependents.Around()
        with ThreadPoolExecutor(WORKERS) as workers:
            return [fault for some in workers.map(self._faults, deeds) for fault in some]

    def undo(self, deeds: Sequence[Deed]) -> tuple[list[Deed], list[FieldError]]:
        """(The deeds that are undone, what kept others from it): of the last ones those of a kind,
        since what they are built on must wait; those of one member or account after each other."""
        self._around = dependents.Around()
        groups: dict[str, list[Deed]] = {}
        for deed in deeds:
            if deed.place[0] == deeds[0].place[0]:
                groups.setdefault(deed.subject, []).append(deed)
        with ThreadPoolExecutor(WORKERS) as workers:
            outcomes = [
                one for some in workers.map(self._one_by_one, groups.values()) for one in some
            ]
        done = [deed for deed, faults in outcomes if not faults]
        return done, [fault for _, faults in outcomes for fault in faults]

    def _one_by_one(self, deeds: Sequence[Deed]) -> list[tuple[Deed, list[FieldError]]]:
        return [(deed, self._undone(deed)) for deed in deeds]

    def _faults(self, deed: Deed) -> list[FieldError]:
        try:
            for _ in self._units(deed):
                pass
        except Refusal as refusal:
            return list(refusal.errors)
        return []

    def _undone(self, deed: Deed) -> list[FieldError]:
        def attempt() -> None:
            for writes in self._units(deed):
                dynamo.transact(writes)

        try:
            retry_on_conflict(attempt, busy=Conflict("import", "busy"))
        except Refusal as refusal:
            return list(refusal.errors)
        return []

    def _units(self, deed: Deed) -> Iterator[Unit]:
        """The transactions that undo a deed; a Refusal says what was built on it."""
        match deed:
            case MemberMade():
                yield from self._member(deed)
            case MemberChanged():
                yield from self._change(deed)
            case Ledger(kind="posted"):
                yield from self._entries(deed)
            case Ledger():
                yield from self._account(deed)

    def _member(self, deed: MemberMade) -> Iterator[Unit]:
        (stored,) = members.load_many([deed.member_id])
        if stored is None:
            yield [undo_journal.forgotten(self._import_id, deed)]
            return
        book = contact_records.load(deed.member_id)
        now = dependents.Person(stored, book, dependents.timeline(deed.member_id))
        found = dependents.on_member(self._import_id, deed, now, self._around)
        _refuse("member_no", stored.card.row["member_no"], found)
        contacts, pk = settings().contacts_table, partition(deed.member_id)
        yield [
            *members.gone(stored),
            *contact_records.gone(deed.member_id, book),
            *(write.delete(contacts, (pk, sk)) for sk in now.notes),
            *self._noted(deed),
        ]

    def _change(self, deed: MemberChanged) -> Iterator[Unit]:
        """All changes of one member at once: back to what was before the first."""
        deeds = undo_journal.changes_of(self._import_id, deed.member_id)
        (stored,) = members.load_many([deed.member_id])
        forgotten = [undo_journal.forgotten(self._import_id, one) for one in deeds]
        if not deeds or stored is None:
            yield from ([forgotten] if forgotten else ())
            return
        book = contact_records.load(deed.member_id)
        profiles = [one for one in deeds if one.profile is not None]
        books = [one for one in deeds if one.book is not None]
        now = fingerprints.of_member(stored.profile, stored.card)
        changed = bool(profiles) and profiles[-1].profile != now
        if changed or (books and books[-1].book != fingerprints.of_book(deed.member_id, book)):
            code = "built_changed" if changed else "built_contacts"
            _refuse("member_no", stored.card.row["member_no"], [(code, {})])
        earlier = _with_marks(books[0].contacts, book) if books else book
        before = profiles[0].before if profiles else stored
        yield [
            *restored(stored, before, earlier.numbers, self._clock).writes(),
            *(contact_records.save(deed.member_id, book, earlier) if books else ()),
            *forgotten,
            self._record(deed),
        ]

    def _account(self, deed: Ledger) -> Iterator[Unit]:
        """The account goes first, then its ledger, then its deeds."""
        deeds = undo_journal.of_account(self._import_id, deed.account_id, ("3",))
        if not deeds:
            return
        account, ledger = bulk.find(deed.account_id), bulk.ledger_of(deed.account_id)
        writes = [self._record(deed)]
        if account:
            found = dependents.on_account(account, ledger, deeds, self._around)
            _refuse("account_no", account.account_no, found)
            writes += bulk.deleting_writes(account)
        writes += map(bulk.deleting_entry_write, ledger)
        writes += (undo_journal.forgotten(self._import_id, one) for one in deeds)
        for start in range(0, len(writes), dynamo.MAX_TRANSACTION_WRITES):
            yield writes[start : start + dynamo.MAX_TRANSACTION_WRITES]

    def _entries(self, deed: Ledger) -> Iterator[Unit]:
        """Entries of an account that was there are reversed by the ledger's own rule."""
        account, ledger = bulk.load(deed.account_id), bulk.ledger_of(deed.account_id)
        standing = {one.transaction_id: one for one in ledger if not one.reversed_by}
        left = [standing[entry] for entry in reversed(deed.entries) if entry in standing]
        reason = f"{dependents.UNDONE}{self._import_id}"
        try:
            changes = bulk.plan_reversals(
                self._caller, account, left, reason, ledger=ledger, clock=self._clock
            )
        except Refusal as refusal:
            found: list[Built] = [(error.code, error.params) for error in refusal.errors]
            _refuse("account_no", account.account_no, found)
        unit = UnitOfWork(self._caller, account, self._clock)
        while len(changes) > REVERSALS_AT_ONCE:
            some, changes = changes[:REVERSALS_AT_ONCE], changes[REVERSALS_AT_ONCE:]
            yield _writes(unit, some)
            unit.committed()
        yield [*_writes(unit, changes), *self._noted(deed)]

    def _noted(self, deed: Deed) -> Unit:
        return [undo_journal.forgotten(self._import_id, deed), self._record(deed)]

    def _record(self, deed: Deed) -> write.Write:
        action = f"{deed.subject.partition(':')[0]}.import_undo"
        return audit(self._caller, self._clock.now(), action, deed.subject, of=self._import_id)


def _refuse(field: str, number: str, found: Iterable[Built]) -> None:
    faults = [FieldError(field, code, number, params) for code, params in found]
    if faults:
        raise InvalidMany(faults)


def _writes(unit: UnitOfWork, changes: Iterable[Change]) -> Unit:
    for change in changes:
        unit.apply(change)
    return [*unit.writes(), bulk.many_record(unit)] if unit.is_changed else []


def _with_marks(items: Sequence[Mapping[str, Value]], now: Book) -> Book:
    """The contacts as they were, with what was found out since about their numbers."""
    marks = {phone.e164: phone.undeliverable for phone in now.of(Phone)}
    before = contact_records.from_items(items)
    phones = [replace(one, undeliverable=marks.get(one.e164)) for one in before.of(Phone)]
    return before.having(Phone, phones)
