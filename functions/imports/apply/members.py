"""Taking in the rows of members: made, or brought up to what their rows say."""

from collections.abc import Sequence
from hashlib import sha256

from contacts.bulk import ContactCard, first_contacts
from imports.dry_run.matching import update_by_row
from imports.store import undo_journal
from imports.store.staged_rows import Staged
from imports.store.undo_journal import MemberChanged, MemberMade
from imports.undo import fingerprints
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

from .worker_pool import Outcome

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME_LENGTH, _REST_LENGTH = 10, 16
_FINAL = ("profile", "card", contact_records.BOOK_GUARD)
"""Guards of a new member that stay refused: somebody has made it."""


class MemberTaker:
    """Takes in members of one import, as the caller."""

    def __init__(self, caller: Caller, import_id: str, clock: Clock) -> None:
        self._caller, self._import_id, self._clock = caller, import_id, clock

    def make(self, row: Staged) -> Outcome:
        """Make the member of a new row."""
        try:
            writes = self._writes(row)
            busy = Conflict("member_no", "busy")
            retry_on_conflict(lambda: self._write(writes), final=_FINAL, busy=busy)
        except Refusal as refusal:
            return [row], [(row.id, refusal.errors[0])]
        except dynamo.ConditionFailed:
            return [row], [(row.id, member_card.lost_race().errors[0])]
        return [row], []

    def _write(self, writes: Sequence[Write]) -> None:
        """A member's row in one transaction, unless it was written before.

        A Conflict says which number is taken; ConditionFailed: somebody else was faster.
        """
        try:
            dynamo.transact(writes)
        except dynamo.ConditionFailed as failed:
            if undo_journal.GUARD in failed.guards:
                return
            for name in ("nik", "member_no"):
                if name in failed.guards:
                    raise Conflict(name, "duplicate") from failed
            raise

    def prepared(self, row: Staged) -> tuple[list[Write], Outcome] | None:
        """The writes that make the member, and the outcome that they have."""
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
        made = MemberMade(
            row=row.id,
            member_id=member_id,
            profile=fingerprints.of_member(profile, shown),
            book=fingerprints.of_book(member_id, book),
            timeline=len(book.consents),
        )
        noted = self._noted(made, "member.import")
        return [*members.create_writes(profile, shown), *contacts, *noted]

    def change(self, row: Staged) -> Outcome:
        """Bring the member who is there up to the row."""
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
        deed = MemberChanged(
            row=row.id,
            member_id=member_id,
            before=old,
            profile=_fingerprint(update.member) if update.member.fields else None,
            book=fingerprints.of_book(member_id, update.book) if update.book != book else None,
            book_before=book.version,
            contacts=tuple(contact_records.to_items(member_id, book).values()),
        )
        self._write([*update.writes, *self._noted(deed, "member.import_change")])

    def _noted(self, deed: MemberMade | MemberChanged, action: str) -> list[Write]:
        subject = f"member:{deed.member_id}"
        return [
            audit(self._caller, self._clock.now(), action, subject, of=self._import_id),
            undo_journal.kept(self._import_id, deed, self._clock),
        ]


def _fingerprint(revision: Revision) -> str:
    return fingerprints.of_member(revision.profile, revision.card)


def _id_of(import_id: str, row_id: int) -> str:
    """The id of what a row makes, the same at every attempt: a ULID of the import's moment."""
    digest = int.from_bytes(sha256(f"{import_id}#{row_id}".encode()).digest()[:10])
    rest = "".join(_CROCKFORD[digest >> 5 * n & 31] for n in range(_REST_LENGTH))
    return import_id[:_TIME_LENGTH] + rest
