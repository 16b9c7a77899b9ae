"""Keys of the feed's table.

| pk | sk | what |
|---|---|---|
| `CORE#<kind>#<source>#<core id>` | `LINK` | what a core system's id stands for here |

Until 0.2.0 the imports table had them, under the same keys.
"""

from shared.aws.items import Key

LINKS = "CORE#"


def link(kind: str, source: str, core_id: str) -> Key:
    """What this id of a core system stands for."""
    return f"{LINKS}{kind}#{source}#{core_id}", "LINK"
