"""What a clerk keeps true about a member: who they are, how to reach them, who changed what."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import violations
from tests.e2e.signing_in import sign_in
from tests.e2e.test_clerk_tasks import Api, open_member, panel


def test_a_new_member_with_a_typo_is_mended_by_its_field(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    page.get_by_role("button", name="Anggota baru").click()
    dialog = page.get_by_role("dialog", name="Anggota baru")
    expect(dialog.get_by_label("Nama", exact=True)).to_be_focused()
    dialog.get_by_label("Nama", exact=True).fill("Siti Nurbaya Baru")
    dialog.get_by_label("Bergabung").fill("2026-11-24")
    dialog.get_by_label("NIK").fill("32780155010200")
    dialog.get_by_label("Tanggal lahir").fill("2002-01-15")
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog.get_by_label("NIK")).to_be_focused()
    expect(dialog).to_contain_text("NIK harus 16 angka")
    assert violations(page) == []
    dialog.get_by_label("NIK").fill(f"327801550102{uuid4().int % 9000 + 1000}")
    dialog.get_by_label("Jenis kelamin").select_option(label="Laki-laki")
    dialog.get_by_role("button", name="Simpan").click()

    expect(page.get_by_text("Siti Nurbaya Baru dicatat sebagai anggota.")).to_be_visible()
    member = page.get_by_role("article", name="Siti Nurbaya Baru")
    expect(member).to_contain_text("jenis kelamin di NIK tidak sama")
    expect(member).to_contain_text("15 Jan 2002")
    assert violations(page) == []


def test_a_name_is_text_whatever_is_in_it(page: Page, sapa: str) -> None:
    name = "Nur'aini <img src=x onerror=alert(1)> 🌷"
    api = Api(page, sapa)
    open_member(page, sapa, api.member("Nuraini Salah"))
    page.get_by_role("button", name="Ubah data").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nama", exact=True).fill(name)
    dialog.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=name)).to_be_visible()
    assert page.locator("img[src=x]").count() == 0


def test_two_clerks_on_one_member_lose_nothing(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Wati Berdua")
    open_member(page, sapa, member_id)
    page.get_by_role("button", name="Ubah data").click()
    mine = page.get_by_role("dialog")
    mine.get_by_role("textbox", name="Nama").fill("Wati Berdua, S.Pd.")
    mine.get_by_label("Tanggal lahir").fill("1980-02-03")

    browser = page.context.browser
    assert browser
    elsewhere = browser.new_context(viewport=page.viewport_size, locale="id-ID")
    other = elsewhere.new_page()
    Api(other, sapa)
    open_member(other, sapa, member_id)
    other.get_by_role("button", name="Ubah data").click()
    theirs = other.get_by_role("dialog")
    theirs.get_by_label("Nama", exact=True).fill("Wati Berdua Sekali")
    theirs.get_by_label("Pekerjaan").fill("Guru")
    theirs.get_by_role("button", name="Simpan").click()
    expect(other.get_by_text("Data Wati Berdua Sekali disimpan.")).to_be_visible()
    elsewhere.close()

    mine.get_by_role("button", name="Simpan", exact=True).click()
    expect(mine).to_contain_text("Data ini baru saja diubah orang lain.")
    expect(mine.get_by_role("textbox", name="Nama")).to_have_value("Wati Berdua, S.Pd.")
    expect(mine.get_by_label("Tanggal lahir")).to_have_value("1980-02-03")
    expect(mine.get_by_label("Pekerjaan")).to_have_value("Guru")
    assert violations(page) == []
    mine.get_by_role("button", name="Yang tersimpan: Wati Berdua Sekali").click()
    expect(mine.get_by_role("textbox", name="Nama")).to_have_value("Wati Berdua Sekali")
    mine.get_by_role("button", name="Isian Anda: Wati Berdua, S.Pd.").click()
    mine.get_by_role("button", name="Simpan", exact=True).click()
    member = page.get_by_role("article", name="Wati Berdua, S.Pd.")
    expect(member).to_contain_text("Guru")
    expect(member).to_contain_text("3 Feb 1980")


def test_a_nik_is_shown_when_asked_for(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    nik = f"327801410265{uuid4().int % 9000 + 1000}"
    member = api.post("/members", name="Ijah Bernomor", joined_on="2024-05-02", nik=nik)
    page.clock.install()
    open_member(page, sapa, member["member_id"])
    expect(page.get_by_role("article")).not_to_contain_text(nik)
    page.get_by_role("button", name="Tampilkan NIK").click()
    expect(page.get_by_role("article")).to_contain_text(nik)
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("article")).not_to_contain_text(nik)


def test_an_address_is_corrected(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Asep Pindah")
    api.post(f"/members/{member_id}/addresses", street="Jl. Lama 1", rt="2", rw="3")
    open_member(page, sapa, member_id)
    contacts = panel(page, "Kontak dan alamat")
    expect(contacts).to_contain_text("RT 002/RW 003")
    contacts.get_by_role("button", name="Ubah Jl. Lama 1").click()
    dialog = page.get_by_role("dialog", name="Ubah alamat")
    expect(dialog.get_by_label("Jalan dan nomor")).to_be_focused()
    dialog.get_by_label("Jalan dan nomor").fill("Jl. Baru 17")
    dialog.get_by_label("Kode pos").fill("4411")
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog.get_by_label("Kode pos")).to_be_focused()
    assert violations(page) == []
    dialog.get_by_label("Kode pos").fill("44118")
    dialog.get_by_role("button", name="Simpan").click()
    expect(contacts).to_contain_text("Jl. Baru 17, RT 002/RW 003, 44118")


def test_a_number_deleted_by_mistake_comes_back(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Yayah Bernomor Dua")
    api.post(f"/members/{member_id}/phones", number="0813-2000-0071", label="HP")
    api.post(f"/members/{member_id}/phones", number="0813-2000-0072", label="suami")
    open_member(page, sapa, member_id)
    contacts = panel(page, "Kontak dan alamat")
    contacts.get_by_role("button", name="Jadikan 0813-2000-0072 yang utama").click()
    expect(contacts).to_contain_text("suami · utama")
    contacts.get_by_role("button", name="Hapus 0813-2000-0072").click()
    expect(contacts).to_contain_text("HP · utama")
    expect(contacts).not_to_contain_text("0813-2000-0072")
    page.get_by_role("button", name="Urungkan").click()
    expect(contacts).to_contain_text("suami · utama")

    contacts.get_by_role("button", name="Hapus 0813-2000-0071").click()
    expect(page.get_by_text("0813-2000-0071 dihapus.")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Control+z")
    expect(contacts).to_contain_text("0813-2000-0071")


def test_what_a_member_said_of_being_reached_is_kept_with_its_proof(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Dedi Berizin")
    api.post(f"/members/{member_id}/phones", number="0813-2000-0081")
    open_member(page, sapa, member_id)
    contacts = panel(page, "Kontak dan alamat")
    contacts.get_by_role("button", name="Ubah persetujuan dihubungi").click()
    dialog = page.get_by_role("dialog", name="Persetujuan dihubungi")
    dialog.get_by_label("WhatsApp").select_option(label="ditolak")
    dialog.get_by_label("Bukti").fill("Telepon 24 November")
    assert violations(page) == []
    dialog.get_by_role("button", name="Simpan").click()
    expect(contacts).to_contain_text("WhatsApp: ditolak")
    expect(page.get_by_role("button", name="WhatsApp", exact=True)).to_be_disabled()


def test_a_financing_account_is_opened_and_its_first_instalment_posted(
    page: Page, sapa: str
) -> None:
    api = Api(page, sapa)
    open_member(page, sapa, api.member("Ujang Meminjam"))
    page.get_by_role("button", name="Buka rekening pembiayaan").click()
    dialog = page.get_by_role("dialog", name="Rekening pembiayaan baru")
    dialog.get_by_label("Produk").fill("Modal usaha")
    dialog.get_by_label("Pokok").press_sequentially("6000000")
    dialog.get_by_role("button", name="Buka rekening").click()
    expect(dialog.get_by_label("Jangka waktu")).to_be_focused()
    assert violations(page) == []
    dialog.get_by_label("Margin seluruhnya").press_sequentially("600000")
    dialog.get_by_label("Jangka waktu").fill("6")
    dialog.get_by_label("Angsuran pertama").fill("2026-12-24")
    dialog.get_by_role("button", name="Buka rekening").click()
    schedule = page.get_by_role("dialog", name="Jadwal angsuran")
    expect(schedule.get_by_role("row")).to_have_count(7)
    expect(schedule.get_by_role("row").nth(1)).to_contain_text("Rp1.100.000")
    schedule.get_by_role("button", name="Tutup").click()

    page.get_by_role("button", name="Catat transaksi").click()
    post = page.get_by_role("dialog", name="Catat transaksi")
    post.get_by_label("Jumlah").press_sequentially("1100000")
    post.get_by_role("button", name="Catat", exact=True).click()
    page.get_by_role("dialog", name="Bukti transaksi").get_by_role("button", name="Tutup").click()
    financing = panel(page, "Rekening pembiayaan")
    expect(financing).to_contain_text("1 dari 6 angsuran lunas")
    expect(financing).to_contain_text("Rp5.500.000")


def test_instalments_from_a_spreadsheet_are_pasted(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    open_member(page, sapa, api.member("Euis Berjadwal"))
    page.get_by_role("button", name="Buka rekening pembiayaan").click()
    dialog = page.get_by_role("dialog", name="Rekening pembiayaan baru")
    dialog.get_by_label("Produk").fill("Panen")
    dialog.get_by_label("Cara hitung").select_option(label="Jadwal khusus")
    lines = dialog.get_by_label("Angsuran, satu tiap baris")
    lines.fill("10/02/2027\t1.000.000\t100.000\n31/04/2027\tsejuta")
    expect(dialog).to_contain_text("Baris 2 bukan tanggal, pokok, dan margin.")
    lines.fill("10/02/2027\t1.000.000\t100.000\n31/04/2027\t2.000.000")
    dialog.get_by_role("button", name="Buka rekening").click()
    expect(dialog).to_contain_text("Angsuran ke-2: ")
    lines.fill("10/02/2027\t1.000.000\t100.000\n30/04/2027\t2.000.000")
    dialog.get_by_role("button", name="Buka rekening").click()
    expect(page.get_by_role("dialog", name="Jadwal angsuran")).to_contain_text("30 Apr 2027")


def test_an_account_that_is_empty_is_closed_with_its_reason(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Oom Selesai")
    open_member(page, sapa, member_id)
    page.get_by_role("button", name="Buka rekening simpanan").click()
    dialog = page.get_by_role("dialog", name="Rekening simpanan baru")
    dialog.get_by_role("button", name="Buka rekening").click()
    savings = panel(page, "Rekening simpanan")
    expect(savings).to_contain_text("Simpanan sukarela")
    savings.get_by_role("button", name="Tutup rekening").click()
    closing = page.get_by_role("dialog")
    closing.get_by_label("Alasan").fill("Pindah ke kota lain")
    closing.get_by_role("button", name="Tutup rekening").click()
    expect(savings).to_contain_text("Ditutup")
    expect(savings.get_by_role("button", name="Tutup rekening")).to_have_count(0)


def test_a_promise_to_pay_is_noted_and_stands_in_the_timeline(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Cucu Berjanji")
    api.late_financing(member_id)
    open_member(page, sapa, member_id)
    timeline = panel(page, "Riwayat")
    expect(timeline).to_contain_text("Belum ada riwayat.")
    panel(page, "Tunggakan").get_by_role("button", name="Tindak lanjut").click()
    page.get_by_role("button", name="Catat tindak lanjut").click()
    form = page.get_by_role("dialog").last
    form.get_by_role("button", name="Janji bayar").click()
    form.get_by_label("Jumlah yang dijanjikan").fill("2200000")
    form.get_by_label("Paling lambat dibayar").fill("2026-11-30")
    form.get_by_role("button", name="Simpan").click()
    followed = page.get_by_role("dialog").first
    expect(followed).to_contain_text("Rp2.200.000 paling lambat 30 Nov 2026")
    expect(followed).to_contain_text("menunggu")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(timeline).to_contain_text("Janji bayar Rp2.200.000 paling lambat 30 November 2026")


def test_a_call_is_noted_and_found_again_among_others(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Neneng Berkabar")
    for n in range(12):
        path = f"/members/{member_id}/interactions"
        api.post(path, channel="counter", note=f"Setor ke-{n + 1} <b>tunai</b>")
    open_member(page, sapa, member_id)
    timeline = panel(page, "Riwayat")
    expect(timeline.get_by_role("listitem")).to_have_count(10)
    timeline.get_by_role("button", name="Muat lebih banyak").click()
    expect(timeline.get_by_role("listitem")).to_have_count(12)
    expect(timeline).to_contain_text("Setor ke-1 <b>tunai</b>")
    timeline.get_by_role("button", name="Catat").click()
    dialog = page.get_by_role("dialog", name="Catat di riwayat")
    dialog.get_by_label("Catatan").fill("Minta dikirim jadwal")
    dialog.get_by_label("Lewat").select_option(label="Telepon")
    assert violations(page) == []
    dialog.get_by_role("button", name="Simpan").click()
    expect(timeline.get_by_role("listitem").first).to_contain_text("Minta dikirim jadwal")
    timeline.get_by_label("Lewat").select_option(label="Telepon")
    expect(timeline.get_by_role("listitem")).to_have_count(1)
    timeline.get_by_label("Jenis").select_option(label="Janji bayar")
    expect(timeline).to_contain_text("Tidak ada yang cocok di riwayat.")


def test_arrears_are_read_as_of_another_day_and_paused(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Entin Dijeda")
    api.late_financing(member_id)
    open_member(page, sapa, member_id)
    arrears = panel(page, "Tunggakan")
    expect(arrears).to_contain_text("Rp11.000.000")
    arrears.get_by_label("Per tanggal").fill("2026-03-01")
    expect(arrears).to_contain_text("Keadaan per 1 Mar 2026, bukan hari ini.")
    expect(arrears).to_contain_text("Terlambat 19 hari")
    assert violations(page) == []
    arrears.get_by_role("button", name="Ke hari ini").click()
    expect(arrears).to_contain_text("Rp11.000.000")

    arrears.get_by_role("button", name="Tunda angsuran").click()
    dialog = page.get_by_role("dialog", name="Tunda angsuran")
    dialog.get_by_label("Mulai").fill("2026-11-01")
    dialog.get_by_label("Sampai sebelum").fill("2026-12-31")
    dialog.get_by_role("button", name="Tunda", exact=True).click()
    expect(arrears).to_contain_text("Penundaan 1 Nov 2026 sampai sebelum 31 Des 2026")
    arrears.get_by_role("button", name="Akhiri penundaan").click()
    page.get_by_role("dialog").get_by_role("button", name="Akhiri penundaan").click()
    expect(arrears).to_contain_text("Penundaan 1 Nov 2026 sampai sebelum 24 Nov 2026")


def test_a_message_is_in_the_timeline_once_whatsapp_is_opened_and_not_before(
    page: Page, sapa: str
) -> None:
    api = Api(page, sapa)
    member_id = api.member("Titin Disapa")
    api.late_financing(member_id)
    api.post(f"/members/{member_id}/phones", number="0813-2000-0091")
    open_member(page, sapa, member_id)
    page.get_by_role("button", name="WhatsApp", exact=True).click()
    link = page.get_by_role("link", name="Buka WhatsApp")
    for template in ("Pengingat angsuran", "Tunggakan"):
        page.get_by_role("button", name=template, exact=True).click()
        expect(link).to_be_visible()
    assert api.get(f"/members/{member_id}/interactions")["items"] == []
    with page.expect_popup() as opened:
        link.click()
    opened.value.close()
    expect(page.get_by_text("Pesan ini tercatat di riwayat anggota.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page, "Riwayat").get_by_role("listitem")).to_contain_text("Titin Disapa")
