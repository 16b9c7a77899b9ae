"""A cooperative that reminders are planned for: its members and what they owe, and a clock."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from reminders import outbox
from reminders.message import ReminderMessage
from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records import cooperative
from shared.records.keys import auth as auth_keys
from shared.records.keys.partitions import partition
from tests.integration.accounts.clerk import Clerk
from tests.integration.events import Room, identity


@dataclass
class At:
    """A clock that stands still; the business date is that of the cooperative's zone."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(ZoneInfo(cooperative.cooperative().zone)).date()


def at(text: str, zone: str = "Asia/Jakarta") -> At:
    """A time by the clock of a zone."""
    return At(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))


def move_to(zone: cooperative.Zone) -> None:
    """The cooperative's zone from now on."""
    doc = cooperative.Cooperative(zone=zone).model_dump_json()
    pk, sk = auth_keys.SETTINGS
    dynamo.transact([write.put(settings().auth_table, {"pk": pk, "sk": sk, "doc": doc})])
    cooperative.forget()


@dataclass
class Members:
    """Makes members with what they owe."""

    numbers: Any = field(default_factory=lambda: count(1))

    def add(
        self,
        *due: str,
        phone: str | None = "mobile",
        consent: bool | None = None,
        amount: int = 100_000,
        status: str = "active",
        **profile: object,
    ) -> "Member":
        """A member with a financing account of instalments due on these dates, or none; `status` is
        what it became afterwards."""
        number = next(self.numbers)
        body = {"name": f"Anggota {number:03}", "joined_on": "2020-01-15", **profile}
        answer = Room("members", identity())("POST", "/members", body)
        assert answer.status == 201, answer.body
        made = Member(answer.body["member_id"], Clerk(Room("accounts", identity()), ""))
        made.clerk.member_id = made.member_id
        if phone:
            text = f"0812{number:08}" if phone == "mobile" else phone
            made.contacts("POST", "phones", {"number": text}, 201)
        if consent is not None:
            made.contacts("PUT", "consents", {"whatsapp": consent}, 200)
        if due:
            made.borrows(*due, amount=amount)
        if status != "active":
            path = f"/members/{made.member_id}"
            changed = Room("members", identity())("PATCH", path, {"status": status})
            assert changed.status == 200, changed.body
        return made


@dataclass
class Member:
    """A member, and what planning has written of them."""

    member_id: str
    clerk: Clerk
    accounts: list[str] = field(default_factory=list)

    def contacts(self, method: str, place: str, body: object, status: int) -> Any:
        path = f"/members/{self.member_id}/{place}"
        answer = Room("contacts", identity())(method, path, body)
        assert answer.status == status, answer.body
        return answer.body

    def borrows(self, *due: str, amount: int = 100_000) -> str:
        """A financing account with instalments due on these dates."""
        installments = [{"due_on": day, "principal": amount, "margin": 0} for day in due]
        opened = min(date.fromisoformat(due[0]) - timedelta(days=31), date(2026, 11, 1))
        account = self.clerk.financing(
            opened_on=str(opened),
            installments=installments,
            account_no=f"PB{self.member_id[-6:]}{len(self.accounts)}",
        )
        self.accounts.append(account)
        return account

    @property
    def messages(self) -> list[ReminderMessage]:
        """By their day."""
        pk = partition(self.member_id)
        items = dynamo.query(settings().reminders_table, pk, dynamo.Prefix("MESSAGE#"))
        return [outbox.from_item(item) for item in items]

    @property
    def ledger(self) -> dict[str, Mapping[str, Any]]:
        """What became of each stage, by `<instalment>#<stage>` (of a single account)."""
        items = dynamo.query(
            settings().reminders_table, partition(self.member_id), dynamo.Prefix("LEDGER#")
        )
        return {str(item["sk"]).split("#", 2)[2]: json.loads(str(item["doc"])) for item in items}

    @property
    def stage_results(self) -> dict[str, str]:
        """By `<instalment>#<stage>`: planned, or why not."""
        return {stage: doc.get("reason", "planned") for stage, doc in self.ledger.items()}
