"""The bill in docs/cost.md, worked out from the tables above it: `python -m tools.costs`.

What an operation consumes is counted by tests/integration/test_costs.py; `make costs` does both.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/cost.md"
SIZES = (1_000, 50_000, 1_000_000)
MONTH_SECONDS = 30 * 24 * 3600

Row = Sequence[str]


def main() -> None:
    """Write the bill anew."""
    PAGE.write_text(with_table(PAGE.read_text(), "bill", bill(PAGE.read_text())))


def table(page: str, name: str) -> list[list[str]]:
    """The rows of a table of the page, without its head."""
    _, _, text, _ = _parts(page, name)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]


def with_table(page: str, name: str, rows: Iterable[Row]) -> str:
    """The page with other rows in a table."""
    before, head, _, after = _parts(page, name)
    return before + head + "".join(f"| {' | '.join(row)} |\n" for row in rows) + after


def _parts(page: str, name: str) -> tuple[str, str, str, str]:
    """What is before a table, its head, its rows, and what is behind it."""
    found = re.fullmatch(
        rf"(.*<!-- {name} -->\n)(\|[^\n]*\n\|[^\n]*\n)((?:\|[^\n]*\n)*)(.*)", page, re.DOTALL
    )
    if not found:
        raise ValueError(f"docs/cost.md has no table {name}")
    before, head, rows, after = found.groups()
    return before, head, rows, after


def bill(page: str) -> list[list[str]]:
    """Its rows: a part of it, and US dollars a month at each size."""
    bills = [_bill(page, members) for members in SIZES]
    rows = {part: [one[part] for one in bills] for part in bills[0]}
    rows["**all of it**"] = [sum(one.values()) for one in bills]
    rows["once: everybody is taken in"] = [_taken_in(page, members) for members in SIZES]
    return [[part, *(f"{dollars:,.2f}" for dollars in each)] for part, each in rows.items()]


def _numbers(page: str, name: str) -> dict[str, float]:
    """The number of each row of a table, by its first cell."""
    return {row[0]: _number(row[1]) for row in table(page, name)}


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _bill(page: str, members: int) -> dict[str, float]:
    price, fact = _numbers(page, "prices"), _numbers(page, "assumptions")
    times = {name: count * members / 1000 for name, count in _numbers(page, "month").items()}
    counted = {row[0]: [_number(cell) for cell in row[1:]] for row in table(page, "counted")}

    def in_all(column: int) -> float:
        return sum(times[name] * counted[name][column] for name in times)

    requests = in_all(0)
    gigabytes = members * fact["KB stored of a member"] / 1024**2
    functions = requests + times["reminder sent"] + fact["scheduled calls"]
    return {
        "DynamoDB: writes": in_all(3) * price["a million write units"] / 1e6,
        "DynamoDB: reads": in_all(2) * price["a million read units"] / 1e6,
        "DynamoDB: storage": _beyond(gigabytes, 25) * price["a GB in DynamoDB"],
        "DynamoDB: point-in-time recovery": gigabytes * price["a GB of recovery"],
        "Lambda: time": _lambda_seconds(times, fact, requests) * price["a GB-second"],
        "Lambda: calls": functions * price["a million calls of Lambda"] / 1e6,
        "Lambda: snapshots": (
            fact["GB of functions with a snapshot"]
            * fact["versions that are kept"]
            * MONTH_SECONDS
            * price["a GB-second of a snapshot"]
        ),
        "API Gateway": requests * price["a million requests of the API"] / 1e6,
        "CloudFront": (
            _beyond(requests / 1e6, 10) * price["a million requests of CloudFront"]
            + _beyond(requests * fact["KB of an answer"] / 1024**2, 1024)
            * price["a GB out of CloudFront"]
        ),
        "CloudWatch: logs": (
            _beyond(functions * fact["KB of logs a call"] / 1024**2, 5) * price["a GB of logs"]
        ),
        "X-Ray": (
            _beyond(functions * fact["part of calls that is traced"] / 1e6, 0.1)
            * price["a million traces"]
        ),
        "KMS": (
            price["a key"]
            + (times["sign in"] + times["renew the session"]) * price["a million signatures"] / 1e6
        ),
        "Secrets Manager": fact["secrets"] * price["a secret"],
        "S3": gigabytes * fact["part of the data in files"] * price["a GB in S3"],
    }


def _taken_in(page: str, members: int) -> float:
    """The first import."""
    price, fact = _numbers(page, "prices"), _numbers(page, "assumptions")
    (row,) = (row for row in table(page, "counted") if row[0] == "import, a row")
    rows = members * fact["rows of a member"]
    reads, writes = (float(cell) * rows / 1e6 for cell in row[3:])
    return reads * price["a million read units"] + writes * price["a million write units"]


def _lambda_seconds(
    times: Mapping[str, float], fact: Mapping[str, float], requests: float
) -> float:
    """GB-seconds of all functions."""
    return (
        requests * fact["GB-seconds of a request"]
        + (times["reminder planned"] + times["reminder sent"]) * fact["GB-seconds of a reminder"]
        + fact["scheduled calls"] * fact["GB-seconds of a scheduled call"]
    )


def _beyond(amount: float, free: float) -> float:
    return max(amount - free, 0.0)


if __name__ == "__main__":
    main()
