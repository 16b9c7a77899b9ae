"""Whether two names are of the same person, folded as searches fold them. Pure."""

from difflib import SequenceMatcher

from shared.domain.names import words

_ALIKE, _UNLIKE = 0.85, 0.6


def is_similar(one: str, other: str) -> bool:
    """The same but for spelling, order, titles, or words that one of them leaves out."""
    first, second = set(words(one)), set(words(other))
    return first <= second or second <= first or _ratio(one, other) >= _ALIKE


def is_different(one: str, other: str) -> bool:
    """Nothing in common: no word, and few letters."""
    return not set(words(one)) & set(words(other)) and _ratio(one, other) < _UNLIKE


def _ratio(one: str, other: str) -> float:
    first, second = (" ".join(sorted(words(name))) for name in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
