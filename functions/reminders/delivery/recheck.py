"""What is still to be said, and whether it may be: asked at the moment of sending."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reminders.message import Due, Message
from reminders.planning import recipients
from reminders.planning.planning import Planning
from shared.records import financing_accounts
from shared.records.financing_accounts import FinancingAccount
from shared.records.savings_rows import contributions_of

Row = dict[str, Any]


def recheck(message: Message, planning: Planning) -> Message | str:
    """The message as it is true now, or the reason why it is not sent.

    Consents, numbers and accounts are read strongly consistent: three calls, two where only a
    birthday is spoken of. Amounts are what is unpaid now; what was paid or closed is left out.
    """
    own = message.member_id
    found = recipients.batch(recipients.keys_of(own, message.channel))
    reach = recipients.reaches([own], found, message.channel).get(own)
    if reach is None:
        return "member_gone"
    if reach.refusal or reach.to is None:
        return reach.refusal or "no_mobile_number"
    accounts: dict[str, FinancingAccount] = {}
    savings: dict[str, Row] = {}
    if any(due.kind != "birthday" for due in message.dues):
        lent, heads = financing_accounts.with_savings(own)
        accounts = {lending.account_id: lending for lending in lent}
        rows = (json.loads(str(head["doc"])) for head in heads)
        savings = {row["account_id"]: row for row in rows}
    checked = [
        _now(due, accounts, planning) if due.kind == "installment" else _saved(due, savings)
        for due in message.dues
    ]
    left = [due for due in checked if isinstance(due, Due)]
    if not left:
        return "paused" if "paused" in checked else "paid_since"
    fresh = replace(message, to=reach.to, name=reach.name, dues=())
    return planning.told(fresh, left)


def _now(due: Due, accounts: dict[str, FinancingAccount], planning: Planning) -> Due | str:
    account = accounts.get(due.account_id or "")
    installments = account.state.installments if account else ()
    unpaid = next((one.unpaid for one in installments if one.number == due.number), 0)
    if account is None or not unpaid:
        return "paid_since"
    if any(start <= planning.today < end for start, end in account.pauses):
        return "paused"
    return replace(due, amount=unpaid)


def _saved(due: Due, savings: Mapping[str, Row]) -> Due | str:
    """A contribution as far as it is unpaid, a deposit that is still open, a birthday as it is."""
    if due.kind == "birthday":
        return due
    row = savings.get(due.account_id or "")
    if row is None or row["status"] == "closed":
        return "paid_since"
    if due.kind == "matures":
        return replace(due, amount=row["balance"])
    owed = contributions_of(row)
    unpaid = owed.unpaid(owed.due_before(due.due_on), row["balance"]) if owed else 0
    return replace(due, amount=unpaid) if unpaid else "paid_since"
