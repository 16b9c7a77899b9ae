"""Failed sign-ins are counted by user name and by IP address, and slow down the next ones.

An attempt counts for the user before the password is looked at, so that a hundred attempts at once
are no more than five; signing in clears them. Of a browser and of an address where the user has
signed in, only their own attempts count: strangers who fail on purpose lock each other out, not the
user. For an address only failures count.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from shared.aws import dynamo, write
from shared.aws.retry import retry_on_conflict
from shared.kernel.caller import Caller
from shared.kernel.errors import TooMany
from shared.records.audit import audit
from shared.records.failures import Failures, network_of

from . import repository, rules

PASSWORDS = Failures("password", 30)
CLIENT_SECRETS = Failures("client", 30)
SESSIONS = Failures("session", 300)
"""Every screen that wakes up after its session ended asks once for another."""

_MOST_TRIES = 4
_LONGEST_SUBJECT = 32


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sign-in comes from: an address, and a browser if it is one that keeps a cookie."""

    address: str
    browser: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What may be known of it, the surest first: the browser (its hash), the network."""
        network = network_of(self.address)
        if not self.browser:
            return (network,)
        return f"browser {sha256(self.browser.encode()).hexdigest()[:32]}", network


def count_attempt(username: str, source: Source, now: datetime) -> str:
    """Count an attempt of this user; TooMany when the user or the address has to wait.

    A known browser waits only for itself, whatever else comes from its address. Answers what
    `signed_in` needs to take it back.
    """
    moment = int(now.timestamp())

    def work() -> str:
        of_address = PASSWORDS.key(source.address, now)
        attempts, known, counter = repository.attempts(username, source.marks, of_address, moment)
        if seconds := rules.wait_now(attempts.failures, attempts.last, moment):
            raise TooMany("username", "slow_down", seconds)
        if not (source.browser and known == source.marks[0]):
            PASSWORDS.check(counter, now)
        counted = attempts.model_copy(update={"failures": attempts.failures + 1, "last": moment})
        expires = rules.attempts_expire(counted.failures, moment)
        dynamo.transact([repository.count_attempt(username, known, counted, expires)])
        return known

    busy = TooMany("username", "slow_down", 1)
    return retry_on_conflict(work, busy=busy, max_attempts=_MOST_TRIES)


def signed_in(username: str, source: Source, known: str, now: datetime) -> list[write.Write]:
    """The user has proved themselves: the attempts that were counted do not count, and browser and
    address are known from now on."""
    until = int(now.timestamp()) + rules.KNOWN_SECONDS
    return [
        repository.clear_attempts(username, known),
        *(repository.know(username, mark, until) for mark in source.marks),
    ]


def record_failure(kind: Failures, action: str, subject: str, address: str, now: datetime) -> None:
    """Count a failure of this address and audit it with the name that was given; TooMany, and no
    entry, where the address failed too often."""
    repository.count_failure(kind, address, now)
    nobody = Caller("anonymous", "viewer", frozenset(), (), address)
    dynamo.transact([audit(nobody, now, action, subject[:_LONGEST_SUBJECT])])
