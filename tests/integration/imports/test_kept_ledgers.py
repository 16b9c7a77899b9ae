"""Ledgers that another installation kept: long ones, cut off ones, ones that were added to."""

from collections.abc import Sequence
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from shared.aws import dynamo
from shared.kernel.ids import new_id
from tests.integration.events import Room, identity
from tests.integration.imports import import_steps

pytestmark = pytest.mark.usefixtures("tables")

MEMBERS = "No. Anggota;Nama Lengkap;Tgl Masuk\nA-1;Siti Aminah;2020-01-15\n"
SAVINGS = (
    "No. Rekening;No. Anggota;Jenis Simpanan;Tgl Buka;Tgl Tutup;Alasan Tutup\n"
    "S-1;A-1;sukarela;2026-01-05;2026-06-30;Pindah\n"
)
HEADING = "No. Rekening;Tgl Transaksi;Jenis Transaksi;Jumlah;Keterangan;ID Transaksi;Membatalkan ID"


def ledger() -> list[str]:
    """120 deposits, of which the first is reversed behind them, and a withdrawal of the rest."""
    ids = sorted(new_id() for _ in range(122))
    lines = [f"S-1;2026-02-01;setor;1000;;{one}.20260201;" for one in ids[:120]]
    undone = f"S-1;2026-02-01;pembatalan;1000;salah;{ids[120]}.20260201;{ids[0]}.20260201"
    return [*lines, undone, f"S-1;2026-06-30;tarik;119000;;{ids[121]}.20260630;"]


def files(lines: Sequence[str]) -> dict[str, bytes]:
    texts = {"anggota.csv": MEMBERS, "simpanan.csv": SAVINGS}
    texts["transaksi.csv"] = "\n".join((HEADING, *lines))
    return {name: text.encode() for name, text in texts.items()}


def account() -> Any:
    (member,) = Room("members", identity())("GET", "/members").body["items"]
    path = f"/members/{member['member_id']}/accounts"
    (found,) = Room("accounts", identity())("GET", path).body["items"]
    return found


def test_a_long_one_that_was_cut_off_is_whole_and_closed_at_the_next_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_id = import_steps.checked(files(ledger()))
    import_steps.imports("POST", f"/{import_id}/run")
    transact, died = dynamo.transact, list[bool]()

    def die_once(writes: Sequence[Any]) -> None:
        posts_more = any(b"transaction.post_many" in str(w.request).encode() for w in writes)
        if posts_more and not died:
            died.append(True)
            raise ConnectionError
        transact(writes)

    monkeypatch.setattr(dynamo, "transact", die_once)
    with pytest.raises(BatchProcessingError):
        import_steps.steps(import_id)
    assert died
    assert (account()["status"], account()["balance"]) == ("active", 89_000)
    assert import_steps.steps(import_id)[-1] == "done"
    counts = import_steps.imports("GET", f"/{import_id}").body["counts"]
    assert counts["transactions"] == {"taken": 122}
    found = account()
    assert (found["status"], found["closed_on"], found["balance"]) == ("closed", "2026-06-30", 0)
    statement = Room("accounts", identity())(
        "GET", f"/accounts/{found['account_id']}/statement", query={"to": "2026-06-29"}
    )
    assert statement.body["closing"] == 119_000


def test_rows_that_were_added_by_hand_are_taken_and_a_closing_that_they_forbid_is_refused() -> None:
    lines = [*ledger(), "S-1;2026-03-01;setor;5000;tambahan;;"]
    import_id = import_steps.checked(files(lines))
    refused = import_steps.imports("GET", f"/{import_id}/refused", query={"limit": 1}).body["items"]
    assert refused[0]["kind"] == "savings"
    assert "5.000" in refused[0]["faults"][0]["message"]
    counts = import_steps.imports("GET", f"/{import_id}").body["counts"]
    assert counts["transactions"] == {"refused": 123}

    opened = SAVINGS.replace("2026-06-30;Pindah", ";")
    kept = files(lines) | {"simpanan.csv": opened.encode()}
    counts = import_steps.run(import_steps.checked(kept))["counts"]
    assert counts["transactions"] == {"taken": 123}
    assert (account()["status"], account()["balance"]) == ("active", 5_000)


def test_an_id_of_another_day_and_a_reversal_of_nothing_are_refused_row_by_row() -> None:
    one, other = new_id(), new_id()
    lines = [
        "S-1;2026-02-01;setor;1000;;;",
        f"S-1;2026-02-02;setor;1000;;{one}.20260203;",
        f"S-1;2026-02-02;pembatalan;1000;;{other}.20260202;{one}.20260202",
    ]
    opened = SAVINGS.replace("2026-06-30;Pindah", ";")
    import_id = import_steps.checked(files(lines) | {"simpanan.csv": opened.encode()})
    refused = import_steps.imports("GET", f"/{import_id}/refused").body["items"]
    assert [(row["line"], row["faults"][0]["field"]) for row in refused] == [
        (3, "transaction_id"),
        (4, "reverses"),
    ]
