"""Use case: a WhatsApp message about what is due, written for a clerk to send by hand."""

from shared import dynamo, member_card
from shared.audit import audit
from shared.clock import Clock, timestamp
from shared.cooperative import cooperative
from shared.errors import Conflict, Invalid
from shared.idempotency import Once
from shared.identity import Caller
from shared.ids import new_id, split_account_id

from . import messages, repository, rules
from .answers import InteractionRow
from .rules import Lending
from .schemas import NewMessage


def write(
    caller: Caller, member_id: str, new: NewMessage, once: Once, clock: Clock
) -> dict[str, object]:
    """The link that opens WhatsApp with the text written, kept on the timeline (a Message)."""
    member_card.require_visible(caller, member_id)
    if new.template == "free" and not new.text:
        raise Invalid("text", "missing")
    if new.template != "free" and new.text is not None:
        raise Invalid("text", "only_free")

    def work() -> dict[str, object]:
        card, _ = member_card.read(member_id)
        number = rules.whatsapp_number(repository.load(member_id))
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
            "url": messages.wa_url(number, text),
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
        dynamo.transact([repository.timeline_entry(member_id, row), record, *once.record(answer)])
        return answer

    return once.do(work)


def _written(member_id: str, name: str, new: NewMessage, clock: Clock) -> tuple[str | None, str]:
    """(account spoken of, text); a free text and thanks may be about no account."""
    today = clock.today()
    reader = messages.Reader(name, cooperative().name)
    lendings: list[Lending] = []
    if new.account_id is not None:
        lendings = [_lending(member_id, new.account_id)]
    elif new.template in {"installment_due", "arrears"}:
        lendings = repository.lendings(member_id)
    match new.template:
        case "installment_due":
            if (coming := rules.next_to_fall_due(lendings, today)) is None:
                raise Conflict("template", "nothing_due")
            return coming[0].account_id, messages.installment_due(reader, *coming, today)
        case "arrears":
            if (late := rules.longest_overdue(lendings, today)) is None:
                raise Conflict("template", "nothing_overdue")
            return late.account_id, messages.arrears(reader, late, today)
        case "thanks":
            following = rules.next_to_fall_due(lendings, today)
            return new.account_id, messages.thanks(reader, following)
        case "free":
            return new.account_id, str(new.text)


def _lending(member_id: str, account_id: str) -> Lending:
    owner, own = split_account_id(account_id)
    if owner != member_id or not own.startswith("F"):
        raise Invalid("account_id", "not_this_members_financing", account_id)
    for lending in repository.lendings(member_id):
        if lending.account_id == account_id:
            return lending
    raise Invalid("account_id", "not_this_members_financing", account_id)
