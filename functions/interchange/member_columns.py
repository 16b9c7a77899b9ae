"""The columns of tables about members: who they are, contacts, consents, the timeline. Pure."""

from .columns import MEMBER_NO, column, for_the_record, not_exported, required

_PLACE = (
    column("rt_rw", "RT/RW", "rt rw", "digits", exported=False),
    column("rt", "RT", cell="digits"),
    column("rw", "RW", cell="digits"),
    column("village", "Kelurahan", "desa|kelurahan/desa|desa/kelurahan|village"),
    column("district", "Kecamatan", "district"),
    column("regency", "Kota/Kabupaten", "kabupaten/kota|kabupaten|kota|regency|city"),
    column("province", "Provinsi", "province"),
    column("postal_code", "Kode Pos", "kodepos|postal code|zip", "digits"),
)
MEMBERS = (
    MEMBER_NO,
    column("name", "Nama Lengkap", "nama|nama anggota|name|full name", required=True),
    column(
        "nik",
        "NIK",
        "no ktp|ktp|no identitas|no induk kependudukan|id card",
        "digits",
        personal=True,
    ),
    column("gender", "L/P", "jenis kelamin|kelamin|jk|gender|sex"),
    column("birth_date", "Tgl Lahir", "birth date|date of birth|dob", "day", personal=True),
    column(
        "joined_on",
        "Tgl Masuk",
        "tanggal bergabung|tanggal gabung|tanggal daftar|joined on",
        "day",
        required=True,
    ),
    column("status", "Status", "status anggota|keanggotaan"),
    column("office", "Kantor", "cabang|unit|kode kantor|office|branch"),
    column("occupation", "Pekerjaan", "occupation|job"),
    column("street", "Alamat", "alamat rumah|jalan|address|street", exported=False, personal=True),
    *not_exported(_PLACE),
    column(
        "phone",
        "No. HP",
        "hp|no telepon|telepon|no wa|no whatsapp|whatsapp|handphone|phone|mobile",
        "digits",
        exported=False,
        personal=True,
    ),
    column(
        "phone_2",
        "No. HP 2",
        "hp 2|no telepon 2|telepon 2|phone 2",
        "digits",
        exported=False,
        personal=True,
    ),
    column("email", "Email", "e-mail|surel|alamat email", exported=False, personal=True),
)
CONTACTS = (
    required(MEMBER_NO),
    column("contact_type", "Jenis Kontak", "contact type", required=True),
    column("contact", "Kontak", "isi kontak|contact", required=True, personal=True),
    column("label", "Label", "keterangan kontak"),
    column("primary", "Utama", "kontak utama|primary"),
    *_PLACE,
)
CONSENTS = (
    required(MEMBER_NO),
    column("channel", "Saluran", "channel", required=True),
    column("granted", "Persetujuan", "setuju|consent|granted", required=True),
    column("at", "Waktu", "waktu persetujuan|given at"),
    column("by", "Dicatat oleh", "recorded by"),
    column("source", "Sumber", "source"),
    column("note", "Catatan", "keterangan|note"),
)
TIMELINE = tuple(
    map(
        for_the_record,
        (
            "Anggota", "Waktu Kontak", "Lewat", "Arah", "Macam", "Isi", "Petugas",
            "Rekening Terkait",
        ),
    )
)  # fmt: skip
