"""What comes between a clerk and her work: an ended session, a cut network, a shared phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import choose_in_menu, opened, violations
from tests.e2e.signing_in import PASSWORD, sign_in
from tests.e2e.test_clerk_tasks import Api, open_member, panel

STORED = """(async () => {
  const names = (await caches.keys()).filter((name) => !name.startsWith('sapa-shell-'));
  const databases = await indexedDB.databases();
  return [...names, ...databases.map(({ name }) => name), ...Object.keys(localStorage),
    ...Object.keys(sessionStorage)];
})()"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone, with service workers; one width is enough here."""
    with opened(browser, "phone") as page:
        yield page


def late_member(page: Page, sapa: str, name: str) -> tuple[Api, str, str]:
    api = Api(page, sapa)
    member_id = api.member(name)
    account = api.late_financing(member_id)
    return api, member_id, account


def enter_repayment(page: Page) -> None:
    page.get_by_role("button", name="Catat transaksi").click()
    page.get_by_role("dialog").get_by_label("Jumlah").press_sequentially("1100000")


def post_repayment(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Catat", exact=True).click()


def repayments(api: Api, account: str) -> int:
    rows = api.get(f"/accounts/{account}/transactions")["items"]
    return sum(row["type"] == "repayment" for row in rows)


def test_rights_that_the_api_failed_to_tell_are_asked_for_again(phone: Page, sapa: str) -> None:
    phone.route("**/api/auth/me", lambda route: route.fulfill(status=503), times=1)
    sign_in(phone, sapa)
    expect(phone.get_by_role("button", name="Anggota baru")).to_be_visible()


def test_a_session_that_ends_in_the_middle_keeps_what_was_entered(phone: Page, sapa: str) -> None:
    api, member_id, account = late_member(phone, sapa, "Sri Terputus")
    open_member(phone, sapa, member_id)
    enter_repayment(phone)

    def refused(route: Route) -> None:
        route.fulfill(status=401, json={"title": "Unauthorized", "status": 401})

    phone.context.clear_cookies()
    phone.route(f"**/accounts/{account}/transactions", refused, times=1)
    post_repayment(phone)
    again = phone.get_by_role("dialog", name="Sesi berakhir")
    expect(again.get_by_label("Kata sandi")).to_be_focused()
    assert violations(phone) == []
    phone.keyboard.press("Escape")
    again.get_by_label("Kata sandi").fill("keliru-sekali")
    again.get_by_role("button", name="Masuk").click()
    expect(again).to_contain_text("salah")
    again.get_by_label("Kata sandi").fill(PASSWORD)
    again.get_by_role("button", name="Masuk").click()

    expect(phone.get_by_role("dialog", name="Bukti transaksi")).to_contain_text("Rp1.100.000")
    assert repayments(api, account) == 1


def test_a_network_cut_after_the_posting_never_posts_twice(phone: Page, sapa: str) -> None:
    api, member_id, account = late_member(phone, sapa, "Yanti Sinyal")
    open_member(phone, sapa, member_id)
    enter_repayment(phone)

    def cut_after(route: Route) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    phone.route(f"**/accounts/{account}/transactions", cut_after, times=1)
    post_repayment(phone)
    dialog = phone.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("Server tidak terjangkau")
    expect(dialog.get_by_label("Jumlah")).to_have_value("1.100.000")
    post_repayment(phone)
    expect(phone.get_by_role("dialog", name="Bukti transaksi")).to_contain_text("Rp1.100.000")
    assert repayments(api, account) == 1


def test_members_seen_before_are_shown_without_network_as_of_when(phone: Page, sapa: str) -> None:
    _, member_id, _ = late_member(phone, sapa, "Wawan O'Neil 😀")
    open_member(phone, sapa, member_id)
    expect(panel(phone, "Tunggakan")).to_contain_text("Rp11.000.000")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")

    phone.context.set_offline(True)
    phone.reload()
    notice = phone.get_by_text("hanya untuk dibaca")
    expect(notice).to_contain_text(re.compile(r"data per \d+ \w+ \d{4}"))
    expect(phone.get_by_role("heading", name="Wawan O'Neil 😀")).to_be_visible()
    expect(panel(phone, "Tunggakan")).to_contain_text("Rp11.000.000")
    expect(phone.get_by_role("button", name="Catat transaksi")).to_have_count(0)
    assert violations(phone) == []
    phone.goto(f"{sapa}/#/")
    expect(phone.locator("a[data-member]")).to_have_text(["Wawan O'Neil 😀"])

    phone.context.set_offline(False)
    expect(notice).to_have_count(0)
    expect(phone.locator("a[data-member]").nth(5)).to_be_visible()


def test_on_a_shared_phone_nothing_is_left_after_sign_out(phone: Page, sapa: str) -> None:
    sign_in(phone, sapa)
    phone.get_by_role("searchbox", name="Cari anggota").fill("purwanti ind")
    phone.get_by_role("row").filter(has=phone.locator("mark")).first.click()
    expect(panel(phone, "Tunggakan")).to_contain_text("Rp")
    phone.wait_for_function("caches.keys().then((names) => names.includes('sapa-seen-admin'))")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    other_tab = phone.context.new_page()
    other_tab.goto(f"{sapa}/#/about")
    expect(other_tab.locator("[popovertarget=menu]")).to_be_visible()
    other_tab.goto(phone.url)
    expect(other_tab.get_by_role("heading", name="Tunggakan")).to_be_visible()

    choose_in_menu(phone, "Keluar")
    for page in (phone, other_tab):
        expect(page.get_by_label("Nama pengguna")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Indah")).to_have_count(0)
    assert set(phone.evaluate(STORED)) <= {"sapa.language", "sapa.theme"}
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text("Indah")).to_have_count(0)


def test_signing_out_without_network_holds_when_the_network_is_back(phone: Page, sapa: str) -> None:
    sign_in(phone, sapa)
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    choose_in_menu(phone, "Keluar")
    expect(phone.get_by_label("Nama pengguna")).to_be_visible()
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.get_by_label("Nama pengguna")).to_be_visible()
    assert (
        phone.evaluate("fetch('/api/auth/refresh', {method: 'POST'}).then((r) => r.status)") == 401
    )
