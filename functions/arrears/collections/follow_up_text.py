"""What the timeline says of a follow-up: Indonesian, like all that is kept there. Pure."""

from shared.domain.contact_medium import Medium
from shared.kernel.dates import long_date
from shared.kernel.money import rupiah

from .follow_up import ContactOutcome, FollowUp

_CHANNELS: dict[Medium, str] = {
    "whatsapp": "WhatsApp",
    "phone": "Telepon",
    "visit": "Kunjungan",
    "email": "Surel",
    "letter": "Surat",
    "counter": "Loket",
    "other": "Kontak",
}
OUTCOMES: dict[ContactOutcome, str] = {
    "reached": "terhubung",
    "left_message": "pesan ditinggalkan",
    "no_answer": "tidak dijawab",
    "wrong_number": "nomor salah atau tidak aktif",
    "refused": "menolak bicara",
    "met": "bertemu anggota",
    "met_family": "bertemu keluarga",
    "not_home": "tidak di rumah",
    "moved": "sudah pindah",
}


def timeline_text(made: FollowUp) -> str:
    """One line, with the note behind it."""
    note = f". {made.note}" if made.note else ""
    if promise := made.promise:
        said = f"Janji bayar {rupiah(promise.amount)} paling lambat {long_date(promise.due_on)}"
        return f"{said}{note}"
    channel = _CHANNELS[made.channel or "visit"]
    return f"{channel}: {OUTCOMES[made.outcome or 'reached']}{note}"
