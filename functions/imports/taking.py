"""Taking in what the dry run accepted: each row in one transaction, whole or not at all.

Everything can be done again from any row on: a member's id follows from the import and the row, an
account is known by its number, an entry by its document. What the tables refuse meanwhile is noted
with its row and does not stop the others.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from accounts import opening
from accounts.bulk import Batch
from accounts.ledger_schemas import NewTransaction
from accounts.repository import Account
from accounts.schemas import NewAccount
from accounts.service import post
from contacts.bulk import first_book
from contacts.schemas import ContactCard
from members.bulk import opened
from members.schemas import NewMember
from shared import dynamo
from shared.attempts import attempts
from shared.audit import audit
from shared.clock import Clock
from shared.errors import Conflict, FieldError, Refusal
from shared.idempotency import Once
from shared.identity import Caller
from shared.packing import transact_all
from shared.write import Write

from . import repository
from .checking import new_account
from .staging import Staged, Staging

WORKERS = 4
_TASKS_AT_ONCE = 25
_ENTRIES_PACKED = 80
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME_LENGTH, _REST_LENGTH = 10, 16

Fault = tuple[int, FieldError]
Outcome = tuple[Sequence[Staged], list[Fault]]
"""The rows that were dealt with, and what is wrong with some of them."""
Task = TypeVar("Task")


@dataclass(frozen=True, slots=True)
class _Opening:
    row: Staged
    new: NewAccount
    installments: list[Staged]
    entries: list[Staged]

    @property
    def rows(self) -> list[Staged]:
        return [self.row, *self.installments, *self.entries]


@dataclass(frozen=True, slots=True)
class _Way(Generic[Task]):
    """How a kind of task is done: `prepare` answers the writes that do it and the outcome they
    have, or None for what must be done `alone`."""

    alone: Callable[[Task], Outcome]
    prepare: Callable[[Task], tuple[list[Write], Outcome] | None] = lambda _: None


class Taker:
    """Takes in the rows of one import; several at a time, since each mostly waits."""

    def __init__(self, caller: Caller, import_id: str, staging: Staging, clock: Clock) -> None:
        self._caller, self._import_id = caller, import_id
        self._staging, self._clock = staging, clock

    def members(self, rows: Sequence[Staged]) -> int:
        """New members with their contacts; how many rows were dealt with."""
        return self._all(_Way(self._member, self._member_prepared), rows)

    def accounts(self, rows: Sequence[Staged]) -> int:
        """New accounts with their entries; how many rows were dealt with."""
        owners = repository.member_ids(row.owner for row in rows if row.owner)
        known = repository.account_ids(row.key for row in rows if row.key)
        tasks = [
            _Opening(
                row,
                new_account(row, self._staging, owners.get(row.owner or "", "")),
                self._staging.of_owner("installments", row.key or ""),
                self._staging.of_owner("transactions", row.key or ""),
            )
            for row in rows
        ]

        def prepare(task: _Opening) -> tuple[list[Write], Outcome] | None:
            if task.row.key in known or len(task.entries) > _ENTRIES_PACKED:
                return None
            try:
                batch, faults = self._opened(task)
            except Refusal:
                return None
            return batch.writes(), (task.rows, faults)

        return self._all(_Way(self._account, prepare), tasks)

    def entries(self, numbers: Sequence[str]) -> int:
        """Entries of accounts that were there before; how many rows were dealt with."""
        known = repository.account_ids(numbers)
        tasks = [
            (known.get(number), self._staging.of_owner("transactions", number))
            for number in numbers
        ]
        return self._all(_Way(self._of_account), tasks)

    def _all(self, way: _Way[Task], tasks: Sequence[Task]) -> int:
        done = 0
        some = [tasks[n : n + _TASKS_AT_ONCE] for n in range(0, len(tasks), _TASKS_AT_ONCE)]
        with ThreadPoolExecutor(WORKERS) as workers:
            for outcomes in workers.map(lambda few: _done(way, few), some):
                for rows, faults in outcomes:
                    self._staging.set_state("taken", (row.id for row in rows))
                    self._staging.refuse(faults)
                    done += len(rows)
        return done

    def _member(self, row: Staged) -> Outcome:
        try:
            self._new_member(row)
        except Refusal as refusal:
            return [row], [(row.id, refusal.errors[0])]
        return [row], []

    def _new_member(self, row: Staged) -> None:
        member = self._member_writes(row)
        for _ in attempts():
            try:
                dynamo.transact(member)
            except dynamo.ConditionFailed as failed:
                if "profile" in failed.guards:
                    return
                name = "nik" if "nik" in failed.guards else "member_no"
                raise Conflict(name, "duplicate") from failed
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
        numbers, contacts = first_book(self._caller, member_id, card, self._clock)
        new = NewMember.model_validate(row.body["member"])
        member = opened(self._caller, new, member_id, numbers, self._clock)
        subject = f"member:{member_id}"
        record = audit(
            self._caller, self._clock.now(), "member.import", subject, of=self._import_id
        )
        return [*member, *contacts, record]

    def _account(self, task: _Opening) -> Outcome:
        if account_id := repository.account_ids([task.row.key or ""]).get(task.row.key or ""):
            return task.rows, self._entries(account_id, task.entries)
        try:
            batch, faults = self._opened(task)
            batch.commit()
        except Refusal as refusal:
            return task.rows, [(row.id, refusal.errors[0]) for row in task.rows]
        return task.rows, faults

    def _opened(self, task: _Opening) -> tuple[Batch, list[Fault]]:
        """The account with its entries, to be written."""
        schedule = opening.schedule_of(task.new, self._clock.today())
        account = opening.new_account(task.new, task.new.account_no or "", schedule)
        batch = Batch(self._caller, account, self._clock, task.new)
        return batch, _entered(batch, task.entries)

    def _of_account(self, task: tuple[str | None, list[Staged]]) -> Outcome:
        account_id, rows = task
        if account_id is None:
            fault = FieldError("account_no", "unknown_account", rows[0].owner)
            return rows, [(row.id, fault) for row in rows]
        return rows, self._entries(account_id, rows)

    def _entries(self, account_id: str, rows: Sequence[Staged]) -> list[Fault]:
        for _ in attempts():
            account, documents = repository.account(account_id)
            fresh = [row for row in rows if row.document not in documents]
            try:
                if any(row.body["value_date"] < account.last[:10] for row in fresh):
                    return list(self._posted(account, fresh))
                batch = Batch(self._caller, account, self._clock)
                faults = _entered(batch, fresh)
                batch.commit()
            except (dynamo.ConditionFailed, dynamo.Contended):
                continue
            return faults
        return [(row.id, FieldError("account_no", "busy")) for row in rows]

    def _posted(self, account: Account, rows: Sequence[Staged]) -> Iterator[Fault]:
        """One by one: an entry dated before the last re-ages the account."""
        for row in rows:
            new = NewTransaction.model_validate(row.body)
            try:
                once = Once("", None, "", self._clock.now())
                post(self._caller, account.account_id, new, once, self._clock)
            except Refusal as refusal:
                yield row.id, refusal.errors[0]


def _done(way: _Way[Task], tasks: Sequence[Task]) -> list[Outcome]:
    """As few transactions as hold them; what is refused is done again, each task alone."""
    prepared = [way.prepare(task) for task in tasks]
    done = iter(transact_all([ready[0] for ready in prepared if ready]))
    return [
        ready[1] if ready and next(done) else way.alone(task)
        for task, ready in zip(tasks, prepared, strict=True)
    ]


def _entered(batch: Batch, rows: Sequence[Staged]) -> list[Fault]:
    faults: list[Fault] = []
    for row in rows:
        try:
            batch.enter(NewTransaction.model_validate(row.body))
        except Refusal as refusal:
            faults.append((row.id, refusal.errors[0]))
    return faults


def _id_of(import_id: str, row_id: int) -> str:
    """The id of what a row makes, the same at every attempt: a ULID of the import's moment."""
    digest = int.from_bytes(sha256(f"{import_id}#{row_id}".encode()).digest()[:10])
    rest = "".join(_CROCKFORD[digest >> 5 * n & 31] for n in range(_REST_LENGTH))
    return import_id[:_TIME_LENGTH] + rest
