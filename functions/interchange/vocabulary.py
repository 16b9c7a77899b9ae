"""The words that cooperatives use: for the API's codes, in headings, for lines of totals. Pure."""

import re
from collections.abc import Mapping

from .cells import Cell, Unreadable, text


def _table(**words: str) -> dict[str, str]:
    return {word: code for code, joined in words.items() for word in joined.split("|")}


GENDERS = _table(
    L="l|laki-laki|laki laki|lk|pria|m|male",
    P="p|perempuan|pr|wanita|f|female",
)
STATUSES = _table(
    active="aktif|active|a",
    inactive="tidak aktif|nonaktif|non aktif|non-aktif|pasif|inactive",
    left="keluar|berhenti|mengundurkan diri|left",
    deceased="meninggal|meninggal dunia|wafat|almarhum|almarhumah|deceased",
)
METHODS = _table(
    flat="flat|rata|tetap",
    annuity="anuitas|annuity",
    effective="efektif|effective|menurun|sliding|sliding rate",
    murabahah="murabahah|margin tetap",
)
ENTRY_TYPES = _table(
    deposit="setor|setoran|setoran tunai|simpan|deposit",
    withdrawal="tarik|tarikan|penarikan|pengambilan|ambil|withdrawal",
    repayment="angsuran|bayar angsuran|cicilan|pembayaran|bayar|repayment",
    penalty="denda|penalty",
    interest="jasa|jasa simpanan|bunga|bagi hasil|interest",
    fee="biaya|administrasi|adm|biaya administrasi|fee",
    adjustment="penyesuaian|koreksi|adjustment",
)
KEPT_TYPES = ENTRY_TYPES | _table(
    disbursement="pencairan|disbursement",
    reversal="pembatalan|reversal",
)
"""Also what Sapa posts by itself: an export of Sapa has such rows."""
CHANNELS = _table(
    whatsapp="whatsapp|wa",
    phone="telepon|phone",
    email="surel|email|e-mail",
    letter="surat|letter",
)
CONTACTS = _table(
    phone="telepon|hp|no hp|whatsapp|wa|phone",
    email="surel|email|e-mail",
    address="alamat|address",
)
ANSWERS = _table(
    yes="ya|y|setuju|yes|1|true",
    no="tidak|t|menolak|tidak setuju|no|0|false",
)
PRODUCTS = _table(
    pokok="pokok|simpanan pokok",
    wajib="wajib|simpanan wajib",
    sukarela="sukarela|simpanan sukarela",
    berjangka="berjangka|simpanan berjangka|deposito",
)
TOTALS = frozenset({"jumlah", "total", "grand total", "sub total", "subtotal", "jumlah total"})

_SHORT_FORMS = {
    "tgl": "tanggal", "nomor": "no", "telp": "telepon", "tlp": "telepon", "kab": "kabupaten",
    "kec": "kecamatan", "kel": "kelurahan", "jml": "jumlah", "rek": "rekening",
    "plafond": "plafon", "propinsi": "provinsi", "prov": "provinsi",
}  # fmt: skip
"""Words of headings that are written in several ways, and the one that they are compared in."""


def folded(heading: str) -> str:
    """As headings are compared: no case, no punctuation but / and %, short forms written out."""
    plain = re.sub(r"[._:*#()\"']|\brp\b", " ", heading.casefold())
    spelt = re.sub(r"[a-z]+", lambda word: _SHORT_FORMS.get(word[0], word[0]), plain)
    return " ".join(spelt.split())


def word(words: Mapping[str, str], code: str) -> str:
    """The first word of a code."""
    return next(word for word, own in words.items() if own == code)


def coded(cell: Cell, words: Mapping[str, str]) -> str | None:
    """The code of a word; Unreadable names one word of each code."""
    written = text(cell)
    if written is None:
        return None
    if code := words.get(written.casefold()):
        return code
    firsts = [word(words, code) for code in dict.fromkeys(words.values())]
    raise Unreadable("not_one_of", choices=", ".join(firsts))


def product(cell: Cell) -> str | None:
    """A savings product that the rules know, else the name as it is written."""
    written = text(cell)
    return written and PRODUCTS.get(written.casefold(), written)


def is_total(cells: tuple[Cell, ...]) -> bool:
    """Whether a row only adds up those above it."""
    return any((text(cell) or "").casefold().rstrip(" :") in TOTALS for cell in cells)
