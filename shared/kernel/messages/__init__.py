"""The words of every refusal, in Indonesian and English; a module a room, all of them together.

Params are filled in by name. The imports and the feed refuse in the words of every room.
"""

from typing import Literal

from . import accounts, arrears, auth, common, contacts, feed, imports, members, reminders

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
    "unavailable": ("Sapa sedang tidak dapat dihubungi", "Sapa cannot be reached just now"),
    "internal": ("Terjadi kesalahan di pihak kami", "Something went wrong on our side"),
}

_ROOMS = (common, members, accounts, arrears, contacts, reminders, imports, feed, auth)

MESSAGES: dict[str, tuple[str, str]] = {
    code: words for room in _ROOMS for code, words in room.MESSAGES.items()
}


def say(code: str, language: Language, params: dict[str, object]) -> str:
    """The message of a code in the reader's language."""
    return MESSAGES[code][0 if language == "id" else 1].format(**params)


def title(code: str, language: Language) -> str:
    """The title of a kind of refusal in the reader's language."""
    return TITLES[code][0 if language == "id" else 1]
