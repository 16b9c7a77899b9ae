"""Contacts with members that the demo's timeline tells of."""

from datetime import UTC, date, datetime, time, timedelta

from contacts.bulk import NewInteraction

from .people import Person, chances

_CALM = (
    ("counter", "in", "Setor simpanan di loket; buku simpanan dicetak."),
    ("phone", "in", "Bertanya saldo simpanan sukarela."),
    ("whatsapp", "in", "Mengirim bukti transfer angsuran."),
    ("counter", "in", "Memperbarui fotokopi KTP dan alamat."),
    ("visit", "out", "Kunjungan usaha; warung berjalan baik."),
    ("phone", "out", "Mengundang ke rapat anggota tahunan; akan hadir."),
)
_LATE = (
    ("phone", "out", "Tidak diangkat dua kali."),
    ("phone", "out", "Berjanji membayar setelah gajian."),
    ("visit", "out", "Bertemu di rumah; dagangan sepi, minta tenggang dua minggu."),
    ("whatsapp", "out", "Dikirimi pengingat; sudah dibaca, belum dibalas."),
    ("counter", "in", "Datang ke kantor, membayar sebagian."),
)


def interactions(person: Person, late_days: int, today: date) -> list[NewInteraction]:
    """A few of the last months, oldest first; with a late member about the arrears."""
    chance = chances("talks", person.member_no)
    told = _LATE if late_days > 0 else _CALM
    count = chance.randint(1, 3) if late_days > 0 else chance.choice((0, 0, 0, 1, 2))
    span = max(min(late_days, 120), 2) if late_days > 0 else 240
    days = sorted((chance.randint(1, span) for _ in range(count)), reverse=True)
    talks = sorted(chance.sample(range(len(told)), count))
    return [
        NewInteraction.model_validate(
            {
                "channel": told[talk][0],
                "direction": told[talk][1],
                "note": told[talk][2],
                "occurred_at": datetime.combine(
                    today - timedelta(days=ago), time(chance.randint(1, 8), 15), UTC
                ),
            }
        )
        for ago, talk in zip(days, talks, strict=True)
    ]
