"""The last check before sending: what is still unpaid, and whether it may be sent at all."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reminders import repository
from reminders.message import Due, ReminderMessage
from reminders.planning import compose, recipients
from reminders.planning.context import ReminderContext
from shared.domain.financing_account import FinancingAccount
from shared.records import financing_accounts
from shared.records.savings_rows import contributions_of

AccountRow = dict[str, Any]
"""A savings account as the accounts table keeps it."""


def recheck(message: ReminderMessage, context: ReminderContext) -> ReminderMessage | str:
    """The message with what is true now, or the reason why it is not sent.

    Consents, numbers and accounts are read strongly consistent: three calls, two where only a
    birthday is spoken of. Amounts are what is unpaid now; what was paid or closed is left out.
    """
    own = message.member_id
    found = repository.read_many(recipients.keys_of(own, message.channel))
    recipient = recipients.from_items([own], found, message.channel).get(own)
    if recipient is None:
        return "member_gone"
    if recipient.refusal or recipient.to is None:
        return recipient.refusal or "no_mobile_number"
    accounts: dict[str, FinancingAccount] = {}
    savings: dict[str, AccountRow] = {}
    if any(due.kind != "birthday" for due in message.dues):
        lent, heads = financing_accounts.with_savings(own)
        accounts = {account.account_id: account for account in lent}
        rows = (json.loads(str(head["doc"])) for head in heads)
        savings = {row["account_id"]: row for row in rows}
    checked = [
        _installment_now(due, accounts, context)
        if due.kind == "installment"
        else _other_due_now(due, savings, context.today)
        for due in message.dues
    ]
    left = [due for due in checked if isinstance(due, Due)]
    if not left:
        return "paused" if "paused" in checked else "paid_since"
    fresh = replace(message, to=recipient.to, name=recipient.name, dues=())
    return compose.with_dues(fresh, left, context)


def _installment_now(
    due: Due, accounts: Mapping[str, FinancingAccount], context: ReminderContext
) -> Due | str:
    """An instalment with what is unpaid of it now, or the reason why it is left out."""
    account = accounts.get(due.account_id or "")
    installments = account.state.installments if account else ()
    unpaid = next((one.unpaid for one in installments if one.number == due.number), 0)
    if account is None or not unpaid:
        return "paid_since"
    if any(start <= context.today < end for start, end in account.pauses):
        return "paused"
    return replace(due, amount=unpaid, owed=account.state.due_by(context.today))


def _other_due_now(due: Due, savings: Mapping[str, AccountRow], today: date) -> Due | str:
    """A contribution, a deposit or a birthday as it is now, or the reason why it is left out."""
    if due.kind == "birthday":
        return due
    row = savings.get(due.account_id or "")
    if row is None or row["status"] == "closed":
        return "paid_since"
    if due.kind == "matures":
        return replace(due, amount=row["balance"])
    contributions = contributions_of(row)
    if contributions is None:
        return "paid_since"
    unpaid = contributions.unpaid(contributions.due_before(due.due_on), row["balance"])
    owed = contributions.unpaid_by(row["balance"], today)
    return replace(due, amount=unpaid, owed=owed) if unpaid else "paid_since"
