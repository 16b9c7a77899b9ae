"""Use case: whose account it is to work on.

That the user exists is a condition of the transaction, so this room reads nothing of users.
"""

from shared.aws import dynamo, write
from shared.aws.retry import retry_on_conflict
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records import financing_accounts, member_card
from shared.records.audit import audit
from shared.records.keys.auth import user

from . import follow_up_rules, follow_up_store


def assign(
    caller: Caller, account_id: str, username: str | None, clock: Clock
) -> dict[str, object]:
    """Give an account to an officer, or to nobody; anew where somebody else was faster."""
    member_card.require_visible(caller, split_account_id(account_id)[0])
    manages = "arrears:write" in caller.permissions

    def work() -> None:
        seen = follow_up_store.state_of(account_id).officer
        follow_up_rules.check_assignment(caller.name, manages, seen, username)
        subject = f"account:{account_id}"
        writes = [
            write.require(settings().accounts_table, financing_accounts.key(account_id), "account"),
            follow_up_store.assign(account_id, username, seen),
            audit(caller, clock.now(), "account.assign", subject, officer=username),
        ]
        if username:
            writes.append(write.require(settings().auth_table, user(username), "user"))
        dynamo.transact(writes)

    try:
        retry_on_conflict(work, final=("account", "user"), busy=Conflict("account_id", "busy"))
    except dynamo.ConditionFailed as failed:
        if "account" in failed.guards:
            raise NotFound("account", account_id) from failed
        raise Invalid("username", "unknown", username) from failed
    return {"account_id": account_id, "officer": username}
