"""Use cases of the arrears room: where accounts stand as of a date, and their pauses."""

from collections.abc import Callable
from datetime import date

from arrears.standing.answers import account_arrears, pause_rows
from arrears.standing.collectability import PROFILES
from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.domain.financing import Financing
from shared.domain.financing_account import FinancingAccount
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.ids import split_account_id
from shared.kernel.messages import Language
from shared.records import financing_accounts, member_card
from shared.records.audit import audit
from shared.records.cooperative import cooperative

from . import repository, rules
from .rules import Arrears, Pause
from .schemas import NewPause
from .standing import savings

PauseSpans = tuple[Pause, ...]


def of_account(
    caller: Caller, account_id: str, as_of: date, language: Language
) -> dict[str, object]:
    """An account's arrears: one call, and one more where its ledger goes on after the date."""
    account = _load(caller, account_id)
    state = account.state
    if as_of < account.last_value_date:
        state = state.replay(financing_accounts.ledger(account_id, as_of))
    return _answer(account, _arrears(account, state, as_of), language)


def of_member(caller: Caller, member_id: str, as_of: date, language: Language) -> dict[str, object]:
    """The arrears of all of a member's financing, and missed contributions: one call.

    For an earlier date one more, and one for each savings account that takes contributions.
    """
    member_card.require_visible(caller, member_id)
    lent, heads = financing_accounts.with_savings(member_id)
    if not lent and not heads:
        member_card.require_member(member_id)
    earlier = any(as_of < account.last_value_date for account in lent)
    entries = financing_accounts.ledgers(member_id) if earlier else {}
    found = []
    for account in lent:
        state = account.state
        if as_of < account.last_value_date:
            state = state.replay(entries.get(account.account_id, ()), as_of)
        found.append((account, _arrears(account, state, as_of)))
    return {
        "as_of": str(as_of),
        "days_past_due": max((a.days_past_due for _, a in found), default=0),
        "overdue_amount": sum(a.overdue_amount for _, a in found),
        "items": [_answer(account, a, language) for account, a in found],
        "savings": savings.arrears(heads, as_of, language),
        "next_cursor": None,
    }


def pause(caller: Caller, account_id: str, new: NewPause, clock: Clock) -> dict[str, object]:
    """Add a pause, backdated or not."""
    span = Pause(new.start_on, new.end_on)

    def added(held: PauseSpans) -> PauseSpans:
        return rules.with_pause(held, span)

    detail = {"start_on": str(new.start_on), "end_on": str(new.end_on)}
    return _change(caller, account_id, added, clock, action="pause.add", detail=detail)


def resume(caller: Caller, account_id: str, on: date, clock: Clock) -> dict[str, object]:
    """End the pause that holds a day on that day."""

    def shortened(held: PauseSpans) -> PauseSpans:
        return rules.with_resume(held, on)

    detail = {"on": str(on)}
    return _change(caller, account_id, shortened, clock, action="pause.resume", detail=detail)


def _change(
    caller: Caller,
    account_id: str,
    change: Callable[[PauseSpans], PauseSpans],
    clock: Clock,
    *,
    action: str,
    detail: dict[str, str],
) -> dict[str, object]:
    """Read, decide, write with the audit; again where somebody else was faster."""

    def work() -> PauseSpans:
        account = _load(caller, account_id)
        if account.closed_on:
            raise Conflict("account_id", "account_closed")
        pauses = change(_pauses(account))
        record = audit(caller, clock.now(), action, f"account:{account_id}", **detail)
        dynamo.transact([repository.save_pauses(account, pauses), record])
        return pauses

    pauses = retry_on_conflict(work, busy=Conflict("account_id", "busy"))
    return {"account_id": account_id, "pauses": pause_rows(pauses)}


def _load(caller: Caller, account_id: str) -> FinancingAccount:
    member_card.require_visible(caller, split_account_id(account_id)[0])
    account = financing_accounts.get(account_id)
    if account is None:
        raise NotFound("account", account_id)
    return account


def _pauses(account: FinancingAccount) -> PauseSpans:
    return tuple(Pause(*span) for span in account.pauses)


def _arrears(account: FinancingAccount, state: Financing, as_of: date) -> Arrears:
    return rules.arrears(state, _pauses(account), account.grace_days, as_of, account.closed_on)


def _answer(account: FinancingAccount, found: Arrears, language: Language) -> dict[str, object]:
    return account_arrears(
        account, found, PROFILES[cooperative().profile_on(found.as_of)], language
    )
