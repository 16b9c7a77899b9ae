"""What a clerk does with a member besides reading, each task on a member of its own."""

from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import violations
from tests.e2e.signing_in import resume


class Api:
    """What a test prepares beforehand, over the API."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.base = f"{address}/api"
        self.headers = {"Authorization": f"Bearer {resume(page.context, address)}"}

    def _post(self, path: str, body: dict[str, object], headers: dict[str, str]) -> dict[str, str]:
        response = self.page.request.post(self.base + path, data=body, headers=headers)
        assert response.ok, response.text()
        answered: dict[str, str] = response.json()
        return answered

    def post(self, path: str, **body: object) -> dict[str, str]:
        return self._post(path, body, self.headers | {"Idempotency-Key": str(uuid4())})

    def get(self, path: str) -> dict[str, list[dict[str, str]]]:
        response = self.page.request.get(self.base + path, headers=self.headers)
        assert response.ok, response.text()
        answered: dict[str, list[dict[str, str]]] = response.json()
        return answered

    def member(self, name: str) -> str:
        return self.post("/members", name=name, joined_on="2024-05-02")["member_id"]

    def late_financing(self, member_id: str) -> str:
        """Ten instalments of Rp1.100.000 are overdue on the tests' business date."""
        return self.post(
            "/accounts",
            member_id=member_id,
            kind="financing",
            product="Mikro",
            opened_on="2026-01-10",
            method="flat",
            principal=12_000_000,
            margin=1_200_000,
            tenor_months=12,
            first_due_on="2026-02-10",
            grace_days=0,
        )["account_id"]


def open_member(page: Page, sapa: str, member_id: str) -> None:
    """Signed in already: the browser shares its cookies with what Api called."""
    page.goto(f"{sapa}/#/members/{member_id}")
    expect(page.get_by_role("heading", name="Rekening simpanan")).to_be_visible()


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def test_a_repayment_is_posted_and_the_arrears_shrink(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Rahmat Angsuran")
    api.late_financing(member_id)
    open_member(page, sapa, member_id)
    expect(panel(page, "Tunggakan")).to_contain_text("Rp11.000.000")

    page.get_by_role("button", name="Catat transaksi").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Catat", exact=True).click()
    expect(dialog.get_by_label("Jumlah")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Jumlah")).to_be_focused()
    dialog.get_by_label("Jumlah").press_sequentially("1100000")
    expect(dialog.get_by_label("Jumlah")).to_have_value("1.100.000")
    expect(dialog.get_by_label("Tanggal")).to_have_value("2026-11-24")
    assert violations(page) == []
    dialog.get_by_role("button", name="Catat", exact=True).click()

    receipt = page.get_by_role("dialog", name="Bukti transaksi")
    expect(receipt).to_contain_text("Rp1.100.000")
    expect(receipt).to_contain_text("Rp12.100.000")
    assert violations(page) == []
    receipt.get_by_role("button", name="Tutup").click()
    expect(panel(page, "Tunggakan")).to_contain_text("Rp9.900.000")
    expect(panel(page, "Rekening pembiayaan")).to_contain_text("1 dari 12 angsuran lunas")


def test_a_loan_is_settled_early_closed_and_opened_again(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Lukman Pelunasan")
    api.late_financing(member_id)
    open_member(page, sapa, member_id)

    page.get_by_role("button", name="Lunasi").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Rp12.000.000")
    expect(dialog.get_by_label("Jasa yang dihapus")).to_have_value("200.000")
    dialog.get_by_label("Jasa yang dihapus").fill("150000")
    assert violations(page) == []
    dialog.get_by_role("button", name="Terima Rp13.050.000").click()
    loan = panel(page, "Rekening pembiayaan")
    expect(loan).to_contain_text("12 dari 12 angsuran lunas")
    expect(panel(page, "Tunggakan")).not_to_contain_text("Rp11.000.000")

    loan.get_by_role("button", name="Tutup").click()
    page.get_by_role("dialog").get_by_role("button", name="Tutup rekening").click()
    loan.get_by_role("button", name="Buka kembali").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Alasan").fill("salah rekening")
    assert violations(page) == []
    dialog.get_by_role("button", name="Buka kembali").click()
    expect(loan.get_by_role("button", name="Tutup")).to_be_visible()


def test_a_schedule_with_penalties_is_shown_whole(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Nunung Denda")
    account = api.late_financing(member_id)
    charged = {"type": "penalty", "value_date": "2026-11-24", "amount": 25_000}
    api.post(f"/accounts/{account}/transactions", **charged)
    open_member(page, sapa, member_id)
    page.get_by_role("button", name="Jadwal angsuran").click()
    schedule = page.get_by_role("dialog").get_by_role("table")
    expect(schedule.get_by_text("Terlambat")).to_have_count(10)
    cut = "table => table.parentElement.scrollWidth > table.parentElement.clientWidth"
    assert not schedule.evaluate(cut)
    assert violations(page) == []


def test_a_wrong_entry_is_corrected(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Salma Keliru")
    account = api.late_financing(member_id)
    wrong = {"type": "repayment", "value_date": "2026-11-24", "amount": 2_200_000}
    api.post(f"/accounts/{account}/transactions", **wrong)
    open_member(page, sapa, member_id)
    expect(panel(page, "Tunggakan")).to_contain_text("Rp8.800.000")

    page.get_by_role("button", name="Batalkan Angsuran").click()
    dialog = page.get_by_role("dialog", name="Batalkan transaksi")
    dialog.get_by_role("button", name="Batalkan transaksi").click()
    expect(dialog.get_by_label("Alasan")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Alasan").fill("Salah anggota")
    assert violations(page) == []
    dialog.get_by_role("button", name="Batalkan transaksi").click()
    expect(panel(page, "Tunggakan")).to_contain_text("Rp11.000.000")
    expect(panel(page, "Informasi transaksi")).to_contain_text("dibatalkan")


def test_what_is_half_entered_is_not_lost_to_a_slip(page: Page, sapa: str) -> None:
    api = Api(page, sapa)
    member_id = api.member("Tuti Terburu")
    api.late_financing(member_id)
    open_member(page, sapa, member_id)
    page.get_by_role("button", name="Catat transaksi").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Jumlah").press_sequentially("50000")
    page.keyboard.press("Escape")
    expect(dialog).to_contain_text("belum disimpan")
    dialog.get_by_role("button", name="Lanjut mengisi").click()
    expect(dialog.get_by_label("Jumlah")).to_have_value("50.000")
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Buang isian").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Catat transaksi")).to_be_focused()
