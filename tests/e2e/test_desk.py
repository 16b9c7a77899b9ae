"""The arrears desk: who must be reached today, what falls due, how late the portfolio is."""

import re
from datetime import date, timedelta
from pathlib import Path
from random import randrange

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import WIDTHS, violations
from tests.e2e.signing_in import sign_in
from tests.e2e.test_clerk_tasks import Api


def worklist(page: Page, sapa: str) -> Locator:
    """The rows of the worklist."""
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/today")
    rows = page.get_by_role("region", name="Hari ini").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    return rows


def name_of(row: Locator) -> str:
    return row.get_by_role("link").first.inner_text()


def account_of(row: Locator) -> str:
    """The account's number: members may share a name."""
    found = re.search(r"· (\S+) ·", row.inner_text())
    assert found
    return found[1]


def test_the_first_of_the_worklist_is_visited_and_gone(page: Page, sapa: str) -> None:
    rows = worklist(page, sapa)
    name = name_of(rows.first)
    account, second = account_of(rows.first), account_of(rows.nth(1))
    assert violations(page) == []

    rows.first.get_by_role("button", name="Catat").click()
    dialog = page.get_by_role("dialog", name=f"Tindak lanjut {name}")
    dialog.get_by_role("button", name="Kunjungan").click()
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog.get_by_label("Hasil")).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    dialog.get_by_label("Hasil").select_option("Bertemu keluarga")
    dialog.get_by_role("button", name="Simpan").click()

    expect(dialog).to_be_hidden()
    expect(rows.filter(has_text=f"· {account} ·")).to_have_count(0)
    expect(rows.filter(has_text=f"· {second} ·").get_by_role("link").first).to_be_focused()
    page.reload()
    expect(rows.first).to_be_visible()
    expect(rows.filter(has_text=f"· {account} ·")).to_have_count(0)


def test_a_message_from_the_worklist_counts_as_work_done(page: Page, sapa: str) -> None:
    name = "Wahyu Pesan"
    api = Api(page, sapa)
    member_id = api.member(name)
    api.late_financing(member_id)
    api.post(f"/members/{member_id}/phones", number="081277770001")
    rows = worklist(page, sapa)
    row = rows.filter(has=page.get_by_role("link", name=name, exact=True))
    row.get_by_role("button", name="WhatsApp").click()
    dialog = page.get_by_role("dialog", name=f"Pesan WhatsApp untuk {name}")
    with page.expect_popup() as opened:
        dialog.get_by_role("link", name="Buka WhatsApp").click()
    opened.value.close()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_a_promise_takes_the_member_off_the_list_until_its_day(page: Page, sapa: str) -> None:
    rows = worklist(page, sapa)
    account = account_of(rows.first)
    rows.first.get_by_role("button", name="Catat").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Janji bayar").click()
    dialog.get_by_label("Paling lambat dibayar").fill("2026-11-27")
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog).to_be_hidden()
    expect(rows.filter(has_text=f"· {account} ·")).to_have_count(0)


def test_the_rows_are_walked_with_the_arrow_keys(page: Page, sapa: str) -> None:
    rows = worklist(page, sapa)
    rows.first.get_by_role("link").first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Tunggakan")).to_be_visible()


def test_from_the_overview_down_to_a_late_member(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/dashboard")
    expect(page.get_by_role("region", name="PAR 30", exact=True)).to_contain_text("%")
    expect(page.get_by_role("region", name="Jatuh tempo minggu ini")).to_contain_text("Rp")
    chart = page.get_by_role("region", name="Sisa pokok menurut umur tunggakan")
    chart.get_by_text("Lihat angkanya").click()
    expect(chart.get_by_role("row", name=re.compile("^31–60 hari Rp"))).to_be_visible()
    assert violations(page) == []

    chart.get_by_role("link", name=re.compile("^31–60 hari")).click()
    heading = page.get_by_role("heading", name="Rekening: 31–60 hari")
    expect(heading).to_be_focused()
    accounts = page.get_by_role("table", name="Rekening: 31–60 hari")
    name = accounts.get_by_role("link").first.inner_text()
    assert violations(page) == []
    accounts.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("region", name="Tunggakan")).to_contain_text("Terlambat")
    page.go_back()
    expect(heading).to_be_visible()


def test_what_falls_due_next_week_is_summed_up_and_saved(
    page: Page, sapa: str, tmp_path: Path
) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/due")
    expect(page.get_by_role("link", name="Minggu ini")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Minggu depan").click()
    expect(page).to_have_url(re.compile(r"from=2026-11-30&to=2026-12-06"))
    total = page.get_by_text(re.compile(r"^\d+ rekening, Rp"))
    expect(total).to_be_visible()
    assert violations(page) == []

    page.get_by_label("Kantor").select_option("Cabang Garut")
    expect(page).to_have_url(re.compile("office=GRT"))
    page.reload()
    expect(page.get_by_label("Kantor")).to_have_value("GRT")
    expect(total).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Unduh CSV").click()
    saved.value.save_as(tmp_path / "due.csv")
    lines = (tmp_path / "due.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Jatuh tempo,Nama,Telepon")
    assert total.inner_text().startswith(f"{len(lines) - 1} rekening")


def a_day_of_its_own(page: Page) -> str:
    """A past day that no other walk replays: even days for the phone, odd ones for the laptop."""
    assert page.viewport_size
    odd = page.viewport_size["width"] > WIDTHS["phone"][0]
    return str(date(2026, 1, 1) + timedelta(days=2 * randrange(150) + odd))


def test_a_past_day_is_replayed_and_shown(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    day = a_day_of_its_own(page)
    page.goto(f"{sapa}/#/ageing?as_of={day}")
    page.get_by_role("button", name="Hitung tanggal ini").click()
    buckets = page.get_by_role("region", name="Menurut hari lewat")
    expect(buckets).to_contain_text("rekening", timeout=30_000)
    expect(page.get_by_label("Per tanggal")).to_have_value(day)
    assert violations(page) == []
    page.goto(f"{sapa}/#/dashboard")
    trend = page.get_by_role("region", name="PAR 30 dari hari ke hari")
    expect(trend).to_be_visible()
