"""What the contacts room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
    "not_email": (
        "bukan alamat surel yang sah; contoh nama@contoh.co.id",
        "is not a valid e-mail address; for example name@example.com",
    ),
    "not_digits": ("harus {count} angka", "must be {count} digits"),
    "already_theirs": ("sudah ada pada anggota ini", "this member has it already"),
    "time_in_future": ("tidak boleh setelah sekarang", "must not be in the future"),
    "not_this_members_financing": (
        "bukan pembiayaan anggota ini",
        "is not a financing account of this member",
    ),
    "nothing_due": (
        "tidak ada angsuran yang akan jatuh tempo",
        "no instalment is coming due",
    ),
    "nothing_paid_lately": (
        "tidak ada pembayaran dalam 7 hari terakhir",
        "nothing was paid in the last 7 days",
    ),
    "only_free": ('hanya untuk templat "free"', 'only for the template "free"'),
    "nothing_overdue": ("tidak ada angsuran yang menunggak", "no instalment is overdue"),
}
