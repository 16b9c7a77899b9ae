"""What a clerk does with the list: its columns, her own filters, and taking it along."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests.e2e.conftest import violations
from tests.e2e.signing_in import sign_in

MANY_MEMBERS = """
    const real = window.fetch;
    window.fetch = (request, ...more) =>
      request.url?.endsWith('/members/counts')
        ? Promise.resolve(Response.json({ total: 5000, by_status: {}, by_office: {} }))
        : real(request, ...more);
"""


def rows_of(download: Download) -> list[list[str]]:
    text = Path(download.path()).read_text("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def is_phone(page: Page) -> bool:
    return bool(page.viewport_size and page.viewport_size["width"] < 700)


def test_columns_are_chosen_and_remembered(page: Page, sapa: str) -> None:
    if is_phone(page):
        pytest.skip("a phone shows what belongs under the name")
    sign_in(page, sapa)
    page.get_by_role("button", name="Kolom").click()
    page.get_by_label("NIK").uncheck()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="NIK")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("columnheader", name="Telepon")).to_be_visible()
    expect(page.get_by_role("columnheader", name="NIK")).to_have_count(0)


def test_a_filter_is_saved_under_a_name_and_used_again(page: Page, sapa: str) -> None:
    name = f"Tidak aktif {'hp' if is_phone(page) else 'laptop'}"
    sign_in(page, sapa)
    page.get_by_label("Status").select_option("inactive")
    page.get_by_role("button", name="Saringan tersimpan").click()
    page.get_by_label("Nama untuk saringan ini").fill(name)
    page.get_by_role("button", name="Simpan saringan ini").click()
    expect(page.get_by_role("link", name=f"Pakai saringan {name}")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Nama untuk saringan ini").fill(name)
    page.get_by_role("button", name="Simpan saringan ini").click()
    expect(page.get_by_text("sudah dipakai")).to_be_visible()
    page.goto(f"{sapa}/#/")
    page.reload()
    page.get_by_role("button", name="Saringan tersimpan").click()
    page.get_by_role("link", name=f"Pakai saringan {name}").click()
    expect(page.get_by_label("Status")).to_have_value("inactive")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Saringan tersimpan").click()
    page.get_by_role("button", name=f"Hapus saringan {name}").click()
    expect(page.get_by_role("link", name=f"Pakai saringan {name}")).to_have_count(0)


def test_a_filtered_list_is_taken_along_as_csv(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/?status=inactive")
    count = page.get_by_role("status").filter(has_text="anggota").first
    expect(count).to_be_visible()
    page.get_by_role("button", name="Unduh CSV").click()
    assert violations(page) == []
    with page.expect_download() as started:
        page.get_by_role("button", name="Buat berkas").click()
    heading, *rows = rows_of(started.value)
    assert heading[:3] == ["No. anggota", "Nama", "Status"]
    assert {row[2] for row in rows} == {"Tidak aktif"}
    assert str(len(rows)) in count.inner_text()
    assert all(not row[5] or row[5].startswith("0") for row in rows)


def test_a_large_list_is_written_on_the_server_and_comes_by_a_link(page: Page, sapa: str) -> None:
    """The demo is small, so the browser is told that there are more members than it writes."""
    sign_in(page, sapa)
    page.add_init_script(MANY_MEMBERS)
    page.reload()
    page.get_by_role("button", name="Unduh CSV").click()
    expect(page.get_by_text("berkasnya dibuat di server")).to_be_visible()
    page.get_by_role("button", name="Buat berkas").click()
    link = page.get_by_role("link", name="Unduh berkas")
    expect(link).to_be_visible(timeout=20_000)
    assert violations(page) == []
    with page.expect_download() as started:
        link.click()
    heading, *rows = rows_of(started.value)
    assert heading[0] == "No. anggota"
    assert len(rows) > 100
    assert len({row[0] for row in rows}) == len(rows)
