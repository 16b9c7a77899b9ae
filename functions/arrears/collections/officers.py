"""Use case: whose account it is to work on.

That the user exists is a condition of the transaction, so this room reads nothing of users.
"""

from shared.aws import dynamo, write
from shared.aws.retry import attempts
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records import financing_accounts, member_card
from shared.records.audit import audit
from shared.records.keys import auth as auth_keys

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
            write.require(settings().accounts_table, financing_accounts.key(account_id), "account"),
            follow_up_items.assign(account_id, username, seen),
            audit(caller, clock.now(), "account.assign", subject, officer=username),
        ]
        if username:
            writes.append(write.require(settings().auth_table, auth_keys.user(username), "user"))
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
