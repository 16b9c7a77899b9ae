"""Which column holds what: headings as cooperatives write them, in Indonesian and English. Pure.

headings.py finds them in a table.
"""

import re
from typing import Literal, get_args

from shared.kernel.messages import Language

Kind = Literal[
    "members",
    "contacts",
    "consents",
    "savings",
    "financing",
    "installments",
    "pauses",
    "transactions",
]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which they must be taken: each stands on those before it."""

ACCOUNT_KINDS: tuple[Kind, ...] = ("savings", "financing")

_MEMBER_NO = "no anggota|nba|no buku anggota|id anggota|member no|member number"
_ACCOUNT_NO = "no rekening|rekening|norek|account no|account number|account"
_LOAN_NO = f"{_ACCOUNT_NO}|no pinjaman|no pembiayaan|no akad|loan no"
_CLOSED = {
    "closed_on": "tanggal tutup|tanggal penutupan|closed on",
    "closed_reason": "alasan tutup|alasan penutupan|closed reason",
}
_PLACE = {
    "rt_rw": "rt/rw|rt rw",
    "rt": "rt",
    "rw": "rw",
    "village": "kelurahan|desa|kelurahan/desa|desa/kelurahan|village",
    "district": "kecamatan|district",
    "regency": "kota/kabupaten|kabupaten/kota|kabupaten|kota|regency|city",
    "province": "provinsi|province",
    "postal_code": "kode pos|kodepos|postal code|zip",
}
_OPENED = "tanggal buka|tanggal pembukaan|tanggal rekening|opened on|opening date"

_HEADINGS: dict[Kind, dict[str, str]] = {
    "members": {
        "member_no": _MEMBER_NO,
        "name": "nama lengkap|nama|nama anggota|name|full name",
        "nik": "nik|no ktp|ktp|no identitas|no induk kependudukan|id card",
        "gender": "l/p|jenis kelamin|kelamin|jk|gender|sex",
        "birth_date": "tanggal lahir|birth date|date of birth|dob",
        "joined_on": "tanggal masuk|tanggal bergabung|tanggal gabung|tanggal daftar|joined on",
        "status": "status|status anggota|keanggotaan",
        "office": "kantor|cabang|unit|kode kantor|office|branch",
        "occupation": "pekerjaan|occupation|job",
        "street": "alamat|alamat rumah|jalan|address|street",
        **_PLACE,
        "phone": "no hp|hp|no telepon|telepon|no wa|no whatsapp|whatsapp|handphone|phone|mobile",
        "phone_2": "no hp 2|hp 2|no telepon 2|telepon 2|phone 2",
        "email": "email|e-mail|surel|alamat email",
    },
    "contacts": {
        "member_no": _MEMBER_NO,
        "contact_type": "jenis kontak|contact type",
        "contact": "kontak|isi kontak|contact",
        "label": "label|keterangan kontak",
        "primary": "utama|kontak utama|primary",
        **_PLACE,
    },
    "consents": {
        "member_no": _MEMBER_NO,
        "channel": "saluran|channel",
        "granted": "persetujuan|setuju|consent|granted",
        "at": "waktu|waktu persetujuan|given at",
        "by": "dicatat oleh|recorded by",
        "source": "sumber|source",
        "note": "catatan|keterangan|note",
    },
    "savings": {
        "account_no": _ACCOUNT_NO,
        "member_no": _MEMBER_NO,
        "product": "jenis simpanan|produk simpanan|simpanan|produk|product",
        "opened_on": _OPENED,
        "monthly_amount": "setoran bulanan|setoran per bulan|iuran bulanan|monthly amount",
        "due_day": "tanggal setoran|tanggal setor|due day",
        "tenor_months": "jangka|jangka bulan|jangka waktu|jangka waktu bulan|tenor|tenor months",
        "matures_on": "jatuh tempo|tanggal jatuh tempo|matures on|maturity date",
        **_CLOSED,
    },
    "financing": {
        "account_no": _LOAN_NO,
        "member_no": _MEMBER_NO,
        "product": "produk|jenis pembiayaan|jenis pinjaman|produk pembiayaan|akad|product",
        "principal": "plafon|pokok|pokok pinjaman|jumlah pinjaman|jumlah pembiayaan|nominal"
        "|principal",
        "annual_rate": "jasa % per tahun|bunga % per tahun|margin % per tahun|jasa per tahun"
        "|bunga per tahun|suku bunga|jasa %|bunga %|annual rate|rate",
        "margin": "margin|total margin|jumlah jasa|total jasa|total bunga",
        "method": "metode|metode jasa|metode bunga|perhitungan|method",
        "tenor_months": "jangka|jangka bulan|jangka waktu|jangka waktu bulan|lama bulan|tenor"
        "|tenor bulan|tenor months",
        "opened_on": f"tanggal cair|tanggal pencairan|tanggal akad|disbursed on|{_OPENED}",
        "first_due_on": "tanggal angsuran 1|tanggal angsuran pertama|angsuran pertama"
        "|tanggal jatuh tempo pertama|first due on",
        "grace_days": "masa tenggang|masa tenggang hari|hari tenggang|grace days",
        **_CLOSED,
    },
    "installments": {
        "account_no": _LOAN_NO,
        "number": "angsuran ke|ke|no angsuran|installment",
        "due_on": "jatuh tempo|tanggal jatuh tempo|due on|due date",
        "principal": "pokok|angsuran pokok|principal",
        "margin": "jasa|margin|bunga|angsuran jasa|angsuran margin|interest",
    },
    "pauses": {
        "account_no": _LOAN_NO,
        "start_on": "mulai penundaan|penundaan mulai|pause start",
        "end_on": "selesai penundaan|penundaan selesai|pause end",
    },
    "transactions": {
        "account_no": _ACCOUNT_NO,
        "value_date": "tanggal transaksi|tanggal|value date|date",
        "type": "jenis transaksi|jenis|kode transaksi|transaksi|type",
        "amount": "jumlah|nominal|nilai|jumlah transaksi|amount",
        "note": "keterangan|ket|uraian|catatan|note|description",
        "document_no": "no bukti|bukti|no dokumen|no kwitansi|document no|reference",
        "transaction_id": "id transaksi|transaction id",
        "reverses": "membatalkan id|reverses",
    },
}
_SHORT = {
    "tgl": "tanggal", "nomor": "no", "telp": "telepon", "tlp": "telepon", "kab": "kabupaten",
    "kec": "kecamatan", "kel": "kelurahan", "jml": "jumlah", "rek": "rekening",
    "plafond": "plafon", "propinsi": "provinsi", "prov": "provinsi",
}  # fmt: skip
"""Words that are written in several ways, and the way in which the headings above write them."""

REQUIRED: dict[Kind, frozenset[str]] = {
    "members": frozenset({"name", "joined_on"}),
    "contacts": frozenset({"member_no", "contact_type", "contact"}),
    "consents": frozenset({"member_no", "channel", "granted"}),
    "savings": frozenset({"account_no", "member_no", "product", "opened_on"}),
    "financing": frozenset({"account_no", "member_no", "product", "opened_on"}),
    "installments": frozenset({"account_no", "due_on", "principal"}),
    "pauses": frozenset({"account_no", "start_on", "end_on"}),
    "transactions": frozenset({"account_no", "value_date", "type", "amount"}),
}
"""Without a column for each of these a table of the kind cannot be taken."""


def folded(heading: str) -> str:
    """As headings are compared: no case, no punctuation but / and %, short forms written out."""
    plain = re.sub(r"[._:*#()\"']|\brp\b", " ", heading.casefold())
    spelt = re.sub(r"[a-z]+", lambda word: _SHORT.get(word[0], word[0]), plain)
    return " ".join(spelt.split())


FIELDS: dict[Kind, dict[str, str]] = {
    kind: {folded(name): field for field, names in fields.items() for name in names.split("|")}
    for kind, fields in _HEADINGS.items()
}
"""The field of each folded heading."""

REASONS: dict[Language, str] = {"id": "Alasan ditolak", "en": "Reason refused"}
"""The heading of the column that says why a row was refused; it is not read again."""

REASON_HEADINGS = frozenset(map(folded, REASONS.values()))


def fields_of(kind: Kind) -> tuple[str, ...]:
    """What a table of a kind can hold, in the order in which templates show it."""
    return tuple(_HEADINGS[kind])
