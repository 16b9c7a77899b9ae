"""Reminders as a clerk works with them: the queue, a plan, its results, the rules and the texts."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import TODAY, violations
from tests.e2e.signing_in import sign_in
from tests.e2e.test_clerk_tasks import Api

ALL_DAY = {
    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "opens": "00:00",
    "closes": "23:59",
    "national_holidays": False,
}


def due_today(page: Page, sapa: str, name: str, number: str) -> None:
    """A member whose first instalment falls due on the tests' business date, planned for."""
    api = Api(page, sapa)
    rules = page.request.put(
        f"{api.base}/reminders/rules",
        data={"hours": ALL_DAY, "stages": [{"days": day} for day in (-3, -1, 0, 1, 7, 14, 30)]},
        headers=api.headers,
    )
    assert rules.ok, rules.text()
    member_id = api.member(name)
    api.post(f"/members/{member_id}/phones", number=number)
    api.post(
        "/accounts",
        member_id=member_id,
        kind="financing",
        product="Mikro",
        opened_on="2026-10-24",
        method="flat",
        principal=1_200_000,
        margin=120_000,
        tenor_months=12,
        first_due_on=TODAY,
        grace_days=0,
    )
    api.post("/reminders/plan")


def test_the_plan_of_a_day_is_looked_at_and_nothing_is_sent(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/reminders")
    queue = page.get_by_label("Status")
    before = queue.locator("option:checked").inner_text()
    page.get_by_role("link", name="Rencana").click()
    page.get_by_label("Rencana untuk tanggal").fill("2026-11-26")
    expect(page).to_have_url(re.compile("date=2026-11-26"))
    expect(page.get_by_text(re.compile(r"^\d+ pesan \d+ tagihan direncanakan"))).to_be_visible()
    rows = page.get_by_role("region", name="Rencana pengingat").get_by_role("listitem")
    rows.first.get_by_text("Isi pesan").click()
    expect(rows.first).to_contain_text("Jumlah: Rp")
    assert violations(page) == []
    page.get_by_label("Tampilkan").select_option("skipped")
    expect(page.get_by_text("Direncanakan", exact=True).and_(page.locator(".badge"))).to_have_count(
        0
    )
    page.get_by_role("link", name="Antrean").click()
    expect(queue.locator("option:checked")).to_have_text(before)


def test_a_message_of_the_queue_is_sent_by_one_press(page: Page, sapa: str) -> None:
    width = page.viewport_size
    name = f"Sri Antrean {width and width['width']}"
    due_today(page, sapa, name, f"08129999{width and width['width']:04d}")
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/reminders")
    rows = page.get_by_role("region", name="Pengingat").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    assert violations(page) == []
    more = page.get_by_role("button", name="Muat lebih banyak")
    row = rows.filter(has=page.get_by_role("link", name=name, exact=True))
    while not row.count():
        count = rows.count()
        more.click()
        expect(rows).not_to_have_count(count)

    with page.expect_popup() as opened:
        row.get_by_role("button", name="Kirim WhatsApp").click()
    expect(row).to_have_count(0)
    opened.value.close()
    expect(page.get_by_text(f"Pesan untuk {name} dicatat terkirim.")).to_be_visible()
    page.get_by_label("Status").select_option("sent")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("link", name="Hasil").click()
    expect(page.get_by_role("link", name=re.compile("Terkirim, 24 Nov 2026"))).to_be_visible()
    assert violations(page) == []


def test_a_field_that_there_is_not_is_refused_beside_the_text(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/reminders/templates")
    text = page.get_by_label("Isi pesan", exact=True)
    preview = page.get_by_role("region", name="Pratinjau")
    expect(preview).to_contain_text("Jumlah: Rp")
    assert violations(page) == []
    text.fill("Halo {nama}")
    page.get_by_role("button", name="Simpan").click()
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(text).to_be_focused()

    text.fill("Halo ")
    page.get_by_role("button", name="{name}").click()
    expect(text).to_have_value("Halo {name}")
    expect(preview).to_contain_text(re.compile("Halo [A-Z]"))
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Isi pesan disimpan.")).to_be_visible()
    page.get_by_role("button", name="Kembalikan isi awal").click()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("button", name="Kembalikan isi awal")).to_have_count(0)


def test_a_stage_is_added_to_the_rules_and_taken_off(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/reminders/rules")
    stages = page.get_by_role("group", name="Semua produk")
    stages.get_by_label("Tahap lain").fill("45")
    stages.get_by_role("button", name="Tambah").click()
    expect(stages.get_by_label("H+45", exact=True)).to_be_checked()
    assert violations(page) == []
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Aturan disimpan.")).to_be_visible()
    page.reload()
    stages.get_by_role("button", name="Hapus H+45").click()
    page.get_by_role("button", name="Simpan").click()
    expect(stages.get_by_label("H+45", exact=True)).to_have_count(0)
