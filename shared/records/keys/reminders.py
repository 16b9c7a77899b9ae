"""The keys of the reminders table and its indexes. Pure.

| partition | sort key | what |
|---|---|---|
| `RULES` | `RULES` | the rules |
| `TEMPLATE` | `<name>#<language>` | a template that somebody changed |
| `M#<member_id>` | `MESSAGE#<business date>` | the one message of a member and day |
| `M#<member_id>` | `LEDGER#<own or kind>#<number or due date>#<stage>` | what became of a stage |
| `RUN` | `<business date>` | the planning of a day |

`own` is the part of an account id behind its member's.
"""

from datetime import date

from shared.aws.items import Index, Key
from shared.kernel.ids import split_account_id

from .partitions import partition
from .parts import part, parts

RULES: Key = ("RULES", "RULES")
TEMPLATES = "TEMPLATE"
"""The partition of all templates."""
RUNS = "RUN"
"""The partition of the plannings of all days."""
MESSAGES = "MESSAGE#"
"""What the sort keys of a member's messages begin with."""
STAGES = "LEDGER#"
"""What the sort keys of a member's stages begin with."""

BY_DAY = Index("by_day", "day", "day_sort")
"""A business date's messages, and the stages of which nothing is sent, in parts."""
BY_WAIT = Index("by_wait", "wait", "wait_until")
"""Messages that somebody must come back to, by status and by the UTC time from which on."""

_NONE = "-"


def template(name: str, language: str) -> Key:
    """A template in a language."""
    return TEMPLATES, f"{name}#{language}"


def message(member_id: str, day: date) -> Key:
    """The message of a member and business date."""
    return partition(member_id), f"{MESSAGES}{day}"


def message_day(sk: str) -> date:
    """The business date of a message's sort key."""
    return date.fromisoformat(sk.removeprefix(MESSAGES))


def day_part(day: date, member_id: str) -> str:
    """The part of a business date in by_day where what concerns a member lies."""
    return part(str(day), member_id)


def day_parts(day: date) -> tuple[str, ...]:
    """All parts of a business date in by_day."""
    return parts(str(day))


def stage_sort_key(
    kind: str, account_id: str | None, number: int | None, due_on: date, days: int
) -> str:
    """The sort key of a stage: `days` after (below 0: before) what is due, an instalment by its
    number, anything else by its due date.
    """
    own = split_account_id(account_id)[1] if account_id else kind
    return f"{STAGES}{own}#{number or due_on}#{days:+d}"


def run(day: date) -> Key:
    """The planning of a business date."""
    return RUNS, str(day)


def message_day_sort(status: str, reason: str | None, office: str | None, member_id: str) -> str:
    """A message's sort key in by_day, from which days are counted without reading the items."""
    return f"{status}#{reason or _NONE}#{office or _NONE}#{member_id}#message"


def with_status(status: str) -> str:
    """What the sort keys in by_day of a status begin with."""
    return f"{status}#"


def skip_day_sort(reason: str, office: str | None, member_id: str, stage: str) -> str:
    """The same for a stage (by its sort key) of which nothing is sent."""
    return f"skipped#{reason}#{office or _NONE}#{member_id}#{stage.removeprefix(STAGES)}"


def status_and_reason(day_sort: str) -> tuple[str, str]:
    """(status, reason or `-`) of a sort key in by_day."""
    status, reason, *_ = day_sort.split("#")
    return status, reason


def office_of(day_sort: str) -> str | None:
    """The member's office of a sort key in by_day."""
    office = day_sort.split("#")[2]
    return None if office == _NONE else office
