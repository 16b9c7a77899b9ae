"""Taking in what the dry run accepted: each row in one transaction, whole or not at all.

Everything can be done again from any row on: a member's id follows from the import and the row, an
account is known by its number, an entry by its document. What the tables refuse meanwhile is noted
with its row and does not stop the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from accounts.bulk import Batch
from accounts.schemas import Closing, NewAccount
from contacts.bulk import first_book
from contacts.schemas import ContactCard
from members import repository as members
from members.bulk import first
from members.schemas import NewMember
from members.versions import Revision
from shared import contact_items, dynamo, member_card
from shared.attempts import attempts
from shared.audit import audit
from shared.clock import Clock
from shared.errors import Conflict, FieldError, Refusal
from shared.identity import Caller
from shared.write import Write

from . import account_rows, fingerprints, repository, undo_items
from .account_rows import Fault
from .known import revised
from .ledgers import Writing
from .pool import Outcome, Pool, Way
from .rules import ACCOUNT_KINDS
from .staging import Staged, Staging
from .undo_items import LedgerKind, MemberChanged, MemberMade

_MEMBERS_AT_ONCE, _ACCOUNTS_AT_ONCE = 500, 100
_ENTRIES_PACKED = 80
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME_LENGTH, _REST_LENGTH = 10, 16


@dataclass(frozen=True, slots=True)
class _Opening:
    row: Staged
    new: NewAccount
    installments: list[Staged]
    entries: list[Staged]
    there: bool

    @property
    def rows(self) -> list[Staged]:
        return [self.row, *self.installments, *self.entries]


class Taker:
    """Takes in the rows of one import, several at a time.

    Open it with `with`: when the block ends, what was begun is taken in whole.
    """

    def __init__(self, caller: Caller, import_id: str, staging: Staging, clock: Clock) -> None:
        self._caller, self._import_id = caller, import_id
        self._staging, self._clock = staging, clock
        self._pool = Pool(self._settle)

    def __enter__(self) -> "Taker":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._pool.finish()
        finally:
            self._pool.close()

    def lots(self) -> Iterator[None]:
        """Begin lots of rows one by one, in the order in which they build on each other."""
        staging, pool = self._staging, self._pool
        for rows in staging.pages("members", _MEMBERS_AT_ONCE):
            pool.give(Way(self._member, self._member_prepared), rows)
            yield
        for rows in staging.pages("members", _MEMBERS_AT_ONCE, "changed"):
            pool.give(Way(self._change), rows)
            yield
        pool.finish()
        for kind in ACCOUNT_KINDS:
            for rows in staging.pages(kind, _ACCOUNTS_AT_ONCE):
                pool.give(Way(self._account, self._account_prepared), self._openings(rows))
                yield
        pool.finish()
        for numbers in staging.owners("transactions", _ACCOUNTS_AT_ONCE):
            pool.give(Way(self._of_account), self._of_accounts(numbers))
            yield

    def _settle(self, outcome: Outcome) -> None:
        rows, faults = outcome
        self._staging.set_state("updated", (row.id for row in rows if row.found))
        self._staging.set_state("taken", (row.id for row in rows if not row.found))
        self._staging.refuse(faults)

    def _member(self, row: Staged) -> Outcome:
        try:
            self._new_member(row)
        except Refusal as refusal:
            return [row], [(row.id, refusal.errors[0])]
        return [row], []

    def _new_member(self, row: Staged) -> None:
        self._write(self._member_writes(row))

    def _write(self, writes: Sequence[Write]) -> None:
        """A member's row in one transaction, unless it was written before."""
        for _ in attempts():
            try:
                dynamo.transact(writes)
            except dynamo.ConditionFailed as failed:
                if undo_items.GUARD in failed.guards:
                    return
                for name in ("nik", "member_no"):
                    if name in failed.guards:
                        raise Conflict(name, "duplicate") from failed
                raise member_card.lost_race() from failed
            except dynamo.Contended:
                continue
            return
        raise Conflict("member_no", "busy")

    def _member_prepared(self, row: Staged) -> tuple[list[Write], Outcome] | None:
        try:
            return self._member_writes(row), ([row], [])
        except Refusal:
            return None

    def _member_writes(self, row: Staged) -> list[Write]:
        member_id = _id_of(self._import_id, row.id)
        card = ContactCard.model_validate(row.body["card"])
        book, contacts = first_book(self._caller, member_id, card, self._clock)
        new = NewMember.model_validate(row.body["member"])
        profile, shown = first(self._caller, new, member_id, book.numbers, self._clock)
        made = MemberMade(
            row=row.id,
            member_id=member_id,
            profile=fingerprints.of_member(profile, shown),
            book=fingerprints.of_book(member_id, book),
            timeline=len(book.consents),
        )
        noted = self._noted(made, "member.import")
        return [*members.save(profile, shown, None), *contacts, *noted]

    def _change(self, row: Staged) -> Outcome:
        try:
            for _ in attempts():
                if self._changed(row):
                    return [row], []
        except Refusal as refusal:
            return [row], [(row.id, refusal.errors[0])]
        return [row], [(row.id, FieldError("member_no", "busy"))]

    def _changed(self, row: Staged) -> bool:
        """Whether the member is as the row says; somebody else may have been faster."""
        member_id = str((row.found or {})["member_id"])
        old, book = members.load(member_id), contact_items.load(member_id)
        step = revised(self._caller, row, old, book, self._clock)
        if not step.writes:
            return True
        deed = MemberChanged(
            row=row.id,
            member_id=member_id,
            before=old,
            profile=_fingerprint(step.member) if step.member.fields else None,
            book=fingerprints.of_book(member_id, step.book) if step.book != book else None,
            book_before=book.version,
            contacts=tuple(contact_items.to_items(member_id, book).values()),
        )
        try:
            self._write([*step.writes, *self._noted(deed, "member.import_change")])
        except Conflict as lost:
            if lost.errors[0].code == "changed_meanwhile":
                return False
            raise
        return True

    def _noted(self, deed: MemberMade | MemberChanged, action: str) -> list[Write]:
        subject = f"member:{deed.member_id}"
        return [
            audit(self._caller, self._clock.now(), action, subject, of=self._import_id),
            undo_items.kept(self._import_id, deed, self._clock),
        ]

    def _openings(self, rows: Sequence[Staged]) -> list[_Opening]:
        numbers = [row.key or "" for row in rows]
        given = [row.owner for row in rows if row.owner]
        owners = repository.member_ids(given) | self._staging.people(given)
        known = repository.account_ids(numbers)
        installments = self._staging.of_owners("installments", numbers)
        entries = self._staging.of_owners("transactions", numbers)
        return [
            _Opening(
                row,
                account_rows.new_account(
                    row, installments[number], owners.get(row.owner or "", "")
                ),
                installments[number],
                entries[number],
                there=number in known,
            )
            for number, row in zip(numbers, rows, strict=True)
        ]

    def _account_prepared(self, task: _Opening) -> tuple[list[Write], Outcome] | None:
        if task.there or not task.new.member_id or len(task.entries) > _ENTRIES_PACKED:
            return None
        try:
            batch, faults = self._opened(task)
        except Refusal:
            return None
        return batch.writes(), (task.rows, faults)

    def _account(self, task: _Opening) -> Outcome:
        if not task.new.member_id:
            fault = FieldError("member_no", "unknown_member", task.row.owner)
            return task.rows, [(row.id, fault) for row in task.rows]
        number = task.row.key or ""
        if account_id := repository.account_ids([number]).get(number):
            if not account_id.startswith(f"{task.new.member_id}."):
                fault = FieldError("account_no", "duplicate", number)
                return task.rows, [(row.id, fault) for row in task.rows]
            how = account_rows.closing(task.row)
            return task.rows, self._entries(account_id, task.entries, how)
        try:
            batch, faults = self._opened(task)
            batch.commit()
        except Refusal as refusal:
            return task.rows, [(row.id, refusal.errors[0]) for row in task.rows]
        return task.rows, faults

    def _opened(self, task: _Opening) -> tuple[Batch, list[Fault]]:
        """The account with its entries, to be written."""
        account = account_rows.opened(task.row, task.new, task.entries, self._clock)
        writing = self._writing("opened", [task.row, *task.installments])
        batch = writing.batch(account, task.new)
        faults = writing.enter(batch, task.entries)
        if how := account_rows.closing(task.row):
            batch.close(how)
        return batch, faults

    def _of_accounts(self, numbers: Sequence[str]) -> list[tuple[str | None, list[Staged]]]:
        known = repository.account_ids(numbers)
        entries = self._staging.of_owners("transactions", numbers)
        return [(known.get(number), rows) for number, rows in entries.items()]

    def _of_account(self, task: tuple[str | None, list[Staged]]) -> Outcome:
        account_id, rows = task
        if account_id is None:
            fault = FieldError("account_no", "unknown_account", rows[0].owner)
            return rows, [(row.id, fault) for row in rows]
        return rows, self._entries(account_id, rows)

    def _entries(
        self, account_id: str, rows: Sequence[Staged], how: Closing | None = None
    ) -> list[Fault]:
        """Add to an account what it lacks: by the document, or else by what this import did.

        One that this import began to open is closed behind them where its row says `how`.
        """
        for _ in attempts():
            account, documents = repository.account(account_id)
            deeds = undo_items.of_account(self._import_id, account_id)
            done = undo_items.rows_of(deeds)
            fresh = [row for row in rows if row.document not in documents and row.id not in done]
            ours = any(deed.kind == "opened" for deed in deeds)
            writing = self._writing("continued" if ours else "posted")
            try:
                if account_rows.are_backdated(fresh, account):
                    return writing.post(account, fresh)
                batch = writing.batch(account)
                faults = writing.enter(batch, fresh, repository.rows(documents))
                if how and ours and len(faults) < len(fresh):
                    batch.close(how)
                batch.commit()
            except (dynamo.ConditionFailed, dynamo.Contended):
                continue
            except Refusal as refusal:
                return [(row.id, refusal.errors[0]) for row in fresh]
            return faults
        return [(row.id, FieldError("account_no", "busy")) for row in rows]

    def _writing(self, kind: LedgerKind, rows: Sequence[Staged] = ()) -> Writing:
        return Writing(self._caller, self._import_id, self._clock, kind, rows)


def _fingerprint(step: Revision) -> str:
    return fingerprints.of_member(step.profile, step.card)


def _id_of(import_id: str, row_id: int) -> str:
    """The id of what a row makes, the same at every attempt: a ULID of the import's moment."""
    digest = int.from_bytes(sha256(f"{import_id}#{row_id}".encode()).digest()[:10])
    rest = "".join(_CROCKFORD[digest >> 5 * n & 31] for n in range(_REST_LENGTH))
    return import_id[:_TIME_LENGTH] + rest
