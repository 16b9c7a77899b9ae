"""The arrears desk: who must be reached today, what falls due, how late the portfolio is."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import sign_in, violations
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


def test_the_first_of_the_worklist_is_visited_and_gone(page: Page, sapa: str) -> None:
    rows = worklist(page, sapa)
    name, second = name_of(rows.first), name_of(rows.nth(1))
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
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name=second, exact=True)).to_be_focused()
    page.reload()
    expect(rows.first).to_be_visible()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_a_message_from_the_worklist_counts_as_work_done(page: Page, sapa: str) -> None:
    name = "Wahyu Pesan"
    api = Api(page, sapa)
    member_id = api.member(name)
    api.late_financing(member_id)
    api.post(f"/members/{member_id}/phones", number="081277770001")
    page.context.clear_cookies()
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
    name = name_of(rows.first)
    rows.first.get_by_role("button", name="Catat").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Janji bayar").click()
    dialog.get_by_label("Paling lambat dibayar").fill("2026-11-27")
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_the_rows_are_walked_with_the_arrow_keys(page: Page, sapa: str) -> None:
    rows = worklist(page, sapa)
    rows.first.get_by_role("link").first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Tunggakan")).to_be_visible()
