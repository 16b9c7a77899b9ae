"""What every revert needs: in whose name it is done, and the end of its undo record."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from imports.store import undo_journal
from imports.store.undo_journal import UndoRecord
from shared.aws import write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError, Forbidden, InvalidMany
from shared.records import member_card
from shared.records.audit import audit

from .dependents import Dependent, OtherRooms

TransactionWrites = list[write.Write]
"""The writes of one transaction."""


@dataclass(frozen=True, slots=True)
class RevertContext:
    """Who reverts which import; `other_rooms` keeps what was read of them meanwhile."""

    caller: Caller
    import_id: str
    clock: Clock
    other_rooms: OtherRooms = field(default_factory=OtherRooms)

    def require_reach(self, record: UndoRecord) -> None:
        """Refuse, without naming them, what is of another office's member by now."""
        if not self.caller.offices:
            return
        cards = member_card.read_many([record.member_id])
        if any(not self.caller.may_see(card.row["office"]) for card in cards.values()):
            raise Forbidden("import", "moved_away")

    def end(self, record: UndoRecord) -> TransactionWrites:
        """The writes that end an undo record, with the audit of its revert."""
        return [undo_journal.delete(record), self.audit(record)]

    def audit(self, record: UndoRecord) -> write.Write:
        """That this was reverted: `member.import_undo` or `account.import_undo`."""
        action = f"{record.subject.partition(':')[0]}.import_undo"
        return audit(self.caller, self.clock.now(), action, record.subject, of=self.import_id)


def refuse(field_name: str, number: str, found: Iterable[Dependent]) -> None:
    """InvalidMany where there are dependents: they name the member or account by its number."""
    faults = [FieldError(field_name, code, number, params) for code, params in found]
    if faults:
        raise InvalidMany(faults)
