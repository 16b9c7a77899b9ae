"""Folding of names, so that different spellings of a name are found. Pure.

Case, accents and titles are dropped; the spelling of before 1972 (oe, dj, tj, sj, nj) and common
variants (Mohamad, Moch.) become one form.
"""

import re
import unicodedata

MAX_WORDS = 6

_TITLES = {
    "h", "hj", "haji", "hajah", "drs", "dra", "dr", "ir", "prof", "kh", "se", "sh", "spd",
    "skom", "sag", "sip", "ssos", "mm", "mpd", "msi", "amd", "bapak", "ibu", "bpk", "sdr", "sdri",
}  # fmt: skip
_VARIANTS = {
    "muhamad": "muhammad", "mohamad": "muhammad", "mohammad": "muhammad", "mohamed": "muhammad",
    "muhammed": "muhammad", "muchamad": "muhammad", "mochamad": "muhammad", "mochammad": "muhammad",
    "moh": "muhammad", "moch": "muhammad", "muh": "muhammad", "much": "muhammad", "md": "muhammad",
    "mhd": "muhammad", "m": "muhammad", "abd": "abdul", "abdoel": "abdul", "sity": "siti",
    "st": "siti", "akhmad": "ahmad", "achmad": "ahmad", "amad": "ahmad", "noer": "nur",
    "noor": "nur",
}  # fmt: skip
_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"), ("hj", "hy"))
_APOSTROPHES = str.maketrans("", "", "'\u2019`")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _split(text: str) -> list[str]:
    joined = _plain(text).translate(_APOSTROPHES)
    return [w for w in _NOT_WORD.split(joined) if w]


def _folded(word: str) -> str:
    word = _VARIANTS.get(word, word)
    for old, new in _SPELLING:
        word = word.replace(old, new)
    return _VARIANTS.get(word, word).replace("y", "i")


_NAMES_MEANT = [(variant, _folded(variant)) for variant in _VARIANTS]


def words(name: str) -> list[str]:
    """The folded words of a name, at most 6, without titles (unless it is titles alone)."""
    plain = _split(name)
    kept = [w for w in plain if w not in _TITLES] or plain
    return [_folded(w) for w in kept][:MAX_WORDS]


def typed_words(text: str) -> tuple[list[str], list[str]]:
    """(finished words, readings of the last word) of a search, folded.

    The last word may be unfinished, so it is read as it stands and, where it begins a known variant
    (`mocha` of Mochamad), as that variant's name too.
    """
    plain = _split(text)
    if not plain:
        return [], []
    *finished, last = plain
    kept = [_folded(w) for w in finished if w not in _TITLES][: MAX_WORDS - 1]
    spelled = _spelled(last)
    if len(last) == 1:
        return kept, [spelled]
    meant = {name for variant, name in _NAMES_MEANT if variant.startswith(last)}
    return kept, [spelled, *sorted(name for name in meant if not name.startswith(spelled))]


def _spelled(prefix: str) -> str:
    for old, new in _SPELLING:
        prefix = prefix.replace(old, new)
    return prefix.replace("y", "i")


def code(text: str) -> str:
    """A number or code as a search compares it: letters and digits only, lower case."""
    return _NOT_WORD.sub("", _plain(text))


def sort_name(name: str) -> str:
    """A name as lists sort it: without case and accents, words as they are."""
    return " ".join(w for w in _NOT_WORD.split(_plain(name)) if w) or name.casefold()
