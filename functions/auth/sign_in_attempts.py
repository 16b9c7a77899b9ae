"""Failed sign-ins are counted by user name and by IP address, and slow down the next ones.

An attempt counts for the user before the password is looked at, so that a hundred attempts at once
are no more than five; signing in clears them. For an address only failures count.
"""

from datetime import datetime

from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.kernel.caller import Caller
from shared.kernel.errors import TooMany
from shared.records.audit import audit
from shared.records.failures import Failures

from . import repository, rules

PASSWORDS = Failures("password", 30)
CLIENT_SECRETS = Failures("client", 30)
SESSIONS = Failures("session", 300)
"""Every screen that wakes up after its session ended asks once for another."""

_MOST_TRIES = 4
_LONGEST_SUBJECT = 32


def count_attempt(username: str, address: str, now: datetime) -> None:
    """Count an attempt of this user; TooMany when the user or the address has to wait."""
    moment = int(now.timestamp())

    def work() -> None:
        of_address = PASSWORDS.key(address, now)
        attempts, counter = repository.attempts(username, of_address, moment)
        if seconds := rules.wait_now(attempts.failures, attempts.last, moment):
            raise TooMany("username", "slow_down", seconds)
        PASSWORDS.check(counter, now)
        counted = attempts.model_copy(update={"failures": attempts.failures + 1, "last": moment})
        expires = rules.attempts_expire(counted.failures, moment)
        dynamo.transact([repository.count_attempt(username, counted, expires)])

    retry_on_conflict(work, busy=TooMany("username", "slow_down", 1), max_attempts=_MOST_TRIES)


def record_failure(kind: Failures, action: str, subject: str, address: str, now: datetime) -> None:
    """Count a failure of this address and audit it with the name that was given; TooMany, and no
    entry, where the address failed too often."""
    repository.count_failure(kind, address, now)
    nobody = Caller("anonymous", "viewer", frozenset(), (), address)
    dynamo.transact([audit(nobody, now, action, subject[:_LONGEST_SUBJECT])])
