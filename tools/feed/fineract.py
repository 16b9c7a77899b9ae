"""Apache Fineract's REST API as a source: clients, savings and loans, page by page."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from .fineract_loans import loan
from .fineract_savings import savings
from .fineract_words import Names, client, is_followed
from .state import State, hash_of
from .things import Chunk, Problem, Thing
from .web import Web

PAGE = 200
Mapped = tuple[list[Thing], list[Problem]]


class Fineract:
    """One tenant of a server, read as one of its users."""

    def __init__(self, web: Web, tenant: str, username: str, password: str, names: Names) -> None:
        basic = b64encode(f"{username}:{password}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {basic}",
            "Fineract-Platform-TenantId": tenant,
            "Accept": "application/json",
        }
        self._web, self._names = web, names

    def chunks(self, state: State, today: date, *, whole: bool) -> Iterator[Chunk]:
        """Members first, then accounts with their entries.

        An account is read in full only where its row in the list differs from when all of it came
        over; `whole` reads every one.
        """
        for page in self._pages("clients"):
            mapped = [client(row, self._names) for row in page]
            yield _joined(mapped)
        yield from self._accounts(
            "savingsaccounts", "transactions", lambda one: savings(one, self._names), state, whole
        )
        yield from self._accounts(
            "loans",
            "repaymentSchedule,transactions",
            lambda one: loan(one, today),
            state,
            whole,
        )

    def _accounts(
        self,
        path: str,
        associations: str,
        mapped: Callable[[Mapping[str, Any]], Mapped],
        state: State,
        whole: bool,
    ) -> Iterator[Chunk]:
        for page in self._pages(path):
            marks: dict[str, str] = {}
            found: list[Mapped] = []
            for row in page:
                key, mark = f"{path}-{row['id']}", hash_of(row)
                if not is_followed(row) or (not whole and state.is_seen(key, mark)):
                    continue
                query = urlencode({"associations": associations}, safe=",")
                one = self._get(f"/{path}/{row['id']}?{query}")
                found.append(mapped(one))
                marks[key] = mark
            yield _joined(found, marks)

    def _pages(self, path: str) -> Iterator[list[dict[str, Any]]]:
        offset = 0
        while True:
            query = urlencode(
                {"offset": offset, "limit": PAGE, "orderBy": "accountNo", "sortOrder": "ASC"}
            )
            answer = self._get(f"/{path}?{query}")
            rows = answer["pageItems"]
            if rows:
                yield rows
            offset += PAGE
            if offset >= int(answer["totalFilteredRecords"]):
                return

    def _get(self, path: str) -> Any:
        return self._web.call("GET", path, self._headers)


def _joined(found: list[Mapped], marks: dict[str, str] | None = None) -> Chunk:
    things = [thing for some, _ in found for thing in some]
    problems = [problem for _, some in found for problem in some]
    return Chunk(things, problems, marks or {})
