"""An admin takes all of the cooperative's data out, and the import takes the ZIP."""

import re
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.e2e.conftest import violations
from tests.e2e.signing_in import sign_in


def test_everything_is_exported_and_the_zip_is_recognised_by_the_import(
    page: Page, sapa: str, tmp_path: Path
) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/admin/export")
    expect(page.get_by_role("heading", name="Ekspor semua data")).to_be_visible()
    expect(page.get_by_text("Berisi data pribadi")).to_be_visible()
    page.get_by_role("button", name=re.compile("^(Mulai ekspor|Ekspor lagi)$")).click()
    expect(page.get_by_text(re.compile(r"^Selesai: \d+ anggota\."))).to_be_visible(timeout=120_000)
    page.get_by_role("button", name="Ambil berkas").click()
    expect(page.get_by_role("link", name=re.compile(r"Unduh sapa-.*\.xlsx"))).to_be_visible()
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"Unduh sapa-.*\.zip")).click()
    archive = tmp_path / download.value.suggested_filename
    download.value.save_as(archive)
    with ZipFile(archive) as opened:
        assert {"anggota.csv", "transaksi.csv", "README.txt"} <= set(opened.namelist())

    page.goto(f"{sapa}/#/imports")
    page.locator("input[type=file]").set_input_files(archive)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(page.get_by_text("0 baris ditolak")).to_be_visible(timeout=120_000)
    expect(page.get_by_text("Tidak ada data baru untuk dimasukkan.")).to_be_visible()
