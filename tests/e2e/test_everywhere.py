"""What works on every screen: keys, the palette, help, appearance, where the focus goes."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import choose_in_menu, violations
from tests.e2e.signing_in import sign_in


def test_slash_goes_to_the_search_from_any_screen(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/about")
    page.get_by_role("heading", name="Tentang Sapa").click()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Cari anggota")
    expect(search).to_be_focused()
    expect(search).to_have_value("")


def test_a_list_is_walked_by_arrows_and_left_by_escape(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    search = page.get_by_role("searchbox", name="Cari anggota")
    search.press_sequentially("indah")
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("a[data-member]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rekening simpanan")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"#/\?q=indah$"))


def test_the_palette_finds_a_member_by_typing_and_opens_a_screen(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/about")
    page.get_by_role("heading", name="Tentang Sapa").click()
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Cari atau buka")
    box = palette.get_by_role("combobox")
    expect(box).to_be_focused()
    box.press_sequentially("purwanti ind")
    expect(palette.get_by_role("option").first).to_contain_text("Indah Utami Purwanti")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rekening simpanan")).to_be_visible()
    expect(page.get_by_role("article")).to_be_focused()

    page.get_by_role("button", name="Cari atau buka").click()
    box.fill("tentang")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tentang Sapa")).to_be_focused()
    expect(page).to_have_title(re.compile("Tentang"))


def test_the_question_mark_opens_help(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/about")
    page.get_by_role("heading", name="Tentang Sapa").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Pintasan papan ketik")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_dark_is_chosen_remembered_and_there_at_the_first_paint(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    choose_in_menu(page, "Gelap")
    dark = page.evaluate(ground)
    assert dark != light
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => requestAnimationFrame(() => "
        f"window.firstGround = {ground}))"
    )
    page.reload()
    page.get_by_role("searchbox", name="Cari anggota").wait_for()
    assert page.evaluate("window.firstGround") == dark
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    choose_in_menu(page, "Otomatis")
    assert page.evaluate(ground) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) == dark


def test_the_bar_is_one_row_and_nothing_is_cut_at_twice_the_size(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    assert page.locator("header.topbar").bounding_box()["height"] < 60  # type: ignore[index]
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": max(size["width"] // 2, 320), "height": size["height"] // 2})
    for address in ("/", "/about"):
        page.goto(f"{sapa}/#{address}")
        page.get_by_role("heading", level=1).wait_for(state="attached")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0
    assert page.locator("header.topbar").bounding_box()["height"] < 60  # type: ignore[index]
