"""Use case: a WhatsApp message about what is due, written for a clerk to send by hand."""

from collections.abc import Sequence
from datetime import date, timedelta

from shared.aws import dynamo
from shared.domain.installments import effective_entries
from shared.domain.phones import wa_url
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Conflict, Invalid
from shared.kernel.ids import new_id, split_account_id
from shared.records import financing_accounts, member_card
from shared.records.audit import audit
from shared.records.contact_records import load
from shared.records.cooperative import cooperative
from shared.records.idempotency import IdempotentRequest
from shared.records.timeline import InteractionRow
from shared.records.timeline import entry as timeline_entry

from . import message_text, rules
from .rules import Debt
from .schemas import NewMessage, PreviewQuery


def write(
    caller: Caller, member_id: str, new: NewMessage, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """The link that opens WhatsApp with the text written, kept on the timeline (a Message)."""
    member_card.require_visible(caller, member_id)
    if new.template == "free" and not new.text:
        raise Invalid("text", "missing")
    if new.template != "free" and new.text is not None:
        raise Invalid("text", "only_free")

    def work() -> dict[str, object]:
        card, _ = member_card.read(member_id)
        number = rules.whatsapp_number(load(member_id))
        account_id, text = _written(member_id, card.row["name"], new, clock)
        row = InteractionRow(
            interaction_id=new_id(),
            at=timestamp(clock.now()),
            channel="whatsapp",
            direction="out",
            kind="message",
            text=text,
            officer=caller.name,
            account_id=account_id,
        )
        answer: dict[str, object] = {
            "url": wa_url(number, text),
            "text": text,
            "interaction_id": row.interaction_id,
        }
        record = audit(
            caller,
            clock.now(),
            "whatsapp.write",
            f"member:{member_id}",
            id=row.interaction_id,
            template=new.template,
        )
        dynamo.transact([timeline_entry(member_id, row), record, *once.record(answer)])
        return answer

    return once.do(work)


def preview(caller: Caller, member_id: str, asked: PreviewQuery, clock: Clock) -> dict[str, object]:
    """What the message would say now (a MessagePreview); nothing is written."""
    member_card.require_visible(caller, member_id)
    card, _ = member_card.read(member_id)
    number = rules.whatsapp_number(load(member_id))
    new = NewMessage(template=asked.template, account_id=asked.account_id, text="")
    _, text = _written(member_id, card.row["name"], new, clock)
    return {"text": text, "url": wa_url(number, text)}


def _written(member_id: str, name: str, new: NewMessage, clock: Clock) -> tuple[str | None, str]:
    """(account spoken of, text); a free text and thanks may be about no account."""
    today = clock.today()
    recipient = message_text.MessageRecipient(name, cooperative().name)
    debts: Sequence[Debt] = []
    if new.account_id is not None:
        debts = [_debt(member_id, new.account_id)]
    elif new.template in {"installment_due", "arrears"}:
        debts = financing_accounts.of_member(member_id)
    coming = rules.next_to_fall_due(debts, today)
    match new.template:
        case "installment_due":
            if coming is None:
                raise Conflict("template", "nothing_due")
            return coming[0].account_id, message_text.installment_due(recipient, *coming, today)
        case "arrears":
            if (late := rules.longest_overdue(debts, today)) is None:
                raise Conflict("template", "nothing_overdue")
            return late.account_id, message_text.arrears(recipient, late, today)
        case "thanks":
            if not _has_paid_lately(debts or financing_accounts.of_member(member_id), today):
                raise Conflict("template", "nothing_paid_lately")
            return new.account_id, message_text.thanks(recipient, coming)
        case "free":
            return new.account_id, str(new.text)


def _has_paid_lately(debts: Sequence[Debt], today: date) -> bool:
    """Whether something was repaid in the last days; only ledgers that end then are read."""
    since = today - timedelta(days=rules.THANKED_DAYS)
    return any(
        entry.type == "repayment"
        for debt in debts
        if debt.last_value_date >= since
        for entry in effective_entries(financing_accounts.ledger(debt.account_id, since=since))
    )


def _debt(member_id: str, account_id: str) -> Debt:
    owner, own = split_account_id(account_id)
    found = (
        financing_accounts.get(account_id) if owner == member_id and own.startswith("F") else None
    )
    if found is None:
        raise Invalid("account_id", "not_this_members_financing", account_id)
    return found
