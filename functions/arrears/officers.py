"""Use case: whose account it is to work on.

That the user exists is a condition of the transaction, so this room reads nothing of users.
"""

from shared import dynamo, lendings, member_card, write
from shared.attempts import attempts
from shared.audit import audit
from shared.clock import Clock
from shared.errors import Conflict, Invalid, NotFound
from shared.identity import Caller
from shared.ids import split_account_id
from shared.settings import settings

from . import follow_up_items, follow_up_rules


def assign(
    caller: Caller, account_id: str, username: str | None, clock: Clock
) -> dict[str, object]:
    """Give an account to an officer, or to nobody; anew where somebody else was faster."""
    member_card.require_visible(caller, split_account_id(account_id)[0])
    manages = "arrears:write" in caller.permissions
    for _ in attempts():
        seen = follow_up_items.desk(account_id).officer
        follow_up_rules.check_assignment(caller.name, manages, seen, username)
        subject = f"account:{account_id}"
        writes = [
            write.require(settings().accounts_table, lendings.key(account_id), "account"),
            follow_up_items.assign(account_id, username, seen),
            audit(caller, clock.now(), "account.assign", subject, officer=username),
        ]
        if username:
            writes.append(write.require(settings().auth_table, ("USER", username), "user"))
        try:
            dynamo.transact(writes)
        except dynamo.ConditionFailed as failed:
            if "account" in failed.guards:
                raise NotFound("account", account_id) from failed
            if "user" in failed.guards:
                raise Invalid("username", "unknown", username) from failed
        except dynamo.Contended:
            pass
        else:
            return {"account_id": account_id, "officer": username}
    raise Conflict("account_id", "busy")
