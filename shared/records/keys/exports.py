"""Keys of the exports table.

| pk | sk | what |
|---|---|---|
| `BY#<user or client>` | `<kind>#<export_id>` | an export: what is asked for and how far it is |
"""

from shared.aws.items import Key

_BY = "BY#"

EARLIER_FULL = "EXPORTS"
"""Where the imports table had exports of everything, by their ids."""


def partition(by: str) -> str:
    """All exports of a user or client."""
    return f"{_BY}{by}"


def prefix(kind: str) -> str:
    """Those of a kind, sorted by the time of their beginning."""
    return f"{kind}#"


def export(by: str, kind: str, export_id: str) -> Key:
    """One export."""
    return partition(by), f"{prefix(kind)}{export_id}"


def parse(pk: str, sk: str) -> tuple[str, str, str]:
    """(by, kind, export_id) of a key."""
    kind, _, export_id = sk.partition("#")
    return pk.removeprefix(_BY), kind, export_id


def earlier_member_list(export_id: str) -> Key:
    """Where the members table had an export of the member list."""
    return f"EXPORT#{export_id}", "EXPORT"
