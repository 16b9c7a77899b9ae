"""A clerk who brings a member in, updates her by a second file, and takes both back."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import violations
from tests.e2e.signing_in import sign_in

HEADING = "No Anggota;Nama;Tgl Masuk;No HP;Pekerjaan"


def send(page: Page, sapa: str, file: Path, *rows: str) -> str:
    """Send a file; the address of its import."""
    file.write_text("\n".join((HEADING, *rows)))
    page.goto(f"{sapa}/#/imports")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.get_by_role("button", name="Masukkan data").wait_for()
    return page.url


def undo(page: Page) -> None:
    page.get_by_role("button", name="Batalkan impor").click()
    dialog = page.get_by_role("dialog", name="Batalkan impor ini?")
    expect(dialog).to_contain_text("1 anggota")
    assert violations(page) == []
    dialog.get_by_role("button", name="Batalkan impor").click()


def test_a_member_is_brought_in_updated_and_both_imports_are_undone(
    page: Page, sapa: str, tmp_path: Path
) -> None:
    own = uuid4().hex[:8]
    letters = own.translate(str.maketrans("0123456789", "ghijklmnop")).capitalize()
    phone = f"08131{int(own, 16) % 10**7:07}"
    number, name, file = f"UND-{own}-1", f"Undo {letters}", tmp_path / "anggota.csv"
    sign_in(page, sapa)
    first = send(page, sapa, file, f"{number};{name};02/01/2026;{phone};Pedagang")
    page.get_by_role("button", name="Masukkan data").click()
    expect(page.get_by_text("Sudah masuk: 1 anggota.")).to_be_visible()

    twin = f"UND-{own}-2;Hj. {name};02/01/2026;{phone};"
    second = send(page, sapa, file, f"{number};{name};02/01/2026;{phone};Guru", twin)
    expect(page.get_by_text("Akan diperbarui: 1 anggota.")).to_be_visible()
    changed = page.get_by_role("region", name="Anggota yang berubah")
    expect(changed).to_contain_text("Pekerjaan: Pedagang → Guru")
    expect(page.get_by_role("button", name="Masukkan data")).to_be_disabled()
    doubtful = page.get_by_role("region", name="Mungkin orang yang sama")
    expect(doubtful).to_contain_text(number)
    assert violations(page) == []
    doubtful.get_by_label(f"Keputusan untuk Hj. {name}").select_option("skip")
    page.get_by_role("button", name="Masukkan data").click()
    expect(page.get_by_text("Sudah diperbarui: 1 anggota.")).to_be_visible()
    assert violations(page) == []

    page.goto(first)
    undo(page)
    expect(page.get_by_text("Impor ini tidak dapat dibatalkan")).to_be_visible()
    expect(
        page.get_by_text(f"{number} · Nomor anggota · sudah diubah sesudah impor")
    ).to_be_visible()
    assert violations(page) == []

    page.goto(second)
    undo(page)
    expect(page.get_by_text("Impor ini sudah dibatalkan.")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{sapa}/#/?q={number}")
    expect(page.get_by_role("link", name=name)).to_be_visible()

    page.goto(first)
    undo(page)
    expect(page.get_by_text("Impor ini sudah dibatalkan.")).to_be_visible()
    page.goto(f"{sapa}/#/?q={number}")
    expect(page.get_by_text("Tidak ada anggota yang cocok.")).to_be_visible()
