import pytest

from auth.password_rules import fault

NAMES = ("Siti Rahma", "KSP Sejahtera Bersama")


@pytest.mark.parametrize(
    "password", ["12345678", "PASSWORD", "Rahasia123", "bismillah", "iloveyou1"]
)
def test_the_commonest_passwords_are_refused_in_any_case(password: str) -> None:
    assert fault(password, "siti", NAMES) == "common_password"


def test_a_password_may_not_be_the_user_name() -> None:
    assert fault("Siti.Rahma", "siti.rahma", ()) == "password_is_username"


@pytest.mark.parametrize(
    "password", ["sejahtera-2026", "SitiRahma12345", "bersama bersama", "rahma.siti.1"]
)
def test_names_do_not_count_as_a_password(password: str) -> None:
    assert fault(password, "srahma", NAMES) == "password_of_names"


@pytest.mark.parametrize(
    "password", ["sepeda tua di gudang", "sejahtera gerobak", "ksp 1975-08-17 x"]
)
def test_length_is_enough_without_digits_and_signs(password: str) -> None:
    assert fault(password, "siti", NAMES) is None


def test_signs_alone_are_no_password() -> None:
    assert fault("------------", "ani", ("Ani", "KSP")) == "few_letters"
    assert fault("x7q2w9", "ani", ("Ani", "KSP")) is None
