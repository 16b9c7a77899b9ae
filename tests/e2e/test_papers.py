"""What a clerk prints or takes along: a statement, a member card, the day's recap."""

import csv
import io
import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Download, Page, ViewportSize, expect

from tests.e2e.conftest import violations
from tests.e2e.signing_in import PASSWORD, sign_in
from tests.e2e.test_clerk_tasks import Api, open_member

A4: ViewportSize = {"width": 680, "height": 1000}
"""Pixels between its margins."""


def lines_of(download: Download) -> list[list[str]]:
    text = Path(download.path()).read_text("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def test_a_statement_of_a_period_is_printed_and_taken_along(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member = api.member("Rukmini O'Hara")
    account = api.post(
        "/accounts", member_id=member, kind="savings", product="sukarela", opened_on="2026-01-05"
    )["account_id"]
    for kind, amount, on, note in (
        ("deposit", 100_000, "2026-02-01", "awal"),
        ("deposit", 50_000, "2026-03-05", "=SUM(A1)"),
        ("withdrawal", 30_000, "2026-03-20", "belanja, dapur"),
    ):
        path = f"/accounts/{account}/transactions"
        api.post(path, type=kind, amount=amount, value_date=on, note=note)
    open_member(page, sapa, member)
    ledger = page.get_by_role("region", name="Informasi transaksi")
    ledger.get_by_label("Dari tanggal").fill("2026-03-01")
    ledger.get_by_label("Sampai tanggal").fill("2026-03-31")
    ledger.get_by_role("link", name="Rekening koran").click()

    statement = page.get_by_role("region", name="Rekening koran")
    for fact in ("Rukmini O'Hara", "1 Mar 2026 sampai 31 Mar 2026", "Rp100.000", "Rp120.000"):
        expect(statement.get_by_text(fact, exact=True).first).to_be_visible()
    assert violations(page) == []
    with page.expect_download() as started:
        page.get_by_role("button", name="Unduh CSV").click()
    heading, *rows = lines_of(started.value)
    assert heading[0] == "Tanggal"
    assert [row[2:] for row in rows] == [
        ["'=SUM(A1)", "50000", "", "150000"],
        ["belanja, dapur", "", "30000", "120000"],
    ]

    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cetak")).to_be_hidden()
    expect(page.get_by_text("Dicetak")).to_be_visible()
    page.set_viewport_size(A4)
    table, sheet = (page.locator(name).bounding_box() for name in (".document table", ".document"))
    assert table
    assert sheet
    assert table["width"] <= sheet["width"]
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Kembali ke anggota").click()
    page.get_by_role("link", name="Kartu anggota").click()
    card = page.get_by_role("region", name="Kartu anggota")
    expect(card).to_contain_text("Rukmini O'Hara")
    assert violations(page) == []


def test_an_officers_day_is_summed_and_only_the_manager_sees_all(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    phone = page.viewport_size and page.viewport_size["width"] < 700
    officer = "wati.hp" if phone else "wati.laptop"
    api.post("/auth/users", username=officer, name="Wati", role="officer", password=PASSWORD)
    account = api.post(
        "/accounts",
        member_id=api.member("Anggota Rekap"),
        kind="savings",
        product="sukarela",
        opened_on="2026-01-05",
    )["account_id"]
    login = {"username": officer, "password": PASSWORD}
    token = page.request.post(f"{sapa}/api/auth/login", data=login).json()["access_token"]
    for kind, amount in (("deposit", 75_000), ("withdrawal", 25_000)):
        posted = page.request.post(
            f"{sapa}/api/accounts/{account}/transactions",
            data={"type": kind, "amount": amount, "value_date": "2026-11-24"},
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"{officer} {kind}"},
        )
        assert posted.ok
    page.goto(f"{sapa}/#/recap")
    recap = page.get_by_role("region", name="Rekap harian")
    for figure in ("Rp75.000", "Rp25.000", "Rp50.000"):
        expect(recap.get_by_text(figure, exact=True).first).to_be_visible()
    expect(page.get_by_label("Petugas", exact=True)).to_have_count(0)
    expect(recap).to_contain_text("24 Nov 2026")
    assert violations(page) == []
    with page.expect_download() as started:
        page.get_by_role("button", name="Unduh CSV").click()
    assert [row[4:] for row in lines_of(started.value)[1:]] == [
        ["75000", "75000"],
        ["25000", "-25000"],
    ]

    page.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/recap")
    recap.get_by_role("button", name=officer).click()
    expect(page.get_by_label("Petugas", exact=True)).to_have_value(officer)
    expect(recap.get_by_role("row", name=re.compile("Penarikan")).first).to_be_visible()
    expect(recap).to_contain_text("Rp50.000")
    page.get_by_label("Tanggal").fill(str(date(2026, 11, 1)))
    expect(recap).to_contain_text("Belum ada transaksi yang dicatat pada hari ini.")
