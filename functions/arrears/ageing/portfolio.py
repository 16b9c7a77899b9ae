"""Use cases: the portfolio by how late it is, and by day.

Today's and later dates are live from the index by_due: every account with something unpaid is read,
in 1 MB a call (docs/decisions/ageing.md). A past date comes from its snapshot
(docs/decisions/snapshots.md).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from arrears import repository
from arrears.snapshots import stored_snapshots
from arrears.standing.collectability import PROFILES, Classifier, ClassProfile
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid
from shared.kernel.messages import Language
from shared.records.cooperative import cooperative
from shared.records.due_index import due_until
from shared.web.cursor import seal, unseal

from . import aged_account, due_lists, portfolio_rules, portfolio_summary
from .aged_account import AgedAccount
from .due_lists import due_row, offices_of
from .portfolio_rules import AT_RISK, PortfolioAgeing
from .schemas import AgedQuery, AgeingQuery, TrendQuery

TREND_DAYS = 90
MOST_TREND_DAYS = 800


def of_portfolio(
    caller: Caller, query: AgeingQuery, clock: Clock, language: Language
) -> dict[str, object]:
    """Buckets, classes and portfolio at risk of the accounts that the caller may see."""
    today = clock.today()
    as_of = query.as_of or today
    offices = offices_of(caller, query.office)
    profile = PROFILES[cooperative().profile_on(as_of)]
    classes = Classifier(profile)
    spans = portfolio_rules.buckets(cooperative().ageing_buckets)
    found = PortfolioAgeing([grade.number for grade in profile.classes], spans)
    for row in _live(offices, as_of) if as_of >= today else _kept(offices, as_of):
        if query.product in {None, row.product}:
            late, number = row.days_past_due(as_of), row.class_number(classes)
            found.add(late, number, row.overdue, row.outstanding_principal)
    return _answer(found, as_of, profile, language)


def accounts(caller: Caller, query: AgedQuery, clock: Clock) -> dict[str, object]:
    """The accounts of a bucket, the longest late first: the due list of its span of days.

    Of a past day a member who is another office's by now is counted, and shown to that one only.
    """
    as_of = query.as_of or clock.today()
    spans = portfolio_rules.buckets(cooperative().ageing_buckets)
    span = portfolio_rules.span_of(query.bucket, spans, as_of)
    scope = f"aged:{as_of}:{query.model_dump_json(exclude={'cursor', 'limit'})}"
    if as_of >= clock.today():
        return due_lists.page(caller, query, span, scope, as_of)
    offices = offices_of(caller, query.office)
    scope += ",".join(offices)
    after = unseal(query.cursor, scope) or ""
    kept = (
        row
        for row in _kept(offices, as_of)
        if span[0] <= row.due_on <= span[1] and query.product in {None, row.product}
    )
    found = sorted((row for row in kept if row.sort_key > after), key=lambda row: row.sort_key)
    shown = found[: query.limit]
    cards = repository.cards(row.member_id for row in shown)
    return {
        "items": [
            due_row(row, card, row.amount, as_of) | {"office": row.office}
            for row in shown
            if (card := cards.get(row.member_id)) and caller.may_see(card["office"])
        ],
        "next_cursor": seal(shown[-1].sort_key, scope) if len(found) > len(shown) else None,
    }


def by_day(caller: Caller, query: TrendQuery, clock: Clock) -> dict[str, object]:
    """What each day's snapshot summed up, in one call."""
    last = query.to or clock.today()
    first = query.from_ or last - timedelta(days=TREND_DAYS)
    if first > last:
        raise Invalid("to", "order", str(last), other="from")
    if (last - first).days > MOST_TREND_DAYS:
        raise Invalid("from", "too_many_days", str(first), limit=MOST_TREND_DAYS)
    offices = offices_of(caller, query.office)
    days = stored_snapshots.trend(first, last)
    items = [portfolio_summary.of_offices(sums, offices).answer(day) for day, sums in days]
    return {"items": items, "next_cursor": None}


def _live(offices: tuple[str, ...], as_of: date) -> Iterator[AgedAccount]:
    members = set().union(*map(repository.members_of, offices)) if offices else None
    for row in due_until():
        if members is None or row.member_id in members:
            yield aged_account.from_entry(row, None, as_of)


def _kept(offices: tuple[str, ...], as_of: date) -> Iterator[AgedAccount]:
    job = stored_snapshots.job(as_of)
    if job is None or not job.done:
        raise Invalid("as_of", "needs_snapshot", str(as_of))
    for row in stored_snapshots.accounts(as_of):
        if not offices or row.office in offices:
            yield row


def _answer(
    found: PortfolioAgeing, as_of: date, profile: ClassProfile, language: Language
) -> dict[str, object]:
    return {
        "as_of": str(as_of),
        "buckets": [
            {
                "from_day": first,
                "to_day": last,
                "count": total.count,
                "overdue_amount": total.overdue_amount,
                "outstanding_principal": total.outstanding_principal,
            }
            for (first, last), total in zip(found.spans, found.buckets, strict=True)
        ],
        "profile": profile.name,
        "collectability": [
            {
                "class": grade.number,
                "label": grade.label[language],
                "count": found.by_class[grade.number].count,
                "outstanding_principal": found.by_class[grade.number].outstanding_principal,
            }
            for grade in profile.classes
        ],
        "par": {
            name: {"amount": found.at_risk[name], "ratio": found.ratio(name)} for name in AT_RISK
        },
        "count": found.total.count,
        "overdue_amount": found.total.overdue_amount,
        "outstanding_principal": found.total.outstanding_principal,
    }
