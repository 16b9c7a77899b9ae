"""Apache Fineract's REST API as a source: clients, savings and loans, page by page."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from .core_records import CoreRecord, Problem, RecordBatch
from .fineract_loans import loan
from .fineract_mapping import NameMapping, client, is_member_account
from .fineract_savings import savings
from .http_client import HttpClient
from .state import FeedState, hash_of

PAGE = 200
Mapped = tuple[list[CoreRecord], list[Problem]]


class Fineract:
    """One tenant of a server, read as one of its users."""

    def __init__(
        self, server: HttpClient, tenant: str, username: str, password: str, names: NameMapping
    ) -> None:
        basic = b64encode(f"{username}:{password}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {basic}",
            "Fineract-Platform-TenantId": tenant,
            "Accept": "application/json",
        }
        self._server, self._names = server, names

    def batches(self, state: FeedState, today: date, *, whole: bool) -> Iterator[RecordBatch]:
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
        state: FeedState,
        whole: bool,
    ) -> Iterator[RecordBatch]:
        for page in self._pages(path):
            row_hashes: dict[str, str] = {}
            found: list[Mapped] = []
            for row in page:
                key, row_hash = f"{path}-{row['id']}", hash_of(row)
                if not is_member_account(row) or (not whole and state.is_unchanged(key, row_hash)):
                    continue
                query = urlencode({"associations": associations}, safe=",")
                one = self._get(f"/{path}/{row['id']}?{query}")
                found.append(mapped(one))
                row_hashes[key] = row_hash
            yield _joined(found, row_hashes)

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
        return self._server.call("GET", path, self._headers)


def _joined(found: list[Mapped], row_hashes: dict[str, str] | None = None) -> RecordBatch:
    records = [record for some, _ in found for record in some]
    problems = [problem for _, some in found for problem in some]
    return RecordBatch(records, problems, row_hashes or {})
