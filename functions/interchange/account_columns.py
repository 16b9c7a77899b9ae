"""The columns of tables about accounts: terms, schedules, entries, follow-ups. Pure."""

from dataclasses import replace

from .columns import MEMBER_NO, column, for_the_record, required

_ACCOUNT_NO = column(
    "account_no",
    "No. Rekening",
    "rekening|norek|account no|account number|account",
    "digits",
    required=True,
)
_LOAN_NO = replace(
    _ACCOUNT_NO, others=(*_ACCOUNT_NO.others, "no pinjaman", "no pembiayaan", "no akad", "loan no")
)
_OPENED = "tanggal pembukaan|tanggal rekening|opened on|opening date"
_CLOSED = (
    column("closed_on", "Tgl Tutup", "tanggal penutupan|closed on", "day"),
    column("closed_reason", "Alasan Tutup", "alasan penutupan|closed reason"),
)
_TENOR = "jangka|jangka waktu|jangka waktu bulan|tenor|tenor months"

SAVINGS = (
    _ACCOUNT_NO,
    required(MEMBER_NO),
    column("product", "Jenis Simpanan", "produk simpanan|simpanan|produk|product", required=True),
    column("opened_on", "Tgl Buka", _OPENED, "day", required=True),
    column(
        "monthly_amount",
        "Setoran Bulanan",
        "setoran per bulan|iuran bulanan|monthly amount",
        "number",
    ),
    column("due_day", "Tgl Setoran", "tanggal setor|due day", "number"),
    column("tenor_months", "Jangka (bulan)", _TENOR, "number"),
    column("matures_on", "Jatuh Tempo", "tanggal jatuh tempo|matures on|maturity date", "day"),
    *_CLOSED,
)
FINANCING = (
    _LOAN_NO,
    required(MEMBER_NO),
    column(
        "product",
        "Produk",
        "jenis pembiayaan|jenis pinjaman|produk pembiayaan|akad|product",
        required=True,
    ),
    column(
        "principal",
        "Plafon",
        "pokok|pokok pinjaman|jumlah pinjaman|jumlah pembiayaan|nominal|principal",
        "number",
    ),
    column(
        "annual_rate",
        "Jasa % per Tahun",
        "bunga % per tahun|margin % per tahun|jasa per tahun|bunga per tahun|suku bunga|jasa %"
        "|bunga %|annual rate|rate",
        "rate",
    ),
    column(
        "margin",
        "Margin",
        "total margin|jumlah jasa|total jasa|total bunga",
        "number",
        exported=False,
    ),
    column("method", "Metode", "metode jasa|metode bunga|perhitungan|method"),
    column("tenor_months", "Jangka (bulan)", f"{_TENOR}|lama bulan|tenor bulan", "number"),
    column(
        "opened_on",
        "Tgl Cair",
        f"tanggal pencairan|tanggal akad|disbursed on|tanggal buka|{_OPENED}",
        "day",
        required=True,
    ),
    column(
        "first_due_on",
        "Tgl Angsuran 1",
        "tanggal angsuran pertama|angsuran pertama|tanggal jatuh tempo pertama|first due on",
        "day",
    ),
    column(
        "grace_days",
        "Masa Tenggang (hari)",
        "masa tenggang|hari tenggang|grace days",
        "number",
    ),
    *_CLOSED,
)
INSTALLMENTS = (
    _LOAN_NO,
    column("number", "Angsuran ke", "ke|no angsuran|installment", "number"),
    column("due_on", "Jatuh Tempo", "tanggal jatuh tempo|due on|due date", "day", required=True),
    column("principal", "Pokok", "angsuran pokok|principal", "number", required=True),
    column("margin", "Jasa", "margin|bunga|angsuran jasa|angsuran margin|interest", "number"),
)
PAUSES = (
    _LOAN_NO,
    column("start_on", "Mulai Penundaan", "penundaan mulai|pause start", "day", required=True),
    column("end_on", "Selesai Penundaan", "penundaan selesai|pause end", "day", required=True),
)
TRANSACTIONS = (
    _ACCOUNT_NO,
    column("value_date", "Tgl Transaksi", "tanggal|value date|date", "day", required=True),
    column("type", "Jenis Transaksi", "jenis|kode transaksi|transaksi|type", required=True),
    column("amount", "Jumlah", "nominal|nilai|jumlah transaksi|amount", "number", required=True),
    column("note", "Keterangan", "ket|uraian|catatan|note|description"),
    column(
        "document_no",
        "No. Bukti",
        "bukti|no dokumen|no kwitansi|document no|reference",
        "digits",
    ),
    column("transaction_id", "ID Transaksi", "transaction id"),
    column("reverses", "Membatalkan ID", "reverses"),
    column("principal", "Bagian Pokok", "bayar pokok|pokok dibayar|principal paid", "number"),
    column("margin", "Bagian Jasa", "bayar jasa|jasa dibayar|margin paid", "number"),
    column("penalty", "Bagian Denda", "bayar denda|denda dibayar|penalty paid", "number"),
    column("together_with", "Bersama ID", "together with"),
    for_the_record("Waktu Catat"),
    for_the_record("Petugas"),
)
FOLLOW_UPS = (
    *map(for_the_record, ("Rekening Terkait", "Waktu Kontak", "Macam", "Lewat", "Hasil")),
    for_the_record("Jumlah Janji", "number"),
    for_the_record("Tgl Janji", "day"),
    *map(for_the_record, ("Isi", "Petugas")),
)
