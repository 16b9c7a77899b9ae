import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.aws.vault import Tampered, decrypt, encrypt, fingerprint
from shared.kernel.errors import Invalid
from shared.web.cursor import seal, unseal


def test_what_is_encrypted_is_read_back_only_in_its_context() -> None:
    sealed = encrypt("nik-at-rest", "3515014602870119", "member-1")
    assert decrypt("nik-at-rest", sealed, "member-1") == "3515014602870119"
    with pytest.raises(Tampered):
        decrypt("nik-at-rest", sealed, "member-2")
    with pytest.raises(Tampered):
        decrypt("cursor", sealed, "member-1")


def test_equal_values_have_equal_fingerprints_and_others_do_not() -> None:
    assert fingerprint("nik-lookup", "1") == fingerprint("nik-lookup", "1")
    assert fingerprint("nik-lookup", "1") != fingerprint("nik-lookup", "2")
    assert fingerprint("nik-lookup", "1") != fingerprint("cursor", "1")


@given(position=st.text(max_size=60), place=st.integers(0, 30), other=st.characters())
def test_a_cursor_with_a_changed_character_is_refused(
    position: str, place: int, other: str
) -> None:
    sealed = seal(position, "list")
    broken = sealed[:place] + other + sealed[place + 1 :]
    if broken != sealed:
        with pytest.raises(Invalid):
            unseal(broken, "list")
    assert unseal(sealed, "list") == position


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Invalid):
        unseal(seal("x", "members by name"), "members by date")
