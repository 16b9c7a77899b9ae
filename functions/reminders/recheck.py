"""What is still to be said, and whether it may be: asked at the moment of sending."""

from dataclasses import replace

from shared import lendings
from shared.lendings import Lending

from . import members
from .message import Due, Message
from .planning import Planning


def recheck(message: Message, planning: Planning) -> Message | str:
    """The message as it is true now, or the reason why it is not sent.

    Consents, numbers and instalments are read strongly consistent: three calls, two where no
    instalment is spoken of. Amounts are what is unpaid now; what was paid is left out.
    """
    own = message.member_id
    found = members.batch(members.keys_of(own, message.channel))
    reach = members.reaches([own], found, message.channel).get(own)
    if reach is None:
        return "member_gone"
    if reach.refusal or reach.to is None:
        return reach.refusal or "no_mobile_number"
    accounts: dict[str, Lending] = {}
    if any(due.kind == "installment" for due in message.dues):
        accounts = {lending.account_id: lending for lending in lendings.of_member(own)}
    checked = [_now(due, accounts, planning) for due in message.dues]
    left = [due for due in checked if isinstance(due, Due)]
    if not left:
        return "paused" if "paused" in checked else "paid_since"
    fresh = replace(message, to=reach.to, name=reach.name, dues=())
    return planning.told(fresh, left)


def _now(due: Due, accounts: dict[str, Lending], planning: Planning) -> Due | str:
    if due.kind != "installment":
        return due
    account = accounts.get(due.account_id or "")
    installments = account.state.installments if account else ()
    unpaid = next((one.unpaid for one in installments if one.number == due.number), 0)
    if account is None or not unpaid:
        return "paid_since"
    if any(start <= planning.today < end for start, end in account.pauses):
        return "paused"
    return replace(due, amount=unpaid)
