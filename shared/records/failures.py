"""Failures by the caller's address, counted in a room's own table: at once, for 15 minutes.

Only what fails counts, since a whole office calls from one address; and each kind by itself, so
that a program with an old secret keeps nobody from signing in. What proves itself, such as a
refresh token or a signature, is never refused for what else came from its address.
"""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from shared.aws import dynamo
from shared.kernel.errors import TooMany

from .keys import failures as keys

WINDOW_SECONDS = 15 * 60
_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class Failures:
    """Of one kind (`tried`): this many (`free`) of an address in a window cost nothing."""

    tried: str
    free: int

    def key(self, address: str, now: datetime) -> dynamo.Key:
        """The address's counter of this window."""
        return keys.failures(self.tried, network_of(address), _window(now))

    def check(self, counter: dynamo.Item | None, now: datetime) -> None:
        """TooMany, until the window ends, where the counter allows no more."""
        self._refuse_over(int(counter["n"]) + 1 if counter else 1, now)

    def count(self, table: str, address: str, now: datetime) -> None:
        """Count one; TooMany where it is one too many."""
        ends = (_window(now) + 1) * WINDOW_SECONDS
        self._refuse_over(dynamo.increment(table, self.key(address, now), ttl=ends), now)

    def _refuse_over(self, number: int, now: datetime) -> None:
        if number > self.free:
            left = WINDOW_SECONDS - int(now.timestamp()) % WINDOW_SECONDS
            raise TooMany("address", "slow_down", left)


def _window(now: datetime) -> int:
    return int(now.timestamp()) // WINDOW_SECONDS


def network_of(address: str) -> str:
    """Whom an address stands for: of IPv6 a whole network is one subscriber's."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(ip_network((found, _NETWORK_BITS), strict=False))
    return address
