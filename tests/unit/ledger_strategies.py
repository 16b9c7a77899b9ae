"""Schedules and ledgers for property-based tests, and a naive reading of them to compare with."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from arrears.rules import Pause
from shared.domain.financing import Financing, new_schedule
from shared.domain.installments import Entry, NamedParts, effective_entries

OPENED = date(2025, 1, 10)


@st.composite
def schedules(draw: st.DrawFn) -> Financing:
    """1 to 8 instalments at any distance, small sums so that entries meet them."""
    due, parts = OPENED, []
    for _ in range(draw(st.integers(1, 8))):
        due += timedelta(days=draw(st.integers(1, 45)))
        parts.append((due, draw(st.integers(1, 50)), draw(st.integers(0, 20))))
    return new_schedule(parts)


@st.composite
def postings(draw: st.DrawFn, financing: Financing, *, backdated: bool = True) -> list[Entry]:
    """Entries in the order of posting, valid when posted, some reversed."""
    owed, day = financing.outstanding, OPENED
    posted: list[Entry] = []
    for number in range(draw(st.integers(0, 14))):
        day += timedelta(days=draw(st.integers(0, 40)))
        value = OPENED if backdated and draw(st.booleans()) else day
        reversible = [
            e for e in effective_entries(posted) if owed - _effect(e) >= 0
        ] if backdated else []  # fmt: skip
        if reversible and draw(st.integers(0, 4)) == 0:
            entry = draw(st.sampled_from(reversible))
            owed -= _effect(entry)
            reversal = Entry(
                f"{number:04}", "reversal", entry.value_date, entry.amount, entry.entry_id
            )
            posted.append(reversal)
            continue
        paying = owed > 0 and draw(st.booleans())
        kinds: Any = ["repayment", "adjustment"] if paying else ["penalty", "fee"]
        amount = draw(st.integers(1, owed if paying else 30))
        parts = draw(_named_parts(amount)) if paying else None
        kind = draw(st.sampled_from(kinds))
        entry = Entry(f"{number:04}", kind, value, amount, parts=parts)
        owed += _effect(entry)
        posted.append(entry)
    return posted


def _named_parts(amount: int) -> st.SearchStrategy[NamedParts | None]:
    """None, or what a payment says it is for, whether so much of it is owed or not."""
    margin = st.integers(0, amount)
    split = margin.flatmap(lambda m: st.tuples(st.just(m), st.integers(0, amount - m)))
    return st.none() | split.map(lambda two: NamedParts(amount - sum(two), *two))


def _effect(entry: Entry) -> int:
    return entry.amount if entry.type in {"penalty", "fee"} else -entry.amount


@st.composite
def pauses(draw: st.DrawFn) -> tuple[Pause, ...]:
    """Up to 4 pauses, none overlapping another; some touch."""
    day, found = OPENED - timedelta(days=20), []
    for _ in range(draw(st.integers(0, 4))):
        start = day + timedelta(days=draw(st.integers(0, 40)))
        day = start + timedelta(days=draw(st.integers(1, 60)))
        found.append(Pause(start, day))
    return tuple(found)


def naive_unpaid(lent: Financing, posted: list[Entry], as_of: date) -> list[dict[str, int]]:
    """What is unpaid of each instalment's parts, all anew each time: what a payment names, then one
    rupiah after another."""
    taken_back = {e.reverses for e in posted}
    rows = [{"penalty": 0, "margin": i.margin, "principal": i.principal} for i in lent.installments]
    over = 0
    for entry in sorted(posted, key=lambda e: (e.value_date, e.entry_id)):
        if entry.value_date > as_of or entry.type == "reversal" or entry.entry_id in taken_back:
            continue
        if entry.type in {"penalty", "fee"}:
            open_rows = [row for row in rows if sum(row.values())]
            (open_rows or rows[-1:])[0]["penalty"] += entry.amount
        else:
            over += entry.amount
            for part, wanted in entry.parts.items() if entry.parts else ():
                left = wanted
                for row in rows:
                    covered = min(left, row[part])
                    row[part] -= covered
                    left -= covered
                over -= wanted - left
        while over:
            unpaid = next(((row, p) for row in rows for p, left in row.items() if left), None)
            if unpaid is None:
                break
            unpaid[0][unpaid[1]] -= 1
            over -= 1
    return rows
