"""What the members room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
    "leaving_owes": ("masih ada kewajiban {amount}", "{amount} is still owed"),
    "leaving_saved": (
        "masih ada simpanan {amount} yang harus dibayarkan",
        "savings of {amount} are still to be paid out",
    ),
    "not_nik": ("NIK harus 16 angka", "a NIK has 16 digits"),
    "nik_date": (
        "tanggal di NIK ({nik_date}) tidak sama dengan tanggal lahir; periksa kartunya",
        "the date in the NIK ({nik_date}) differs from the birth date; check the card",
    ),
    "nik_gender": (
        "jenis kelamin di NIK tidak sama dengan isian; periksa kartunya",
        "the gender in the NIK differs from the one given; check the card",
    ),
    "unknown_office": (
        "tidak ada kantor ini; yang ada: {choices}",
        "there is no such office; there are: {choices}",
    ),
}
