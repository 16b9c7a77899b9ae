"""The cooperative's settings, which every room needs and the auth room keeps.

They are read at the start and then at most once in 5 minutes; the process that changes them
forgets its copy at once.
"""

import time
from datetime import date
from typing import Literal

from pydantic import BaseModel

from shared.aws import dynamo
from shared.domain import collectability_history
from shared.domain.collectability_history import CollectabilityProfile, ProfileHistory
from shared.domain.contributions import MandatorySavings
from shared.domain.settlement_waiver import SettlementWaiver
from shared.kernel.settings import settings

from .keys import auth as keys

FRESH_SECONDS = 300

Zone = Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


class Office(BaseModel, frozen=True):
    """A branch: members carry its code."""

    code: str
    name: str


class Cooperative(BaseModel, frozen=True):
    """What the cooperative is called, where it is, and how it classes arrears.

    `collectability` is the profile of today, and has a history where it was ever changed.
    `ageing_buckets` are the last days past due of the buckets; one more holds all beyond.
    """

    name: str = "Koperasi Simpan Pinjam"
    logo: str | None = None
    zone: Zone = "Asia/Jakarta"
    offices: tuple[Office, ...] = ()
    collectability: CollectabilityProfile = "cooperative"
    collectability_history: ProfileHistory = ()
    ageing_buckets: tuple[int, ...] = (0, 30, 60, 90, 120, 180)
    mandatory_savings: MandatorySavings | None = None
    settlement_waiver: SettlementWaiver = SettlementWaiver()

    def profile_on(self, day: date) -> CollectabilityProfile:
        """The collectability profile that holds on a business date."""
        return collectability_history.profile_on(
            self.collectability_history, day, self.collectability
        )


_copy: tuple[float, Cooperative] | None = None


def cooperative() -> Cooperative:
    """The settings, at most 5 minutes old; the defaults before anybody saved any."""
    global _copy
    if _copy is None or time.monotonic() - _copy[0] > FRESH_SECONDS:
        item = dynamo.get(settings().auth_table, keys.SETTINGS)
        saved = Cooperative.model_validate_json(str(item["doc"])) if item else Cooperative()
        _copy = (time.monotonic(), saved)
    return _copy[1]


def forget() -> None:
    """Drop the copy, so that the settings are read at the next use."""
    global _copy
    _copy = None
