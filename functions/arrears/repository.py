"""Pauses, the only thing that the arrears room writes in the accounts table.

They lie beside the schedule so that a member's arrears are one Query (docs/architecture.md).
"""

from collections.abc import Iterable

from shared import dynamo, lendings
from shared.lendings import Lending
from shared.settings import settings

from .rules import Pause


def save_pauses(lending: Lending, pauses: Iterable[Pause]) -> dynamo.Write:
    """The write of an account's pauses, refused where somebody changed them since (`pauses`)."""
    spans = ((p.start_on, p.end_on) for p in pauses)
    return dynamo.update(
        settings().accounts_table,
        lendings.key(lending.account_id),
        change={
            "pauses": lendings.pauses_doc(spans),
            "pauses_v": lending.pauses_version + 1,
        },
        when="#pauses_v = :seen",
        values={"seen": lending.pauses_version},
        guard="pauses",
    )
