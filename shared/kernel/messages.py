"""The words of every refusal, in Indonesian and English. Params are filled in by name."""

from typing import Literal

Language = Literal["id", "en"]

TITLES: dict[str, tuple[str, str]] = {
    "bad_request": ("Permintaan tidak dapat dibaca", "The request cannot be read"),
    "invalid": ("Ada isian yang perlu diperbaiki", "Some fields need attention"),
    "conflict": ("Tidak dapat dilakukan", "This cannot be done"),
    "not_found": ("Tidak ditemukan", "Not found"),
    "unauthorized": ("Silakan masuk lagi", "Please sign in again"),
    "bad_credentials": ("Tidak dapat masuk", "Invalid credentials"),
    "forbidden": ("Anda tidak berwenang", "You are not allowed to do this"),
    "too_large": ("Isi terlalu besar", "The body is too large"),
    "too_many": ("Terlalu banyak percobaan", "Too many attempts"),
    "internal": ("Terjadi kesalahan di pihak kami", "Something went wrong on our side"),
}

MESSAGES: dict[str, tuple[str, str]] = {
    "unknown": ("tidak ada yang seperti ini", "there is none like this"),
    "internal": (
        "sudah dicatat; coba lagi, dan sebutkan nomor {request_id} bila berulang",
        "it has been recorded; try again, and name {request_id} if it comes back",
    ),
    "no_identity": ("masuk dahulu", "sign in first"),
    "expired": ("sesi berakhir; perbarui atau masuk lagi", "the session ended; renew or sign in"),
    "session_ended": ("sesi berakhir; masuk lagi", "the session ended; sign in again"),
    "credentials": (
        "nama pengguna atau kata sandi salah",
        "invalid credentials: the user name or the password is wrong",
    ),
    "slow_down": (
        "terlalu banyak percobaan; coba lagi dalam {seconds} detik",
        "too many attempts; try again in {seconds} seconds",
    ),
    "cross_site": ("permintaan dari situs lain ditolak", "requests of other sites are refused"),
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
    "not_allowed": ("peran Anda tidak mengizinkan ini", "your role does not allow this"),
    "other_officer": (
        "hanya manajer melihat rekap petugas lain",
        "only a manager sees another officer's recap",
    ),
    "other_office": ("di luar kantor Anda", "outside your offices"),
    "too_large": ("paling besar 1 MB", "at most 1 MB"),
    "not_utf8": ("harus teks UTF-8", "must be UTF-8 text"),
    "not_json": ("harus JSON yang benar", "must be valid JSON"),
    "missing": ("wajib diisi", "is required"),
    "unknown_field": ("isian ini tidak dikenal; hapus", "this field is not known; remove it"),
    "not_whole": ("harus bilangan bulat", "must be a whole number"),
    "not_whole_rupiah": (
        "harus rupiah bulat, tanpa sen",
        "must be whole rupiah, without decimals",
    ),
    "not_number": ("harus angka", "must be a number"),
    "not_text": ("harus teks", "must be text"),
    "not_boolean": ("harus true atau false", "must be true or false"),
    "not_list": ("harus daftar", "must be a list"),
    "not_object": ("harus objek JSON", "must be a JSON object"),
    "not_date": (
        "harus tanggal yang ada, ditulis TTTT-BB-HH",
        "must be a date that exists, written YYYY-MM-DD",
    ),
    "not_time": ("harus waktu ISO 8601", "must be an ISO 8601 time"),
    "too_short": ("paling sedikit {limit} karakter", "at least {limit} characters"),
    "too_long": ("paling banyak {limit} karakter", "at most {limit} characters"),
    "too_few": ("paling sedikit {limit}", "at least {limit}"),
    "too_many": ("paling banyak {limit}", "at most {limit}"),
    "at_least": ("paling kecil {limit}", "must be at least {limit}"),
    "at_most": ("paling besar {limit}", "must be at most {limit}"),
    "more_than": ("harus lebih dari {limit}", "must be more than {limit}"),
    "less_than": ("harus kurang dari {limit}", "must be less than {limit}"),
    "not_one_of": ("harus salah satu dari {choices}", "must be one of {choices}"),
    "bad_form": ("bentuknya tidak sesuai", "does not have the right form"),
    "bad_value": ("nilainya tidak dapat diterima", "this value cannot be taken"),
    "control_characters": ("berisi karakter kendali", "has control characters in it"),
    "blank": ("tidak boleh kosong", "must not be blank"),
    "in_future": ("tidak boleh setelah hari ini", "must not be after today"),
    "order": ("harus tidak sebelum {other}", "must not be before {other}"),
    "cursor": (
        "penunjuk halaman ini rusak atau milik daftar lain; mulai dari halaman pertama",
        "this cursor is broken or belongs to another list; begin at the first page",
    ),
    "not_phone": (
        "bukan nomor telepon yang sah; contoh 0812 3456 7890",
        "is not a valid phone number; for example 0812 3456 7890",
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
    "not_a_day": (
        "bukan tanggal; tulis 24/11/2026 atau 24-Nov-2026",
        "is not a date; write 24/11/2026 or 24-Nov-2026",
    ),
    "no_such_day": ("tanggal ini tidak ada di kalender", "there is no such day in the calendar"),
    "nik_as_number": (
        "angka terakhir NIK hilang; ubah kolomnya menjadi Teks di Excel, isi ulang, ekspor lagi",
        "its last digits are lost; make the column Text in Excel, enter the NIK again, export",
    ),
    "again_in_file": (
        "sudah ada di baris {line}; hapus salah satunya",
        "is already in line {line}; remove one of them",
    ),
    "unknown_member": (
        "tidak ada anggota dengan nomor ini, di berkas maupun di Sapa",
        "there is no member with this number, in the files or in Sapa",
    ),
    "unknown_account": (
        "tidak ada rekening dengan nomor ini, di berkas maupun di Sapa",
        "there is no account with this number, in the files or in Sapa",
    ),
    "file_missing": ("berkas ini belum dikirim", "this file has not been sent"),
    "file_too_large": ("paling besar {limit} MB", "at most {limit} MB"),
    "file_unpacks_too_large": (
        "isinya lebih dari {limit} MB setelah dibuka",
        "holds more than {limit} MB once it is opened",
    ),
    "file_empty": ("berkas ini kosong", "this file is empty"),
    "file_broken": (
        "berkas ini rusak; simpan lagi sebagai XLSX atau CSV",
        "this file is broken; save it again as XLSX or CSV",
    ),
    "zip_in_zip": (
        "ZIP di dalam ZIP tidak dibuka; kirim berkasnya langsung",
        "a ZIP within a ZIP is not opened; send the file itself",
    ),
    "needs_row": (
        "tidak ada baris dengan nomor ini; kirim bersama berkas anggota atau rekeningnya",
        "there is no row with this number; send it with the file of its members or accounts",
    ),
    "old_excel": (
        "ini Excel lama (.xls) atau terkunci sandi; simpan sebagai XLSX tanpa sandi",
        "this is an old Excel file (.xls) or has a password; save it as XLSX without one",
    ),
    "open_document": (
        "ini berkas OpenDocument; simpan sebagai XLSX atau CSV",
        "this is an OpenDocument file; save it as XLSX or CSV",
    ),
    "web_page": (
        "ini halaman web atau XML yang dinamai Excel; buka di Excel, simpan sebagai XLSX",
        "this is a web page or XML named like Excel; open it in Excel and save it as XLSX",
    ),
    "not_table": (
        "ini bukan XLSX atau CSV; ekspor datanya dari aplikasi asal sebagai XLSX atau CSV",
        "this is no XLSX or CSV; export the data from where it is kept as XLSX or CSV",
    ),
    "quote_left_open": (
        "tanda kutip yang dibuka di baris {line} tidak ditutup; perbaiki baris itu",
        "a quotation mark opened in line {line} is not closed; mend that line",
    ),
    "line_too_long": (
        "ada baris yang lebih dari {limit} huruf; ekspor lagi dengan satu data per baris",
        "a line has more than {limit} characters; export again with one record a line",
    ),
    "too_many_cells": (
        "satu lembarnya lebih dari {limit} sel; hapus isi yang jauh, atau kirim sebagai CSV",
        "a sheet has more than {limit} cells; clear what is far away, or send it as CSV",
    ),
    "too_many_empty_rows": (
        "ada lebih dari {limit} baris kosong berturut-turut; hapus baris kosongnya",
        "more than {limit} empty rows follow each other; remove them",
    ),
    "import_taken": (
        "impor ini sudah berjalan; mulai impor baru",
        "this import has run already; start a new one",
    ),
    "column_twice": (
        "dua kolom dinyatakan berisi ini; pilih satu saja",
        "two columns are said to hold this; choose one",
    ),
    "nik_of_member": (
        "NIK ini milik anggota {member_no}; periksa nomor anggotanya",
        "this NIK is member {member_no}'s; check the member number",
    ),
    "number_of_another": (
        "di Sapa nomor ini milik {name}; periksa nomornya, atau ubah namanya di Sapa",
        "in Sapa this number is {name}'s; check the number, or change the name in Sapa",
    ),
    "document_differs": (
        "nomor bukti ini sudah ada di Sapa, {amount} tanggal {on}; samakan, atau beri nomor lain",
        "is in Sapa already, {amount} on {on}; make it the same, or give another number",
    ),
    "import_undecided": (
        "{count} baris mungkin sama dengan anggota lain; putuskan dahulu",
        "{count} rows may be somebody else; decide on them first",
    ),
    "import_not_done": (
        "hanya impor yang selesai dapat dibatalkan",
        "only an import that is done can be undone",
    ),
    "import_too_old": (
        "hanya dapat dibatalkan dalam {days} hari",
        "can be undone within {days} days only",
    ),
    "built_changed": ("sudah diubah sesudah impor", "was changed after the import"),
    "built_contacts": ("kontaknya sudah diubah sesudah impor", "has other contacts since"),
    "built_account": ("punya rekening lain, {number}", "has another account, {number}"),
    "built_note": (
        "ada catatan di riwayatnya, {on}; impor tidak dapat menghapusnya",
        "has a note on the timeline, {on}; an import cannot remove it",
    ),
    "built_follow_up": ("sudah ditindaklanjuti petugas", "was followed up by an officer"),
    "built_message": ("sudah dikirimi pengingat, {on}", "was sent a reminder, {on}"),
    "built_entry": (
        "ada transaksi lain, {on}; batalkan impor yang membuatnya dahulu, bila dari impor",
        "has another transaction, {on}; if an import brought it, undo that one first",
    ),
    "built_pause": ("angsurannya ditunda", "has a pause"),
    "import_not_checked": ("periksa berkasnya dahulu", "have the files checked first"),
    "duplicate": ("sudah dipakai", "is already in use"),
    "changed_meanwhile": (
        "sudah diubah orang lain; muat ulang lalu ubah lagi",
        "somebody else has changed this; reload and change it again",
    ),
    "busy": ("sedang dikerjakan; coba lagi sebentar", "in progress; try again in a moment"),
    "idempotency_missing": (
        "wajib ada, agar pengiriman ulang tidak mencatat dua kali",
        "is required, so that sending again does not record twice",
    ),
    "idempotency_reused": (
        "sudah dipakai untuk isi yang lain; buat kunci baru",
        "was used with another body; make a new key",
    ),
    "not_email": (
        "bukan alamat surel yang sah; contoh nama@contoh.co.id",
        "is not a valid e-mail address; for example name@example.com",
    ),
    "not_digits": ("harus {count} angka", "must be {count} digits"),
    "already_theirs": ("sudah ada pada anggota ini", "this member has it already"),
    "time_in_future": ("tidak boleh setelah sekarang", "must not be in the future"),
    "consent_withdrawn": (
        "anggota menarik persetujuan dihubungi lewat WhatsApp",
        "the member has withdrawn the consent to be reached on WhatsApp",
    ),
    "no_mobile": (
        "anggota ini belum punya nomor ponsel; tambahkan dahulu",
        "this member has no mobile number yet; add one first",
    ),
    "not_this_members_financing": (
        "bukan pembiayaan anggota ini",
        "is not a financing account of this member",
    ),
    "nothing_due": (
        "tidak ada angsuran yang akan jatuh tempo",
        "no instalment is coming due",
    ),
    "only_free": ('hanya untuk pola "free"', 'only for the template "free"'),
    "nothing_overdue": ("tidak ada angsuran yang menunggak", "no instalment is overdue"),
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
    "not_after": ("harus setelah {other}", "must be after {other}"),
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
    "account_closed": ("rekening ini sudah ditutup", "this account is closed"),
    "over_balance": ("melebihi saldo {most}", "is over the balance of {most}"),
    "over_owed": ("melebihi sisa kewajiban {most}", "is over the {most} that is owed"),
    "balance_too_large": ("saldo akan melebihi {limit}", "the balance would be over {limit}"),
    "kept_until_leaving": (
        "tetap disimpan selama menjadi anggota; saat keluar diambil seluruhnya, {whole}",
        "stays until the member leaves, and is then withdrawn whole, {whole}",
    ),
    "nothing_lent_yet": (
        "pencairannya sudah dibatalkan; tidak ada yang terutang",
        "its disbursement was reversed; nothing is owed",
    ),
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
    "still_owed": ("masih ada kewajiban {amount}", "{amount} is still owed"),
    "pauses_overlap": (
        "bertumpang tindih dengan penundaan {start} sampai {end}",
        "overlaps the pause from {start} to {end}",
    ),
    "nothing_owed": ("tidak ada yang terutang", "nothing is owed"),
    "needs_snapshot": (
        "perlu rekaman harian yang selesai; mulai dengan POST /arrears/snapshots",
        "needs a finished daily snapshot; start one with POST /arrears/snapshots",
    ),
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
    "too_many_days": ("paling banyak {limit} hari", "at most {limit} days"),
    "not_this_status": (
        "tidak dapat dilakukan pada pesan yang sudah begini",
        "cannot be done with a message that has come this far",
    ),
    "must_rise": (
        "masing-masing harus lebih dari yang sebelumnya",
        "each must be more than the one before it",
    ),
    "not_past": ("harus sebelum hari ini", "must be before today"),
    "assign_own": (
        "petugas hanya dapat mengambil rekening yang belum ada petugasnya, atau melepas miliknya",
        "officers may take accounts that are nobody's, and give back their own",
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
    "not_paused": (
        "tidak ada penundaan pada tanggal ini",
        "no pause holds this day",
    ),
}


def say(code: str, language: Language, params: dict[str, object]) -> str:
    """The message of a code in the reader's language."""
    return MESSAGES[code][0 if language == "id" else 1].format(**params)


def title(code: str, language: Language) -> str:
    """The title of a kind of refusal in the reader's language."""
    return TITLES[code][0 if language == "id" else 1]
