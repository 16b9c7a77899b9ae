"""Use cases: what was done about an account in arrears, and what the member promised.

A follow-up lies with its member, under its account and time; beside it lies the account's
collection state (last contact, last promise), which the worklist reads. Both are written with the
timeline's entry and the audit in one transaction.
"""

from collections.abc import Sequence
from datetime import date

from shared.aws import dynamo
from shared.domain.contact_medium import Medium
from shared.domain.financing_account import FinancingAccount
from shared.domain.installments import Entry
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.ids import new_id, split_account_id
from shared.records import financing_accounts, member_card
from shared.records.audit import audit
from shared.records.idempotency import IdempotentRequest
from shared.records.timeline import InteractionRow
from shared.records.timeline import entry as timeline_entry
from shared.web.cursor import seal, unseal

from . import follow_up_rules, follow_up_store, promise_rules
from .follow_up import FollowUp
from .follow_up_text import timeline_text
from .schemas import FollowUpPage, NewFollowUp


def listed(caller: Caller, account_id: str, query: FollowUpPage, clock: Clock) -> dict[str, object]:
    """An account's follow-ups, newest first: one call, and one of the ledger for promises."""
    member_id, _ = split_account_id(account_id)
    member_card.require_visible(caller, member_id)
    scope = f"follow-ups:{account_id}"
    found = follow_up_store.page(account_id, query.limit + 1, unseal(query.cursor, scope))
    if not found:
        _financing_account(account_id)
    shown = found[: query.limit]
    entries = _ledger_of(account_id, shown)
    items = [_answer(one, entries, clock.today()) for one in shown]
    last = follow_up_store.sort_key(shown[-1]) if len(found) > query.limit else None
    return {
        "items": items,
        "next_cursor": seal(last, scope) if last else None,
    }


def note_down(
    caller: Caller, account_id: str, new: NewFollowUp, once: IdempotentRequest, clock: Clock
) -> dict[str, object]:
    """Keep an attempt, a visit or a promise."""
    member_id, _ = split_account_id(account_id)
    member_card.require_visible(caller, member_id)
    follow_up_rules.check_fields(new.kind, new.model_dump())
    follow_up_rules.check_next_contact(new.next_contact_on, clock.today())

    def work() -> dict[str, object]:
        account = _financing_account(account_id)
        if account.closed_on:
            raise Conflict("account_id", "account_closed")
        if new.amount is not None and new.due_on is not None:
            promise_rules.check_promise(
                new.amount, new.due_on, account.state.outstanding, clock.today()
            )
        made = _follow_up(caller, account_id, new, clock)
        answer = _answer(made, (), clock.today())
        record = audit(
            caller, clock.now(), "follow_up.add", f"account:{account_id}", id=made.id, kind=new.kind
        )
        timeline = timeline_entry(member_id, _interaction(made))
        writes = [*follow_up_store.writes(made), timeline, record, *once.record(answer)]
        dynamo.transact(writes)
        return answer

    return once.do(work)


def _follow_up(caller: Caller, account_id: str, new: NewFollowUp, clock: Clock) -> FollowUp:
    return FollowUp(
        id=new_id(),
        account_id=account_id,
        at=timestamp(clock.now()),
        on=clock.today(),
        kind=new.kind,
        channel=new.channel,
        outcome=new.outcome,
        amount=new.amount,
        due_on=new.due_on,
        note=new.note or None,
        officer=caller.name,
        next_contact_on=new.next_contact_on,
    )


def _interaction(made: FollowUp) -> InteractionRow:
    channel: Medium = made.channel or ("visit" if made.kind == "visit" else "other")
    return InteractionRow(
        interaction_id=made.id,
        at=made.at,
        channel=channel,
        direction="in" if made.kind == "promise" else "out",
        kind=made.kind,
        text=timeline_text(made),
        officer=made.officer,
        account_id=made.account_id,
    )


def _ledger_of(account_id: str, shown: Sequence[FollowUp]) -> list[Entry]:
    promises = [promise for one in shown if (promise := one.promise)]
    if not promises:
        return []
    first, last = min(p.made_on for p in promises), max(p.due_on for p in promises)
    return financing_accounts.ledger(account_id, last, since=first)


def _answer(one: FollowUp, entries: Sequence[Entry], today: date) -> dict[str, object]:
    promise = one.promise
    return {
        "follow_up_id": one.id,
        "account_id": one.account_id,
        "at": one.at,
        "kind": one.kind,
        "channel": one.channel,
        "outcome": one.outcome,
        "amount": one.amount,
        "due_on": one.due_on and str(one.due_on),
        "note": one.note,
        "officer": one.officer,
        "next_contact_on": one.next_contact_on and str(one.next_contact_on),
        "status": promise and promise_rules.status(promise, entries, today),
        "paid": promise and promise_rules.paid(promise, entries),
    }


def _financing_account(account_id: str) -> FinancingAccount:
    account = financing_accounts.get(account_id)
    if account is None:
        raise NotFound("account", account_id)
    return account
