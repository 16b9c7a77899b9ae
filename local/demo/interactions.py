"""Interactions with members for the demo's timeline."""

from datetime import UTC, date, datetime, time, timedelta

from contacts.bulk import NewInteraction

from .people import Person, seeded_random

_USUAL = (
    ("counter", "in", "Setor simpanan di loket; buku simpanan dicetak."),
    ("phone", "in", "Bertanya saldo simpanan sukarela."),
    ("whatsapp", "in", "Mengirim bukti transfer angsuran."),
    ("counter", "in", "Memperbarui fotokopi KTP dan alamat."),
    ("visit", "out", "Kunjungan usaha; warung berjalan baik."),
    ("phone", "out", "Mengundang ke rapat anggota tahunan; akan hadir."),
)
_ABOUT_ARREARS = (
    ("phone", "out", "Tidak diangkat dua kali."),
    ("phone", "out", "Berjanji membayar setelah gajian."),
    ("visit", "out", "Bertemu di rumah; dagangan sepi, minta tenggang dua minggu."),
    ("whatsapp", "out", "Dikirimi pengingat; sudah dibaca, belum dibalas."),
    ("counter", "in", "Datang ke kantor, membayar sebagian."),
)


def interactions(person: Person, late_days: int, today: date) -> list[NewInteraction]:
    """A few of the last months, oldest first; with a member in arrears they are about that."""
    rng = seeded_random("talks", person.member_no)
    notes = _ABOUT_ARREARS if late_days > 0 else _USUAL
    count = rng.randint(1, 3) if late_days > 0 else rng.choice((0, 0, 0, 1, 2))
    span = max(min(late_days, 120), 2) if late_days > 0 else 240
    days = sorted((rng.randint(1, span) for _ in range(count)), reverse=True)
    chosen = sorted(rng.sample(range(len(notes)), count))
    return [
        NewInteraction.model_validate(
            {
                "channel": notes[index][0],
                "direction": notes[index][1],
                "note": notes[index][2],
                "occurred_at": datetime.combine(
                    today - timedelta(days=ago), time(rng.randint(1, 8), 15), UTC
                ),
            }
        )
        for ago, index in zip(days, chosen, strict=True)
    ]
