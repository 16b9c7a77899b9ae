"""The keys of the arrears table. Pure.

| partition | sort key | what |
|---|---|---|
| `M#<member_id>` | `FOLLOW#<own>#<time>#<id>` | a follow-up of an account |
| `M#<member_id>` | `DESK#<own>` | the collection state of an account |
| `SNAPSHOT#<date>` | `JOB`, `PART#<number>` | the snapshot of a day: how far it is, its accounts |
| `TREND` | `<date>` | a finished day's sums |

`own` is the part of an account id behind its member's.
"""

from datetime import date

from shared.aws.items import Key
from shared.kernel.ids import split_account_id

from .partitions import partition

FOLLOW_UPS = "FOLLOW#"
"""What the sort keys of a member's follow-ups begin with."""
SNAPSHOT_PARTS = "PART#"
"""What the sort keys of a snapshot's accounts begin with."""
TREND = "TREND"
"""The partition of the sums of all finished days."""

_SNAPSHOT = "SNAPSHOT#"


def follow_ups_of(account_id: str) -> str:
    """What the sort keys of an account's follow-ups begin with."""
    return f"{FOLLOW_UPS}{split_account_id(account_id)[1]}#"


def follow_up(account_id: str, at: str, follow_up_id: str) -> Key:
    """A follow-up, noted down at a UTC ISO 8601 time."""
    member_id, _ = split_account_id(account_id)
    return partition(member_id), f"{follow_ups_of(account_id)}{at}#{follow_up_id}"


def collection_state(account_id: str) -> Key:
    """An account's last contact, last promise, officer and delivery mark."""
    member_id, own = split_account_id(account_id)
    return partition(member_id), f"DESK#{own}"


def snapshot(day: date) -> str:
    """The partition of a day's snapshot."""
    return f"{_SNAPSHOT}{day}"


def snapshot_day(pk: str) -> date:
    """The day whose snapshot lies in a partition."""
    return date.fromisoformat(pk.removeprefix(_SNAPSHOT))


def snapshot_job(day: date) -> Key:
    """How far the snapshot of a day is."""
    return snapshot(day), "JOB"


def snapshot_part(day: date, number: int) -> Key:
    """Some of the accounts of a snapshot; parts are numbered from 1."""
    return snapshot(day), f"{SNAPSHOT_PARTS}{number:05}"


def day_summary(day: date) -> Key:
    """The sums of a finished day."""
    return TREND, str(day)
