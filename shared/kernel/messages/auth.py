"""What the auth room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
    "session_ended": ("sesi berakhir; masuk lagi", "the session ended; sign in again"),
    "many_sign_ins": (
        "terlalu banyak yang masuk bersamaan; coba lagi {seconds} detik lagi",
        "too many sign in at once; try again in {seconds} seconds",
    ),
    "few_letters": (
        "pakai paling sedikit 6 huruf atau angka",
        "use at least 6 letters or digits",
    ),
    "password_of_names": (
        "terlalu mirip nama Anda atau nama koperasi; tambahkan kata lain",
        "too close to your name or the cooperative's; add other words",
    ),
    "slow_down": (
        "terlalu banyak percobaan; coba lagi dalam {seconds} detik",
        "too many attempts; try again in {seconds} seconds",
    ),
    "cross_site": ("permintaan dari situs lain ditolak", "requests of other sites are refused"),
    "more_than_yours": (
        "melebihi hak atau kantor Anda sendiri",
        "is more than your own rights or offices",
    ),
    "wrong_password": ("kata sandi ini salah", "this password is wrong"),
    "common_password": (
        "terlalu umum dan mudah ditebak; pilih yang lain",
        "is too common and easily guessed; choose another",
    ),
    "password_is_username": (
        "tidak boleh sama dengan nama pengguna",
        "must not be the same as the user name",
    ),
    "last_admin": (
        "ini admin aktif yang terakhir; angkat admin lain dahulu",
        "this is the last active admin; make another one first",
    ),
    "not_logo": (
        "harus gambar PNG, SVG, JPEG atau WebP sebagai data: URL base64",
        "must be a PNG, SVG, JPEG or WebP image as a base64 data: URL",
    ),
    "logo_too_large": ("paling besar {limit} KB", "at most {limit} KB"),
    "must_rise": (
        "masing-masing harus lebih dari yang sebelumnya",
        "each must be more than the one before it",
    ),
}
