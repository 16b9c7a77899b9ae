"""Which passwords are taken, besides their length. Pure.

NIST SP 800-63B-4 asks for 15 characters where there is no second factor, and to refuse what is
common or made of the user's context; it forbids to ask for kinds of characters.
"""

import re
from collections.abc import Iterable
from functools import cache

SHORTEST, LONGEST = 8, 128
"""What the cooperative may choose as the least length, and what is taken at most."""
ENOUGH_BESIDE_NAMES = 6
_OF_NAMES = re.compile(r"[^\W\d_]{4,}")

_COMMON_HERE = frozenset(
    """
    rahasia1 rahasia123 rahasia12345 katasandi katasandi123 sandi123 indonesia indonesia1
    indonesia123 indonesiaraya merdeka45 bismillah bismillah1 bismillah123 bismillahirrahmanirrahim
    alhamdulillah assalamualaikum sayangku sayang123 sayangkamu cintaku1 akucintakamu koperasi
    koperasi1 koperasi123 koperasiku simpanpinjam simpanpinjam1 jakarta1 jakarta123 bandung123
    surabaya persija1 persib1933 administrator admin12345678 qwertyuiop12 123456789012
    """.split()  # noqa: SIM905  (as a table it can be read)
)


def fault(password: str, username: str, names: Iterable[str]) -> str | None:
    """The code of what is wrong with a new password, None when nothing is.

    `names` are the user's and the cooperative's: without their words of four letters or more, six
    letters and digits must be left.
    """
    folded = password.casefold()
    if folded == username.casefold():
        return "password_is_username"
    if folded in _COMMON_HERE or folded in _common():
        return "common_password"
    words = {word for name in (username, *names) for word in _OF_NAMES.findall(name.casefold())}
    left = folded
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    if sum(c.isalnum() for c in left) >= ENOUGH_BESIDE_NAMES:
        return None
    return "password_of_names" if left != folded else "few_letters"


@cache
def _common() -> frozenset[str]:
    """zxcvbn's list of the 30,000 commonest; 800 KB, read when the first password is set."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
