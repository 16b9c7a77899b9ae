"""Keys of the imports table. Pure.

| pk | sk | what |
|---|---|---|
| `JOB#<import_id>` | `JOB` | an import and how far it has come; in the index by_start |
| `TABLES#<import_id>#<check>` | `<number>` | what a check made of each table of the files |
| `REFUSED#<import_id>#<check>` | `<row>` | a row that a check, or the run after it, refused |
| `CHANGED#<import_id>#<check>` | `<row>` | a row of a member who is there and differs |
| `DOUBTFUL#<import_id>#<check>` | `<row>` | a row that may be somebody else's, and its decision |
| `CORRECTIONS` | `<correction_id>` | a heading, or the kind of a table, as somebody corrected it |
| `BEGUN#<import_id>` | `<version>` | how often the step behind this version of it was begun |
| `UNDO#<import_id>` | see below | what one transaction of the import did, in parts |

Undo records are read from the last to the first, which is the order in which they are reverted.
Their sort keys are `4#<account_id>#<row>` (entries of an account that was there before the import),
`3#<account_id>#<row>` (an account that the import opened), `2#<member_id>#<row>` (a change of a
member) and `1#<row>` (a member that the import created).
"""

from typing import Literal

from shared.aws.items import Index, Item, Key

from .parts import part, parts

CORRECTIONS = "CORRECTIONS"

EARLIER_JOBS = "JOBS"
"""The partition of all imports until 0.2.0, by their ids."""
BY_START = Index("by_start", "listed", "import_id")
LISTED = "IMPORTS"
"""The only partition of by_start: imports by their ids, and so by the time of their beginning."""

_JOB, _TABLES, _BEGUN, _UNDO = "JOB#", "TABLES#", "BEGUN#", "UNDO#"
_CREATED_MEMBER, _CHANGED_MEMBER, _OPENED_ACCOUNT, _EARLIER_ACCOUNT = "1#", "2#", "3#", "4#"

RowList = Literal["refused", "changed", "doubtful"]
"""The lists of rows that are kept of each check."""

_ROW_LISTS: dict[RowList, str] = {
    "refused": "REFUSED#",
    "changed": "CHANGED#",
    "doubtful": "DOUBTFUL#",
}


def job(import_id: str) -> Key:
    """An import: a partition of its own, so that its stream waits for no other."""
    return f"{_JOB}{import_id}", "JOB"


def earlier_job(import_id: str) -> Key:
    """Where an import lay until 0.2.0."""
    return EARLIER_JOBS, import_id


def by_start(import_id: str) -> Item:
    """The attributes by which an import is in by_start."""
    return {BY_START.pk: LISTED, BY_START.sk: import_id}


def beginnings(import_id: str, version: int) -> Key:
    """How often the step that follows this version of an import was begun."""
    return f"{_BEGUN}{import_id}", f"{version:012}"


def tables(import_id: str, check: int) -> str:
    """The partition of the tables as this check of the import found them."""
    return f"{_TABLES}{import_id}#{check}"


def table(import_id: str, check: int, number: int) -> Key:
    """One table, by its number in the order of the files."""
    return tables(import_id, check), table_order(number)


def table_order(number: int) -> str:
    """The sort key of a table."""
    return f"{number:06}"


def rows(which: RowList, import_id: str, check: int) -> str:
    """The partition of a list of rows as this check of the import left it."""
    return f"{_ROW_LISTS[which]}{import_id}#{check}"


def row(which: RowList, import_id: str, check: int, row_id: int) -> Key:
    """One row of a list, by its number in the order of the files."""
    return rows(which, import_id, check), _row_order(row_id)


def correction(correction_id: str) -> Key:
    """A correction."""
    return CORRECTIONS, correction_id


def undo_records(import_id: str) -> tuple[str, ...]:
    """The partitions of what an import did."""
    return parts(f"{_UNDO}{import_id}")


def undo_record(import_id: str, sort_key: str) -> Key:
    """One undo record: those of a member and of their accounts lie in one partition."""
    _, of, *_ = sort_key.split("#")
    return part(f"{_UNDO}{import_id}", of.partition(".")[0]), sort_key


def undo_records_of(import_id: str, prefix: str) -> set[str]:
    """The partitions of a member's or an account's undo records, by how their sort keys begin:
    their own, and the first, in which all lay until 0.2.0.
    """
    return {undo_records(import_id)[0], undo_record(import_id, prefix)[0]}


def created_member(row_id: int) -> str:
    """The sort key of the undo record of a member that the import created."""
    return f"{_CREATED_MEMBER}{_row_order(row_id)}"


def member_changes(member_id: str) -> str:
    """How the sort keys of the undo records of a member's changes begin."""
    return f"{_CHANGED_MEMBER}{member_id}#"


def member_change(member_id: str, row_id: int) -> str:
    """The sort key of the undo record of one change of a member."""
    return f"{member_changes(member_id)}{_row_order(row_id)}"


def account_writes(account_id: str, *, opened: bool) -> str:
    """How the sort keys of an account's undo records begin, be it `opened` by the import or not."""
    return f"{_OPENED_ACCOUNT if opened else _EARLIER_ACCOUNT}{account_id}#"


def account_write(account_id: str, row_id: int, *, opened: bool) -> str:
    """The sort key of the undo record of one transaction of an account."""
    return f"{account_writes(account_id, opened=opened)}{_row_order(row_id)}"


def opened_accounts(member_id: str) -> str:
    """How the sort keys of the undo records of accounts begin that were opened for a member."""
    return f"{_OPENED_ACCOUNT}{member_id}."


def opened_account(sort_key: str) -> str:
    """The account of such a sort key."""
    return sort_key.split("#")[1]


def undo_order(sort_key: str) -> str:
    """Records whose sort keys begin alike are reverted before any others are begun."""
    return sort_key[0]


def _row_order(row_id: int) -> str:
    return f"{row_id:012}"
