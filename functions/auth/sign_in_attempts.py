"""Failed sign-ins are counted by user name and by IP address, and slow down the next ones.

An attempt counts for the user before the password is looked at, so that a hundred attempts at once
are no more than five; signing in clears them. For an address only failures count: a whole office
may sign in from one.
"""

from datetime import datetime

from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.kernel.caller import Caller
from shared.kernel.errors import TooMany
from shared.records.audit import audit

from . import repository, rules
from .models import FailedAttempts

_MOST_TRIES = 4
_LONGEST_SUBJECT = 32


def count_attempt(username: str, address: str, now: datetime) -> None:
    """Count an attempt of this user; TooMany when the user or the address has to wait."""
    moment = int(now.timestamp())

    def work() -> None:
        by_user, by_address = repository.attempts(username, address, moment)
        _check("username", by_user, moment, rules.USER_FREE_FAILURES)
        _check("address", by_address, moment, rules.ADDRESS_FREE_FAILURES)
        counted, expires = _one_more(by_user, moment, rules.USER_FREE_FAILURES)
        dynamo.transact([repository.count_for_user(username, counted, expires)])

    retry_on_conflict(work, busy=TooMany("username", "slow_down", 1), most=_MOST_TRIES)


def check_address(address: str, now: datetime) -> None:
    """TooMany when this address has to wait."""
    moment = int(now.timestamp())
    _, by_address = repository.attempts("", address, moment)
    _check("address", by_address, moment, rules.ADDRESS_FREE_FAILURES)


def record_failure(action: str, subject: str, address: str, now: datetime) -> None:
    """Count a failure of this address and audit it with the name that was given.

    Where too many are counted at once it is only audited.
    """
    moment = int(now.timestamp())
    nobody = Caller("anonymous", "viewer", frozenset(), (), address)
    entry = audit(nobody, now, action, subject[:_LONGEST_SUBJECT])

    def work() -> None:
        _, by_address = repository.attempts("", address, moment)
        counted, expires = _one_more(by_address, moment, rules.ADDRESS_FREE_FAILURES)
        dynamo.transact([repository.count_for_address(address, counted, expires), entry])

    try:
        retry_on_conflict(work, most=_MOST_TRIES)
    except dynamo.Contended:
        dynamo.transact([entry])


def _check(field: str, attempts: FailedAttempts, now: int, free: int) -> None:
    if seconds := rules.wait_now(attempts.failures, attempts.last, now, free):
        raise TooMany(field, "slow_down", seconds)


def _one_more(attempts: FailedAttempts, now: int, free: int) -> tuple[FailedAttempts, int]:
    """(one failure more, when they no longer count)."""
    failures = attempts.failures + 1
    counted = attempts.model_copy(update={"failures": failures, "last": now})
    return counted, rules.attempts_expire(failures, now, free)
