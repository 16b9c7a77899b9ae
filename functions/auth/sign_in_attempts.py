"""Failed sign-ins are counted by user name and by address, and slow down the next ones.

A try counts for the user before the password is looked at, so that a hundred tries at once are no
more than five; signing in takes it back. For an address only failures count: a whole office may
sign in from one.
"""

from datetime import datetime

from shared.aws import dynamo
from shared.kernel.caller import Caller
from shared.kernel.errors import TooMany
from shared.records.audit import audit

from . import repository, rules
from .models import Attempts

_TRIES = 4
_LONGEST_SUBJECT = 32


def count_try(username: str, address: str, now: datetime) -> None:
    """Count a try of this user; TooMany when the user or the address has to wait."""
    moment = int(now.timestamp())
    for _ in range(_TRIES):
        by_user, by_address = repository.attempts(username, address, moment)
        _check("username", by_user, moment, rules.USER_FREE_FAILURES)
        _check("address", by_address, moment, rules.ADDRESS_FREE_FAILURES)
        counted, forgotten_at = _one_more(by_user, moment, rules.USER_FREE_FAILURES)
        try:
            dynamo.transact([repository.count_for_user(username, counted, forgotten_at)])
        except (dynamo.ConditionFailed, dynamo.Contended):
            continue
        return
    raise TooMany("username", "slow_down", 1)


def check_address(address: str, now: datetime) -> None:
    """TooMany when this address has to wait."""
    moment = int(now.timestamp())
    _, by_address = repository.attempts("", address, moment)
    _check("address", by_address, moment, rules.ADDRESS_FREE_FAILURES)


def record_failure(action: str, subject: str, address: str, now: datetime) -> None:
    """Count a failure of this address and audit it with the name that was given."""
    moment = int(now.timestamp())
    nobody = Caller("anonymous", "viewer", frozenset(), (), address)
    entry = audit(nobody, now, action, subject[:_LONGEST_SUBJECT])
    for _ in range(_TRIES):
        _, by_address = repository.attempts("", address, moment)
        counted, forgotten_at = _one_more(by_address, moment, rules.ADDRESS_FREE_FAILURES)
        try:
            counter = repository.count_for_address(address, counted, forgotten_at)
            dynamo.transact([counter, entry])
        except (dynamo.ConditionFailed, dynamo.Contended):
            continue
        return
    dynamo.transact([entry])


def _check(field: str, attempts: Attempts, now: int, free: int) -> None:
    if seconds := rules.wait_now(attempts.failures, attempts.last, now, free):
        raise TooMany(field, "slow_down", seconds)


def _one_more(attempts: Attempts, now: int, free: int) -> tuple[Attempts, int]:
    failures = attempts.failures + 1
    counted = attempts.model_copy(update={"failures": failures, "last": now})
    return counted, rules.forgotten_at(failures, now, free)
