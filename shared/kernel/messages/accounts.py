"""What the accounts room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
    "other_officer": (
        "hanya manajer melihat rekap petugas lain",
        "only a manager sees another officer's recap",
    ),
    "margin_too_large": (
        "margin melebihi {limit}; kecilkan suku atau jangka waktu",
        "the margin would be over {limit}; lower the rate or the tenor",
    ),
    "margin_or_rate": (
        "isi salah satu: margin atau annual_rate",
        "give one of margin and annual_rate",
    ),
    "needs_rate": (
        "metode {method} memakai annual_rate, bukan margin",
        "the method {method} takes annual_rate, not margin",
    ),
    "not_rising": (
        "harus setelah jatuh tempo sebelumnya",
        "must be after the due date before it",
    ),
    "sum_too_large": ("jumlahnya paling besar {limit}", "the sum is at most {limit}"),
    "nothing_lent": (
        "jumlah pokok harus lebih dari 0",
        "the sum of principal must be more than 0",
    ),
    "beyond_calendar": (
        "jatuh tempo terakhir melewati tahun 9999",
        "the last due date is beyond the year 9999",
    ),
    "with_installments": (
        "tidak diisi bila installments diisi",
        "leave out where installments are given",
    ),
    "only_financing": ("hanya untuk pembiayaan", "only for financing"),
    "only_savings": ("hanya untuk simpanan", "only for savings"),
    "only_wajib": ('hanya untuk produk "wajib"', 'only for the product "wajib"'),
    "kept_no_term": (
        "simpanan pokok dan wajib tetap disimpan selama menjadi anggota; tanpa jatuh tempo",
        "pokok and wajib stay until the member leaves; they do not mature",
    ),
    "over_balance": ("melebihi saldo {most}", "is over the balance of {most}"),
    "over_principal": ("melebihi sisa pokok {most}", "is over the principal owed, {most}"),
    "over_margin": ("melebihi sisa jasa {most}", "is over the margin owed, {most}"),
    "over_penalty": ("melebihi sisa denda {most}", "is over the penalty owed, {most}"),
    "parts_sum": (
        "pokok, jasa, dan denda yang disebut berjumlah {sum}",
        "the principal, margin and penalty that are named sum to {sum}",
    ),
    "part_or_parts": ("isi salah satu: part atau parts", "give one of part and parts"),
    "parts_of_payment": (
        "hanya untuk angsuran dan penyesuaian pembiayaan",
        "only for repayments and adjustments of financing",
    ),
    "balance_too_large": ("saldo akan melebihi {limit}", "the balance would be over {limit}"),
    "kept_until_leaving": (
        "tetap disimpan selama menjadi anggota; saat keluar diambil seluruhnya, {whole}",
        "stays until the member leaves, and is then withdrawn whole, {whole}",
    ),
    "nothing_lent_yet": (
        "pencairannya sudah dibatalkan; tidak ada yang terutang",
        "its disbursement was reversed; nothing is owed",
    ),
    "less_than_paid": (
        "jadwal ini meminta {asked}, padahal yang sudah dibayar lebih dari itu",
        "this schedule asks for {asked}, and more than that has been paid",
    ),
    "is_reversal": (
        "pembatalan tidak dapat dibatalkan; catat lagi transaksinya",
        "a reversal cannot be reversed; record the transaction anew",
    ),
    "already_reversed": ("sudah dibatalkan", "has been reversed already"),
    "disbursement_in_use": (
        "sudah ada transaksi lain; batalkan itu dahulu",
        "there are other transactions; reverse them first",
    ),
    "below_zero": (
        "pembatalan ini membuat saldo atau sisa kewajiban di bawah 0",
        "this reversal would take the balance, or what is owed, below 0",
    ),
    "balance_left": (
        "masih bersaldo {amount}; tarik dahulu",
        "still has a balance of {amount}; withdraw it first",
    ),
    "no_longer_member": (
        "anggota ini sudah keluar atau meninggal; ubah statusnya dahulu bila keliru",
        "this member has left or died; change the status first if that is wrong",
    ),
    "kept_while_member": (
        "simpanan pokok dan wajib dibayarkan setelah anggota keluar; ubah statusnya dahulu",
        "pokok and wajib are paid out once the member has left; change the status first",
    ),
    "over_past_balance": (
        "saldo pada {day} akan di bawah 0",
        "the balance on {day} would be below 0",
    ),
    "below_zero_on": (
        "pembatalan ini membuat saldo pada {day} di bawah 0",
        "this reversal would take the balance on {day} below 0",
    ),
    "nothing_owed": ("tidak ada sisa kewajiban", "nothing is owed"),
    "account_open": ("rekening ini tidak ditutup", "this account is not closed"),
    "total_changed": (
        "jumlah pelunasan sekarang {total}; periksa lagi",
        "the settlement is {total} now; look at it again",
    ),
    "still_owed": ("masih ada kewajiban {amount}", "{amount} is still owed"),
}
