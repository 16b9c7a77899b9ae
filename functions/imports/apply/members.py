"""Rows of members become members, or change those who are there."""

from collections.abc import Sequence
from hashlib import sha256

from contacts.bulk import ContactCard, first_contacts
from imports.store import fingerprints, undo_journal
from imports.store.staged_rows import Staged
from imports.store.undo_journal import MemberChanged, MemberCreated
from members import bulk as members
from members.bulk import NewMember, Revision
from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.aws.write import Write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Refusal
from shared.records import contact_records, member_card
from shared.records.audit import audit

from .member_changes import update_by_row
from .worker_pool import RowResult

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME_LENGTH, _REST_LENGTH = 10, 16
_MADE = "profile"
"""The guard of a new member that this row has made before, since their id is this row's alone."""
_FINAL = (_MADE, "card", contact_records.BOOK_GUARD)
"""Guards of a new member that stay refused: somebody has made it."""


class MemberApplier:
    """Writes the members of one import, in the caller's name."""

    def __init__(self, caller: Caller, import_id: str, clock: Clock) -> None:
        self._caller, self._import_id, self._clock = caller, import_id, clock

    def create(self, row: Staged) -> RowResult:
        """Write a new member."""
        try:
            writes = self._writes(row)
            busy = Conflict("member_no", "busy")
            retry_on_conflict(lambda: self._write(writes, _MADE), final=_FINAL, busy=busy)
        except Refusal as refusal:
            return [row], [(row.id, refusal.errors[0])]
        except dynamo.ConditionFailed:
            return [row], [(row.id, member_card.lost_race().errors[0])]
        return [row], []

    def _write(self, writes: Sequence[Write], done: str) -> None:
        """A member's row in one transaction, unless the guard `done` says that it was written.

        A Conflict says which number is taken; ConditionFailed: somebody else was faster.
        """
        try:
            dynamo.transact(writes)
        except dynamo.ConditionFailed as failed:
            if done in failed.guards:
                return
            for name in ("nik", "member_no"):
                if name in failed.guards:
                    raise Conflict(name, "duplicate") from failed
            raise

    def prepare(self, row: Staged) -> tuple[list[Write], RowResult] | None:
        """The writes of a new member and the result that they have; None where they are refused."""
        try:
            return self._writes(row), ([row], [])
        except Refusal:
            return None

    def _writes(self, row: Staged) -> list[Write]:
        member_id = _id_of(self._import_id, row.id)
        card = ContactCard.model_validate(row.body["card"])
        book, contacts = first_contacts(self._caller, member_id, card, self._clock)
        new = NewMember.model_validate(row.body["member"])
        profile, shown = members.first_version(
            self._caller, new, member_id, book.numbers, self._clock
        )
        created = MemberCreated(
            row=row.id,
            member_id=member_id,
            profile=fingerprints.of_member(profile, shown),
            book=fingerprints.of_book(member_id, book),
            timeline=len(book.consents),
        )
        journal = self._audit_and_journal(created, "member.import")
        return [*members.create_writes(profile, shown), *contacts, *journal]

    def update(self, row: Staged) -> RowResult:
        """Change a member who is there to what the row says."""
        try:
            retry_on_conflict(lambda: self._update(row), busy=Conflict("member_no", "busy"))
        except Refusal as refusal:
            return [row], [(row.id, refusal.errors[0])]
        return [row], []

    def _update(self, row: Staged) -> None:
        """Write what the row changes; ConditionFailed where somebody else was faster."""
        member_id = str((row.found or {})["member_id"])
        old, book = members.load(member_id), contact_records.load(member_id)
        update = update_by_row(self._caller, row, old, book, self._clock)
        if not update.writes:
            return
        record = MemberChanged(
            row=row.id,
            member_id=member_id,
            before=old,
            profile=_fingerprint(update.member) if update.member.fields else None,
            book=fingerprints.of_book(member_id, update.book) if update.book != book else None,
            book_before=book.version,
            contacts=tuple(contact_records.to_items(member_id, book).values()),
        )
        journal = self._audit_and_journal(record, "member.import_change")
        self._write([*update.writes, *journal], undo_journal.GUARD)

    def _audit_and_journal(self, record: MemberCreated | MemberChanged, action: str) -> list[Write]:
        subject = f"member:{record.member_id}"
        return [
            audit(self._caller, self._clock.now(), action, subject, of=self._import_id),
            undo_journal.save(self._import_id, record, self._clock),
        ]


def _fingerprint(revision: Revision) -> str:
    return fingerprints.of_member(revision.profile, revision.card)


def _id_of(import_id: str, row_id: int) -> str:
    """The id of what a row makes, the same at every attempt: a ULID of the import's moment."""
    digest = int.from_bytes(sha256(f"{import_id}#{row_id}".encode()).digest()[:10])
    rest = "".join(_CROCKFORD[digest >> 5 * n & 31] for n in range(_REST_LENGTH))
    return import_id[:_TIME_LENGTH] + rest
