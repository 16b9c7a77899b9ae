"""What the feed room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
    "not_fed_yet": (
        "belum ada yang dikirim dengan nomor sistem inti ini; kirim itu dahulu, lalu ini lagi",
        "nothing with this id of the core system has come yet; send that first, then this again",
    ),
    "not_reached": (
        "belum sempat dikerjakan; kirim lagi",
        "there was no time left for it; send it again",
    ),
    "fixed_at_opening": (
        "tidak dapat diubah setelah dibuka; tutup ini dan buka yang baru dengan nomor inti lain",
        "cannot change once it is opened; close it and open another with another core id",
    ),
    "not_what_was_lent": (
        "jumlah pokok angsuran harus {lent}; bila pinjamannya berubah, isi principal",
        "the principals must sum to {lent}; if another sum is lent now, say it as principal",
    ),
    "not_the_sum": (
        "jumlah pokok angsurannya {sum}",
        "the instalments' principals sum to {sum}",
    ),
}
