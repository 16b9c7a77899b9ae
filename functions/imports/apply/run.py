"""Taking in what the dry run accepted: each row in one transaction, whole or not at all.

Everything can be done again from any row on: a member's id follows from the import and the row, an
account is known by its number, an entry by its document. What the tables refuse meanwhile is noted
with its row and does not stop the others.
"""

from collections.abc import Iterator

from imports.store.staging import Staging
from interchange.tables import ACCOUNT_KINDS
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock

from .accounts import AccountTaker
from .members import MemberTaker
from .worker_pool import Outcome, Pool, Way

_MEMBERS_AT_ONCE, _ACCOUNTS_AT_ONCE = 500, 100


class Taker:
    """Takes in the rows of one import, several at a time.

    Open it with `with`: when the block ends, what was begun is taken in whole.
    """

    def __init__(self, caller: Caller, import_id: str, staging: Staging, clock: Clock) -> None:
        self._staging = staging
        self._members = MemberTaker(caller, import_id, clock)
        self._accounts = AccountTaker(caller, import_id, staging, clock)
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
        members, accounts = self._members, self._accounts
        for rows in staging.pages("members", _MEMBERS_AT_ONCE):
            pool.give(Way(members.make, members.prepared), rows)
            yield
        for rows in staging.pages("members", _MEMBERS_AT_ONCE, "changed"):
            pool.give(Way(members.change), rows)
            yield
        pool.finish()
        for kind in ACCOUNT_KINDS:
            for rows in staging.pages(kind, _ACCOUNTS_AT_ONCE):
                pool.give(Way(accounts.open, accounts.prepared), accounts.openings(rows))
                yield
        pool.finish()
        for numbers in staging.owners("transactions", _ACCOUNTS_AT_ONCE):
            pool.give(Way(accounts.post), accounts.behind(numbers))
            yield

    def _settle(self, outcome: Outcome) -> None:
        rows, faults = outcome
        self._staging.set_state("updated", (row.id for row in rows if row.found))
        self._staging.set_state("taken", (row.id for row in rows if not row.found))
        self._staging.refuse(faults)
