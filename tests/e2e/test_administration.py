"""What an admin does: users, API clients, the audit, the cooperative's settings."""

import re
from base64 import b64decode
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import choose_in_menu, violations
from tests.e2e.signing_in import enter, sign_in

TINY_PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def go(page: Page, sapa: str, path: str, heading: str) -> None:
    page.goto(f"{sapa}/#{path}")
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


def sign_in_as(page: Page, username: str, password: str) -> None:
    choose_in_menu(page, "Keluar")
    enter(page, username, password)


def enter_for_the_first_time(page: Page, username: str, given: str, own: str) -> None:
    """With a password that Sapa generated, which is good only to choose one's own."""
    choose_in_menu(page, "Keluar")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(given)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_text("hanya untuk masuk pertama kali")).to_be_visible()
    assert violations(page) == []
    choose_password(page, given, own)
    page.get_by_role("searchbox", name="Cari anggota").wait_for()


def choose_password(page: Page, current: str, new: str) -> None:
    page.get_by_label("Kata sandi sekarang").fill(current)
    page.get_by_label("Kata sandi baru", exact=True).fill(new)
    page.get_by_label("Kata sandi baru, sekali lagi").fill(new)
    page.get_by_role("button", name="Ganti kata sandi").click()


def test_a_new_officer_signs_in_and_does_not_see_what_is_the_admins(page: Page, sapa: str) -> None:
    username = f"rina.{uuid4().hex[:8]}"
    sign_in(page, sapa)
    go(page, sapa, "/admin/users", "Pengguna")
    page.get_by_role("button", name="Tambah pengguna").click()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_label("Nama pengguna")).to_be_focused()
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Nama", exact=True).fill("Rina <b>Petugas</b>")
    assert violations(page) == []
    page.get_by_role("button", name="Simpan").click()
    shown_once = page.get_by_role("dialog", name="Kata sandi baru untuk Rina")
    password = shown_once.get_by_label("Kata sandi baru", exact=True).input_value()
    assert re.fullmatch(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", password)
    shown_once.get_by_role("button", name="Sudah saya simpan").click()
    row = page.get_by_role("row", name=username)
    expect(row).to_contain_text("Rina <b>Petugas</b>")

    row.get_by_role("button", name="Setel ulang").click()
    page.get_by_role("button", name="Buat kata sandi baru").click()
    reset = shown_once.get_by_label("Kata sandi baru", exact=True).input_value()
    assert reset != password
    shown_once.get_by_role("button", name="Sudah saya simpan").click()

    enter_for_the_first_time(page, username, reset, "gerobak-sayur-pagi")
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Ganti kata sandi")).to_be_visible()
    for place in ("Pengguna", "Klien API", "Jejak audit", "Pengaturan"):
        expect(page.get_by_role("link", name=place, exact=True)).to_have_count(0)
    go(page, sapa, "/admin/users", "Halaman ini bukan untuk peran Anda")


def test_a_password_is_changed_by_its_owner(page: Page, sapa: str) -> None:
    username = f"dewi.{uuid4().hex[:8]}"
    sign_in(page, sapa)
    go(page, sapa, "/admin/users", "Pengguna")
    page.get_by_role("button", name="Tambah pengguna").click()
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Nama", exact=True).fill("Dewi")
    page.get_by_role("button", name="Simpan").click()
    shown = page.get_by_role("dialog").get_by_label("Kata sandi baru", exact=True)
    given = shown.input_value()
    page.get_by_role("button", name="Sudah saya simpan").click()
    enter_for_the_first_time(page, username, given, "gerobak-sayur-pagi")

    go(page, sapa, "/password", "Ganti kata sandi")
    page.get_by_label("Kata sandi sekarang").fill("salah-sekali")
    page.get_by_label("Kata sandi baru", exact=True).fill("sepeda-tua-merah")
    page.get_by_label("Kata sandi baru, sekali lagi").fill("sepeda-tua-biru")
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_text("Tidak sama dengan yang di atas.")).to_be_visible()
    page.get_by_label("Kata sandi baru, sekali lagi").fill("sepeda-tua-merah")
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_text("kata sandi ini salah")).to_be_visible()
    choose_password(page, "gerobak-sayur-pagi", "sepeda-tua-merah")
    expect(page.get_by_text("Kata sandi diganti.")).to_be_visible()
    sign_in_as(page, username, "sepeda-tua-merah")


def test_an_api_client_gets_a_secret_once_and_with_it_a_token(page: Page, sapa: str) -> None:
    name = f"Sistem inti {uuid4().hex[:6]}"
    sign_in(page, sapa)
    go(page, sapa, "/admin/clients", "Klien API")
    page.get_by_role("button", name="Tambah klien").click()
    page.get_by_label("Nama program").fill(name)
    page.get_by_label("Membaca anggota").check()
    assert violations(page) == []
    page.get_by_role("button", name="Simpan").click()
    shown_once = page.get_by_role("dialog", name=f"Klien {name}")
    credentials = {
        "grant_type": "client_credentials",
        "client_id": shown_once.get_by_label("ID klien", exact=True).input_value(),
        "client_secret": shown_once.get_by_label("Rahasia klien", exact=True).input_value(),
    }
    shown_once.get_by_role("button", name="Sudah saya simpan").click()
    token = page.request.post(f"{sapa}/api/auth/token", data=credentials).json()
    assert token["scope"] == "members:read"

    row = page.get_by_role("row", name=name)
    row.get_by_role("button", name="Hapus").click()
    page.get_by_role("dialog").get_by_role("button", name="Hapus", exact=True).click()
    expect(row).to_have_count(0)
    assert page.request.post(f"{sapa}/api/auth/token", data=credentials).status == 401


def test_the_audit_is_narrowed_and_taken_along_as_csv(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    go(page, sapa, "/admin/audit", "Jejak audit")
    trail = page.get_by_role("region", name="Jejak audit")
    expect(trail.get_by_role("row").nth(1)).to_contain_text("admin")
    assert violations(page) == []
    page.get_by_role("searchbox", name="Pelaku").fill("system")
    page.get_by_role("searchbox", name="Pelaku").press("Enter")
    expect(trail.get_by_role("row").nth(1)).to_contain_text("Membuat pengguna")
    with page.expect_download() as started:
        page.get_by_role("button", name="Unduh CSV").click()
    lines = started.value.path().read_text("utf-8").splitlines()
    assert lines[0] == "\ufeffWaktu,Pelaku,Tindakan,Pada,Rincian,Dari alamat"
    assert {line.split(",")[1] for line in lines[1:]} == {"system"}


def test_the_cooperative_gets_a_logo_and_another_office(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    go(page, sapa, "/admin/settings", "Pengaturan koperasi")
    logo = page.locator("input[type=file]")
    logo.set_input_files(
        {"name": "besar.png", "mimeType": "image/png", "buffer": bytes(200 * 1024)}
    )
    expect(page.get_by_text("Berkas ini 200 KB; paling besar 100 KB.")).to_be_visible()
    logo.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": TINY_PNG})
    page.get_by_role("button", name="Tambah kantor").click()
    page.keyboard.type("ZZ")
    page.keyboard.press("Tab")
    page.keyboard.type("Kantor uji")
    assert violations(page) == []
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Pengaturan disimpan.")).to_be_visible()
    expect(page.locator(".brand img")).to_have_attribute("src", re.compile("^data:image/png"))

    page.get_by_role("button", name="Pakai logo Sapa").click()
    page.get_by_role("button", name="Hapus kantor Kantor uji").click()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".brand img")).to_have_attribute("src", "/favicon.svg")
