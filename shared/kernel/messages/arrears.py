"""What the arrears room refuses."""

MESSAGES: dict[str, tuple[str, str]] = {
    "pauses_overlap": (
        "bertumpang tindih dengan penundaan {start} sampai {end}",
        "overlaps the pause from {start} to {end}",
    ),
    "nothing_owed": ("tidak ada yang terutang", "nothing is owed"),
    "needs_snapshot": (
        "perlu rekaman harian yang selesai; mulai dengan POST /arrears/snapshots",
        "needs a finished daily snapshot; start one with POST /arrears/snapshots",
    ),
    "not_past": ("harus sebelum hari ini", "must be before today"),
    "assign_own": (
        "petugas hanya dapat mengambil rekening yang belum ada petugasnya, atau melepas miliknya",
        "officers may take accounts that are nobody's, and give back their own",
    ),
    "not_paused": (
        "tidak ada penundaan pada tanggal ini",
        "no pause holds this day",
    ),
}
