"""Where everything lies in the accounts table: its sort keys, partitions and indexes. Pure.

All that a member has lies in the member's partition (keys/partitions.py); `own` is the part of an
account id behind the member's: S (savings) or F (financing) and a ULID.
"""

from datetime import date

from shared.aws.items import Index, Key
from shared.kernel.ids import Kind, split_account_id

from .partitions import partition

HEAD, FINANCING, LEDGER = "HEAD#", "FINANCING#", "LEDGER#"
"""How the sort keys of an account's item, its schedule and its ledger's entries begin."""
SAVINGS_HEADS = f"{HEAD}S"
FINANCING_LEDGERS = f"{LEDGER}F"

BY_DUE = Index("by_due", "due_shard", "due_on")
FINANCING_SHARDS = ("0", "1", "2", "3")
CONTRIBUTION_SHARDS = ("W0", "W1", "W2", "W3")
MATURITY_SHARDS = ("T0", "T1", "T2", "T3")
"""Partitions of by_due: unpaid instalments, unpaid contributions, deposits to mature."""

BY_POSTED = Index("by_posted", "posted_on", "posted_by")

_NUMBER, _SEQUENCE = "U#", "SEQUENCE"


def head(account_id: str) -> Key:
    """An account; NotFound where the id has not the form of one."""
    return _key(account_id, HEAD)


def financing(account_id: str) -> Key:
    """The schedule of a financing account; NotFound where the id has not the form of one."""
    return _key(account_id, FINANCING)


def entry(account_id: str, value_date: str, transaction_id: str) -> Key:
    """An entry of an account's ledger."""
    member_id, own = split_account_id(account_id)
    return partition(member_id), f"{ledger_prefix(own)}{value_date}#{transaction_id}"


def number(account_no: str) -> Key:
    """The guard that keeps an account number unique, whatever its case."""
    return f"{_NUMBER}{account_no.casefold()}", "U"


def sequence(prefix: str) -> Key:
    """The counter behind given-out account numbers with this prefix."""
    return _SEQUENCE, prefix


def heads_prefix(kind: Kind | None) -> str:
    """How the sort keys of a member's accounts (of one kind) begin."""
    return f"{HEAD}{kind[0].upper()}" if kind else HEAD


def ledger_prefix(own: str) -> str:
    """How the sort keys of an account's ledger begin; `<value date>#<transaction id>` follows."""
    return f"{LEDGER}{own}#"


def split(sk: str) -> tuple[str, str]:
    """(HEAD, FINANCING or LEDGER; own) of a sort key in a member's partition."""
    kind, own, *_ = sk.split("#")
    return f"{kind}#", own


def is_financing(account_id: str) -> bool:
    """Whether an account id is that of a financing account."""
    return ".F" in account_id


def due_on(day: date, account_id: str) -> str:
    """The sort key in by_due: sorted by date, one for each account."""
    return f"{day}#{account_id}"


def posted_by(officer: str, posted_at: str, transaction_id: str) -> str:
    """The sort key in by_posted: sorted by officer and time."""
    return f"{posted_by_prefix(officer)}{posted_at}#{transaction_id}"


def posted_by_prefix(officer: str) -> str:
    """How the sort keys in by_posted of what an officer posted begin."""
    return f"{officer}#"


def _key(account_id: str, prefix: str) -> Key:
    member_id, own = split_account_id(account_id)
    return partition(member_id), f"{prefix}{own}"
