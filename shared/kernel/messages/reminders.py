"""What the reminders room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
    "twice": ("disebut dua kali", "is named twice"),
    "closes_before": (
        "jam tutup harus setelah jam buka",
        "must close later than it opens",
    ),
    "template_braces": (
        "kurung kurawal tidak berpasangan",
        "has a brace without its other half",
    ),
    "template_field": (
        "isian yang dikenal: {known}",
        "the known fields are: {known}",
    ),
    "only_today": (
        "hanya hari ini yang dapat direncanakan; untuk tanggal lain pakai dry_run",
        "only today can be planned; use dry_run for another date",
    ),
    "past_date": ("tidak boleh sebelum hari ini", "must not be before today"),
    "not_this_status": (
        "tidak dapat dilakukan pada pesan yang sudah begini",
        "cannot be done with a message that has come this far",
    ),
    "outside_hours": (
        "di luar jam menghubungi anggota; coba lagi pada jamnya",
        "outside of the contact hours; try again within them",
    ),
    "paid_since": (
        "sudah dibayar; pesan ini tidak perlu dikirim lagi",
        "has been paid meanwhile; there is nothing to send any more",
    ),
    "not_to_be_sent": (
        "pesan ini tidak boleh dikirim lagi; alasannya dicatat",
        "this message must not be sent any more; the reason is on record",
    ),
    "not_configured": ("WhatsApp belum disiapkan", "WhatsApp is not set up"),
    "wrong_token": ("token ini salah", "this token is wrong"),
    "bad_signature": ("tanda tangan ini tidak cocok", "this signature does not match"),
}
