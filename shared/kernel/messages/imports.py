"""What the imports room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
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
    "unknown_member_of_offices": (
        "tidak ada anggota dengan nomor ini, di berkas maupun di kantor Anda",
        "there is no member with this number, in the files or in your offices",
    ),
    "unknown_account_of_offices": (
        "tidak ada rekening dengan nomor ini, di berkas maupun di kantor Anda",
        "there is no account with this number, in the files or in your offices",
    ),
    "used_outside": (
        "sudah dipakai di luar kantor Anda; baris ini tidak dapat diterima",
        "is in use outside your offices; this row cannot be taken",
    ),
    "row_refused": (
        "baris anggota atau rekeningnya ditolak; perbaiki baris itu dahulu",
        "the row of its member or account is refused; mend that one first",
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
    "too_many_empty_rows": (
        "ada lebih dari {limit} baris kosong berturut-turut; hapus baris kosongnya",
        "more than {limit} empty rows follow each other; remove them",
    ),
    "too_many_columns": (
        "baris {line} terisi sampai di luar kolom ke-{limit}; hapus isi yang jauh di kanan tabel",
        "line {line} is filled beyond column {limit}; remove what stands far to the right",
    ),
    "too_many_tables": (
        "ada lebih dari {limit} lembar atau berkas; kirim sebagian demi sebagian",
        "holds more than {limit} sheets or files; send them in parts",
    ),
    "cell_far_outside": (
        "ada sel terisi jauh di luar tabel; salin tabelnya saja ke berkas baru, atau kirim CSV",
        "a cell far outside the table is filled; copy only the table to a new file, or send CSV",
    ),
    "file_needs_memory": (
        "perlu lebih dari {limit} MB memori untuk dibaca; bagi menjadi beberapa berkas, atau CSV",
        "needs more than {limit} MB of memory to be read; divide it into several files, or CSV",
    ),
    "file_takes_too_long": (
        "terlalu lama dibaca; bagi menjadi beberapa berkas, atau simpan sebagai CSV",
        "takes too long to read; divide it into several files, or save it as CSV",
    ),
    "reader_ended": (
        "pembacaannya terhenti; simpan ulang di Excel. Bila tetap gagal, sebutkan {reference}",
        "its reading broke off; save it again in Excel. If it still fails, quote {reference}",
    ),
    "import_files_gone": (
        "berkasnya sudah dihapus; kirim lagi sebagai impor baru",
        "its files were deleted; send them again as a new import",
    ),
    "import_broken": (
        "ada kesalahan di Sapa. Coba lagi; bila tetap gagal, sebutkan {reference}",
        "something is wrong with Sapa. Try again; if it still fails, quote {reference}",
    ),
    "import_killed": (
        "dua kali terhenti di tengah jalan. Bagi berkasnya, atau sebutkan {reference}",
        "broke off twice. Divide it into several files, or quote {reference}",
    ),
    "import_cancelled": (
        "impor ini sudah dihentikan; mulai impor baru",
        "this import was cancelled; start a new one",
    ),
    "import_over": (
        "impor ini sudah selesai; hasilnya dapat dibatalkan, bukan dihentikan",
        "this import is over; what it did can be undone, not cancelled",
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
        "hanya impor yang selesai atau dihentikan dapat dibatalkan",
        "only an import that is done or was cancelled can be undone",
    ),
    "import_too_old": (
        "hanya dapat dibatalkan dalam {days} hari",
        "can be undone within {days} days only",
    ),
    "moved_away": (
        "salah satu anggotanya kini di kantor lain; batalkan setelah ia kembali",
        "one of its members is in another office now; undo it once they are back",
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
}
