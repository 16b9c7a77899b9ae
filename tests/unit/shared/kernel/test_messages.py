from collections import Counter
from pathlib import Path

from shared.kernel import messages


def test_a_code_has_its_words_in_one_room_only() -> None:
    counted = Counter(code for room in messages._ROOMS for code in room.MESSAGES)
    assert [code for code, count in counted.items() if count > 1] == []


def test_every_module_of_words_is_among_them() -> None:
    modules = {path.stem for path in Path(messages.__path__[0]).glob("*.py")} - {"__init__"}
    assert {room.__name__.rpartition(".")[2] for room in messages._ROOMS} == modules
