"""The main job in a real browser over the real API and engine, at phone and laptop width."""

import os
import re
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, choose_in_menu, violations
from tests.e2e.signing_in import PASSWORD, sign_in, sign_in_by_form

PANELS = (
    "Rekening simpanan",
    "Rekening pembiayaan",
    "Tunggakan",
    "Informasi transaksi",
    "Kontak dan alamat",
)
LATE_MEMBER = "Indah Utami Purwanti"
PICTURES = ROOT / "docs/images" if os.environ.get("SAPA_PICTURES") else None


def picture(page: Page, name: str, tmp_path: Path) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=(PICTURES or tmp_path) / f"{name}-{width}.png")


def open_late_member(page: Page) -> None:
    """One of the demo cooperative's members who is late and has a mobile number."""
    page.get_by_role("searchbox", name="Cari anggota").fill("purwanti ind")
    row = page.get_by_role("row").filter(has=page.locator("mark")).filter(has_text=LATE_MEMBER)
    row.click()
    expect(page.get_by_role("heading", name="Rekening simpanan")).to_be_visible()


def test_a_clerk_signs_in_finds_a_member_and_has_the_message_written(
    page: Page, sapa: str, tmp_path: Path
) -> None:
    page.goto(sapa)
    expect(page.get_by_label("Nama pengguna")).to_be_focused()
    assert violations(page) == []
    picture(page, "sign-in", tmp_path)

    sign_in_by_form(page, sapa)
    expect(page.get_by_role("searchbox", name="Cari anggota")).to_be_focused()
    expect(page.get_by_role("row").nth(5)).to_be_visible()
    assert violations(page) == []
    picture(page, "list", tmp_path)

    open_late_member(page)
    for panel in PANELS:
        section = page.get_by_role("region", name=panel)
        expect(section).to_be_visible()
        expect(section.get_by_role("alert")).to_have_count(0)
    expect(
        page.get_by_role("region", name="Informasi transaksi").get_by_role("row").nth(1)
    ).to_be_visible()
    expect(page.get_by_text("Memuat…")).to_have_count(0)
    assert violations(page) == []
    picture(page, "home", tmp_path)

    page.get_by_role("button", name="WhatsApp").click()
    link = page.get_by_role("link", name="Buka WhatsApp")
    expect(link).to_have_attribute("href", re.compile(r"^https://wa\.me/628\d+\?text="))
    assert "Rp" in unquote(link.get_attribute("href") or "")
    assert violations(page) == []
    picture(page, "whatsapp", tmp_path)


def test_enter_opens_the_only_member_that_is_found(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    search = page.get_by_role("searchbox", name="Cari anggota")
    search.fill("purwanti ind")
    search.press("Enter")
    expect(page.get_by_role("heading", name=LATE_MEMBER)).to_be_visible()
    page.goto(f"{sapa}/#/members/01JBZZZZZZZZZZZZZZZZZZZZZZ")
    expect(
        page.get_by_text("Anggota ini tidak ditemukan, atau bukan di kantor Anda.")
    ).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_members_address_can_be_reloaded_and_left_by_escape(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    open_late_member(page)
    address = page.url
    assert re.search(r"#/members/[0-9A-Z]{26}", address)
    page.reload()
    page.get_by_role("heading", name="Tunggakan").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Tunggakan")).to_have_count(0)


def test_the_list_is_sorted_by_the_server_and_pages_forward_and_back(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    first = page.get_by_role("row").nth(1)
    expect(first).to_be_visible()
    before = first.inner_text()
    page.get_by_role("button", name="Berikutnya").click()
    expect(first).not_to_have_text(before)
    page.get_by_role("button", name="Sebelumnya").click()
    expect(page.get_by_role("button", name="Sebelumnya")).to_be_disabled()


def test_every_word_changes_with_the_language(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    choose_in_menu(page, "English")
    expect(page.get_by_role("searchbox", name="Search members")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert violations(page) == []


def test_the_about_page_says_what_this_is(page: Page, sapa: str, tmp_path: Path) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/about")
    expect(page.get_by_role("heading", name="Tentang Sapa")).to_be_visible()
    assert violations(page) == []
    picture(page, "about", tmp_path)


def test_a_wrong_password_is_refused_in_words(page: Page, sapa: str) -> None:
    page.goto(sapa)
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD + "x")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("salah")


def test_signing_out_leaves_nothing_behind(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    choose_in_menu(page, "Keluar")
    expect(page.get_by_label("Nama pengguna")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Nama pengguna")).to_be_visible()
