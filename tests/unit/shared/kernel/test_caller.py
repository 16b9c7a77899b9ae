import pytest

from shared.kernel.caller import Caller


@pytest.mark.parametrize(
    ("own", "offices", "covered"),
    [
        ((), (), True),
        ((), ("BDG",), True),
        (("BDG",), ("BDG",), True),
        (("BDG", "GRT"), ("GRT",), True),
        (("BDG",), ("BDG", "GRT"), False),
        (("BDG",), (), False),
    ],
)
def test_no_offices_are_all_of_them_which_only_the_unbound_cover(
    own: tuple[str, ...], offices: tuple[str, ...], covered: bool
) -> None:
    assert Caller("siti", "admin", frozenset(), own, "").covers(offices) is covered
