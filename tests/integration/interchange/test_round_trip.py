"""What an export of the demo's cooperative says is, imported elsewhere, the same cooperative."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from local import demo
from shared.kernel.settings import settings
from shared.records import cooperative
from tests.conftest import EmptyTables
from tests.integration.events import Room, identity
from tests.integration.exports.full_export import exported
from tests.integration.imports import import_steps
from tests.integration.interchange import cooperative_state

pytestmark = pytest.mark.usefixtures("tables")

TODAY = date(2026, 11, 24)
DAYS = [str(TODAY - timedelta(days=days)) for days in (0, 95, 400)]
MEMBERS = 10

accounts, arrears = Room("accounts", identity()), Room("arrears", identity())
members, contacts = Room("members", identity()), Room("contacts", identity())


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TODAY", str(TODAY))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def emptied(empty_tables: EmptyTables, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From each call on it is another installation, with nothing in it."""

    def renew() -> None:
        for name, value in empty_tables.renew().items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        cooperative.forget()

    return renew


def asked(room: Room, path: str, body: dict[str, Any], key: list[int] = [0]) -> Any:  # noqa: B006
    key[0] += 1
    answer = room("POST", path, body, headers={"Idempotency-Key": f"key-{key[0]}"})
    assert answer.status in {200, 201}, answer.body
    return answer.body


def what_clerks_do() -> None:
    """What the demo has not: mistakes and their mending, pauses, several contacts, odd notes."""
    new = {"name": "=Siti 'Aminah", "joined_on": "2024-01-15", "member_no": "X-1"}
    member_id = asked(members, "/members", new)["member_id"]
    mine = f"/members/{member_id}"
    for number in ("0812 0000 1111", "0813 0000 2222", "+65 9123 4567"):
        asked(contacts, f"{mine}/phones", {"number": number, "label": number[-4:]})
    asked(contacts, f"{mine}/phones", {"number": "021 5550123", "primary": True})
    asked(contacts, f"{mine}/emails", {"address": "siti@example.com"})
    for street in ("Jl. Melati 7", "-"):
        asked(contacts, f"{mine}/addresses", {"street": street, "rt": "3", "postal_code": "01234"})
    said = {"whatsapp": False, "letter": {"granted": True, "source": "formulir", "note": "+1"}}
    assert contacts("PUT", f"{mine}/consents", said).status == 200
    asked(contacts, f"{mine}/interactions", {"channel": "phone", "note": "=1+1"})

    def opened(**what: Any) -> str:
        body = {"member_id": member_id, "opened_on": "2025-01-06", **what}
        return str(asked(accounts, "/accounts", body)["account_id"])

    def posted(account: str, kind: str, day: str, amount: int, **more: str) -> str:
        body = {"type": kind, "value_date": day, "amount": amount, **more}
        return str(asked(accounts, f"/accounts/{account}/transactions", body)["transaction_id"])

    def undone(account: str, entry: str) -> None:
        path = f"/accounts/{account}/transactions/{entry}/reversal"
        asked(accounts, path, {"reason": "salah rekening"})

    saving = opened(kind="savings", product="Hari Raya", matures_on="2027-03-01")
    posted(saving, "deposit", "2026-03-10", 500_000, document_no="B-1", note="-setor\ttunai")
    posted(saving, "withdrawal", "2026-03-11", 200_000, document_no="B-1")
    undone(saving, posted(saving, "deposit", "2026-03-10", 70_000))

    terms = {"principal": 1_200_000, "tenor_months": 12, "first_due_on": "2025-02-06"}
    lent: dict[str, Any] = {"kind": "financing", "product": "Modal Usaha", "grace_days": 3}
    late = opened(**lent, **terms, method="annuity", annual_rate="13.125")
    paid = posted(late, "repayment", "2025-02-05", 110_000)
    posted(late, "penalty", "2025-04-10", 15_000)
    posted(late, "repayment", "2025-03-20", 50_000, note="terlambat dicatat")
    undone(late, paid)
    asked(arrears, f"/accounts/{late}/pauses", {"start_on": "2025-05-01", "end_on": "2025-06-15"})
    asked(arrears, f"/accounts/{late}/pauses", {"start_on": "2026-01-01", "end_on": "2026-01-31"})
    opened(**lent, **terms, method="murabahah", margin=100_000)
    listed = [
        {"due_on": f"2026-{month:02}-28", "principal": 90_000, "margin": 0} for month in (1, 2, 5)
    ]
    done = opened(**lent, installments=listed)
    asked(arrears, f"/accounts/{done}/pauses", {"start_on": "2026-02-01", "end_on": "2026-02-05"})
    posted(done, "repayment", "2026-05-01", 270_000)
    asked(accounts, f"/accounts/{done}/close", {"closed_on": "2026-05-02", "reason": "Lunas"})
    never = opened(**lent, **terms, method="flat", annual_rate=12)
    (entry,) = accounts("GET", f"/accounts/{never}/transactions").body["items"]
    undone(never, entry["transaction_id"])


def imported(files: dict[str, bytes]) -> str:
    """All is accepted and taken in; the import's id."""
    import_id = import_steps.checked(files)
    assert import_steps.imports("GET", f"/{import_id}/refused").body["items"] == []
    counts = import_steps.run(import_id)["counts"]
    assert states(counts) == {"taken", "joined"}
    return import_id


def undone(import_id: str) -> None:
    assert import_steps.imports("POST", f"/{import_id}/undo").status == 200
    assert import_steps.steps(import_id)[-1] == "undone"


def states(counts: dict[str, dict[str, int]]) -> set[str]:
    return {state for of_kind in counts.values() for state in of_kind}


def test_an_export_imported_elsewhere_is_the_same_cooperative(
    tmp_path: Path, emptied: Callable[[], None]
) -> None:
    demo.load(TODAY, lambda *_: None, MEMBERS)
    what_clerks_do()
    here = cooperative_state.read_cooperative(DAYS)
    owned = [account for member in here.values() for account in member["accounts"].values()]
    assert {account["row"]["status"] for account in owned} == {"active", "closed"}
    assert {account["row"]["kind"] for account in owned} == {"savings", "financing"}
    assert sum(bool(account["pauses"]) for account in owned) == 2
    assert any(member["arrears"][DAYS[0]]["days_past_due"] > 90 for member in here.values())

    archive, workbook = (file.rename(tmp_path / file.name) for file in exported())
    emptied()
    import_id = imported({"sapa.zip": archive.read_bytes()})
    assert cooperative_state.read_cooperative(DAYS) == here
    undone(import_id)
    assert cooperative_state.read_cooperative(DAYS) == {}
    imported({"sapa.zip": archive.read_bytes()})
    again = import_steps.checked({"sapa.zip": archive.read_bytes()})
    counts = import_steps.imports("GET", f"/{again}").body["counts"]
    assert states(counts) == {"same", "joined"}

    emptied()
    imported({"sapa.xlsx": workbook.read_bytes()})
    assert cooperative_state.read_cooperative(DAYS) == here

    emptied()
    with ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if name.endswith(".csv")]
        imported({name: opened.read(name) for name in reversed(names)})
    assert cooperative_state.read_cooperative(DAYS) == here
