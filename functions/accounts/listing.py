"""What panels show of accounts: one call each, and a second only where there is nothing."""

from datetime import date

from shared.kernel.caller import Caller
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.ids import AccountKind, split_account_id
from shared.records import financing_accounts, member_card
from shared.web.cursor import seal, unseal

from . import documents, repository
from .ledger_schemas import LedgerQuery


def of_member(caller: Caller, member_id: str, kind: AccountKind | None) -> list[str]:
    """Rows of a member's accounts as JSON."""
    member_card.require_visible(caller, member_id)
    rows = repository.heads(member_id, kind)
    if not rows:
        member_card.require_member(member_id)
    return rows


def one(caller: Caller, account_id: str) -> str:
    """An account's row as JSON."""
    _require_visible(caller, account_id)
    return repository.head(account_id)


def schedule(caller: Caller, account_id: str, today: date) -> dict[str, object]:
    """The instalments of a financing account; savings have none."""
    _require_visible(caller, account_id)
    account = financing_accounts.get(account_id)
    if account is None:
        raise NotFound("account", account_id)
    return documents.of_schedule(account_id, account.state, today)


def transactions(
    caller: Caller, account_id: str, query: LedgerQuery
) -> tuple[list[str], str | None]:
    """(rows as JSON, next cursor), newest first."""
    first, last = query.from_ or date.min, query.to or date.max
    if first > last:
        raise Invalid("to", "order", str(last), other="from")
    _require_visible(caller, account_id)
    scope = f"transactions:{account_id}:{first}:{last}"
    after = unseal(query.cursor, scope)
    found = repository.entries_page(
        account_id, str(first), str(last), limit=query.limit + 1, after=after
    )
    if not found:
        repository.head(account_id)
    shown = found[: query.limit]
    more = len(found) > query.limit
    return [row for _, row in shown], seal(shown[-1][0], scope) if more else None


def _require_visible(caller: Caller, account_id: str) -> None:
    member_card.require_visible(caller, split_account_id(account_id)[0])
