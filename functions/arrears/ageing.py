"""Use case: the portfolio by how late it is, live from the index by_due.

Every account with something unpaid is read, in 1 MB a call (docs/decisions/ageing.md).
"""

from collections.abc import Collection
from datetime import date

from shared.clock import Clock
from shared.cooperative import cooperative
from shared.due_index import due_until
from shared.due_rows import DueRow
from shared.identity import Caller
from shared.messages import Language

from . import ageing_rules, repository, rules
from .ageing_rules import AT_RISK, Ageing
from .collectability import PROFILES, Profile, classify, is_short
from .desk_schemas import AgeingQuery
from .due import offices_of
from .rules import Pause


def of_portfolio(
    caller: Caller, query: AgeingQuery, clock: Clock, language: Language
) -> dict[str, object]:
    """Buckets, classes and portfolio at risk of the accounts that the caller may see."""
    as_of = ageing_rules.date_of(query.as_of, clock.today())
    offices = offices_of(caller, query.office)
    members = set().union(*map(repository.members_of, offices)) if offices else None
    profile = PROFILES[cooperative().profile_on(as_of)]
    spans = ageing_rules.buckets(cooperative().ageing_buckets)
    found = Ageing([grade.number for grade in profile.classes], spans)
    for row in due_until():
        if _wanted(row, query.product, members):
            found.add(
                row.days_past_due(as_of),
                _class_of(row, as_of, profile),
                row.overdue(as_of),
                row.outstanding_principal,
            )
    return _answer(found, as_of, profile, language)


def _wanted(row: DueRow, product: str | None, members: Collection[str] | None) -> bool:
    if product is not None and row.product != product:
        return False
    return members is None or row.member_id in members


def _class_of(row: DueRow, as_of: date, profile: Profile) -> int:
    late = row.days_past_due(as_of)
    if not late:
        return profile.classes[0].number
    paused = rules.paused_days([Pause(*span) for span in row.pauses], row.due_on, as_of)
    counted = max(late - row.grace_days - paused, 0)
    return classify(profile, row.due_on, counted, is_short(row.gap_days)).number


def _answer(found: Ageing, as_of: date, profile: Profile, language: Language) -> dict[str, object]:
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
