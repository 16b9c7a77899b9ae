"""Applying what the dry run accepted: each row in one transaction, whole or not at all.

Everything may be done again from any row on: a member's id follows from the import and the row, an
account is known by its number, an entry by its document. A row that the tables refuse meanwhile
gets its fault and does not stop the others.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from imports.store.staging import Staging
from interchange.tables import ACCOUNT_KINDS
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock

from .accounts import AccountApplier
from .members import MemberApplier
from .worker_pool import ApplyMethod, RowResult, WorkerPool

_MEMBERS_AT_ONCE, _ACCOUNTS_AT_ONCE = 500, 100


def apply_rows(
    caller: Caller,
    import_id: str,
    staging: Staging,
    clock: Clock,
    is_time_over: Callable[[], bool] = lambda: False,
) -> bool:
    """Write pending rows to the tables until there are none or time is over; True for the former.

    What became of each row is its state in `staging`: taken, updated or refused.
    """
    members = MemberApplier(caller, import_id, clock)
    accounts = AccountApplier(caller, import_id, staging, clock)
    with WorkerPool(lambda result: _set_states(staging, result)) as pool:
        for method, lots in _phases(staging, members, accounts):
            for lot in lots:
                pool.give(method, lot)
                if is_time_over():
                    return False
            pool.finish()
    return True


def _phases(
    staging: Staging, members: MemberApplier, accounts: AccountApplier
) -> Iterator[tuple[ApplyMethod[Any], Iterator[Sequence[Any]]]]:
    """(how, lots of what) in the order in which rows need each other: members, accounts, entries of
    accounts that were there before. Those of new accounts are written with their account."""
    create = ApplyMethod(members.create, members.prepare)
    yield create, staging.pages("members", _MEMBERS_AT_ONCE)
    yield ApplyMethod(members.update), staging.pages("members", _MEMBERS_AT_ONCE, "changed")
    open_ = ApplyMethod(accounts.open, accounts.prepare)
    for kind in ACCOUNT_KINDS:
        yield open_, map(accounts.plan_openings, staging.pages(kind, _ACCOUNTS_AT_ONCE))
    numbers = staging.owners("transactions", _ACCOUNTS_AT_ONCE)
    yield ApplyMethod(accounts.post), map(accounts.plan_postings, numbers)


def _set_states(staging: Staging, result: RowResult) -> None:
    rows, faults = result
    staging.set_state("updated", (row.id for row in rows if row.found))
    staging.set_state("taken", (row.id for row in rows if not row.found))
    staging.refuse(faults)
