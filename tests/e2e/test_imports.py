"""Files of a cooperative as a clerk brings them in: sent, explained, looked at, taken in."""

import csv
import re
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect
from xlsxwriter import Workbook

from tests.e2e.conftest import violations
from tests.e2e.signing_in import sign_in


def test_a_file_of_two_members_is_taken_in_without_the_one_that_is_wrong(
    page: Page, sapa: str, tmp_path: Path
) -> None:
    own = uuid4().hex[:8]
    name = "Impor " + own.translate(str.maketrans("0123456789", "ghijklmnop")).capitalize()
    file = tmp_path / "anggota lama.csv"
    file.write_text(
        f"No Anggota;Nama Lengkap;Tgl Masuk;Mata Pencaharian {own}\n"
        f"IMP-{own}-1;{name};02/01/2026;Pasar\n"
        f"IMP-{own}-2;Tanpa Tanggal;kemarin;Sawah\n"
    )
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/imports")
    page.get_by_role("heading", name="Impor data").wait_for()
    assert violations(page) == []
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Kirim dan periksa").click()

    expect(page.get_by_text("Akan masuk: 1 anggota.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Impor "))).to_be_focused()
    refused = page.get_by_role("region", name="Baris yang ditolak")
    expect(refused.get_by_role("row")).to_have_count(2)
    expect(refused).to_contain_text("kemarin")
    tables = page.get_by_role("region", name="Tabel dan kolom")
    expect(tables).to_contain_text("Contoh: Pasar · Sawah")
    tables.get_by_label(f"Mata Pencaharian {own}").select_option("name")
    expect(tables.get_by_text("Dua kolom berisi Nama.").first).to_be_visible()
    expect(tables.get_by_role("button", name="Periksa lagi")).to_be_disabled()
    tables.get_by_label(f"Mata Pencaharian {own}").select_option("occupation")
    assert violations(page) == []
    tables.get_by_role("button", name="Periksa lagi").click()
    expect(tables.get_by_text("4 kolom dikenali")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh 1 baris dari anggota lama.csv").click()
    assert download.value.suggested_filename == "anggota lama - ditolak.csv"
    mended = tmp_path / "diperbaiki.csv"
    refused_rows = download.value.path().read_text(encoding="utf-8-sig")
    mended.write_text(refused_rows.replace("kemarin", "03/01/2026", 1))

    page.get_by_role("button", name="Masukkan data").click()
    expect(page.get_by_text("Sudah masuk: 1 anggota.")).to_be_visible()
    page.get_by_role("link", name="Lihat anggota").click()
    page.get_by_role("searchbox", name="Cari anggota").fill(name)
    expect(page.get_by_role("link", name=name)).to_be_visible()

    page.goto(f"{sapa}/#/imports")
    page.locator("input[type=file]").set_input_files(mended)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(page.get_by_text("Akan masuk: 1 anggota.")).to_be_visible()
    expect(page.get_by_role("heading", name="Baris yang ditolak")).to_have_count(0)

    page.goto(f"{sapa}/#/imports")
    page.get_by_text("Koreksi kolom yang diingat").click()
    forget = page.get_by_role("button", name=f"Lupakan Mata Pencaharian {own}")
    forget.click()
    expect(page.get_by_text(f"Koreksi Mata Pencaharian {own} dilupakan.")).to_be_visible()
    expect(forget).to_have_count(0)
    assert violations(page) == []


def test_the_samples_to_download_are_files_that_can_be_sent(
    page: Page, sapa: str, tmp_path: Path
) -> None:
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/imports")
    files = []
    for kind in ("Anggota", "Simpanan", "Pembiayaan", "Transaksi"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind, exact=True).click()
        files.append(tmp_path / download.value.suggested_filename)
        download.value.save_as(files[-1])
    _drop(page, files)
    expect(
        page.get_by_role("list", name="Berkas yang dipilih").get_by_role("listitem")
    ).to_have_count(4)
    page.get_by_role("button", name="Kirim dan periksa").click()
    _sample_is_taken_whole(page)

    page.goto(f"{sapa}/#/imports")
    page.locator("input[type=file]").set_input_files(_workbook(files, tmp_path / "contoh.xlsx"))
    page.get_by_role("button", name="Kirim dan periksa").click()
    _sample_is_taken_whole(page)


def _drop(page: Page, files: list[Path]) -> None:
    """Several files at once, dropped where they belong."""
    sent = [{"name": file.name, "text": file.read_text(encoding="utf-8")} for file in files]
    transfer = page.evaluate_handle(
        """files => {
            const transfer = new DataTransfer();
            for (const { name, text } of files) transfer.items.add(new File([text], name));
            return transfer;
        }""",
        sent,
    )
    place = page.get_by_role("group", name="Kirim berkas")
    place.dispatch_event("drop", {"dataTransfer": transfer})


def _workbook(files: list[Path], path: Path) -> Path:
    """The samples as a clerk saves them from a spreadsheet: a sheet each."""
    with Workbook(str(path)) as book:
        for file in files:
            sheet = book.add_worksheet(file.stem)
            with file.open(encoding="utf-8-sig", newline="") as lines:
                for number, row in enumerate(csv.reader(lines)):
                    sheet.write_row(number, 0, row)
    return path


def _sample_is_taken_whole(page: Page) -> None:
    expect(
        page.get_by_text("Akan masuk: 1 anggota, 1 rekening simpanan, 1 pembiayaan, 1 transaksi.")
    ).to_be_visible()
    expect(page.get_by_text("0 baris ditolak")).to_be_visible()
    expect(page.get_by_text("belum dikenali")).to_have_count(0)


def test_the_whole_way_is_gone_with_the_keyboard(page: Page, sapa: str, tmp_path: Path) -> None:
    own = uuid4().hex[:8]
    file = tmp_path / "papan.csv"
    file.write_text(f"Kode {own};Nasabah {own};Sejak {own}\nPAPAN-{own};Papan Ketik;02/01/2026\n")
    sign_in(page, sapa)
    page.goto(f"{sapa}/#/imports")
    expect(page.get_by_role("heading", name="Impor data")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Pilih berkas").press("Enter")
    chooser.value.set_files(file)
    page.get_by_role("button", name="Kirim dan periksa").press("Enter")
    expect(page.get_by_text("Isi tabel ini belum dikenali.")).to_be_visible()
    for heading, field in (
        (f"Kode {own}", "Nomor anggota"),
        (f"Nasabah {own}", "Nama *"),
        (f"Sejak {own}", "Tanggal masuk *"),
    ):
        choice = page.get_by_label(heading, exact=True)
        choice.focus()
        page.keyboard.type(field[:9])
        expect(choice.locator("option:checked")).to_have_text(field)
    page.get_by_role("button", name="Periksa lagi").press("Enter")
    expect(page.get_by_text("Akan masuk: 1 anggota.")).to_be_visible()
    page.get_by_role("button", name="Masukkan data").press("Enter")
    expect(page.get_by_text("Sudah masuk: 1 anggota.")).to_be_visible()
