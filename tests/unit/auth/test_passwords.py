import unicodedata

from auth import passwords


def test_a_password_proves_itself_and_no_other() -> None:
    hashed = passwords.hash_password("sepeda tua")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=2,p=1$")
    assert passwords.verify_password(hashed, "sepeda tua")
    assert not passwords.verify_password(hashed, "sepeda baru")


def test_nobody_has_a_password_and_finding_that_out_costs_a_whole_hash() -> None:
    parameters = passwords._NOBODYS.split("$")[:4]
    assert parameters == passwords.hash_password("x").split("$")[:4]
    assert not passwords.verify_password(None, "x")


def test_an_accented_letter_is_the_same_in_either_of_its_encodings() -> None:
    hashed = passwords.hash_password(unicodedata.normalize("NFC", "kafé lama"))
    assert passwords.verify_password(hashed, unicodedata.normalize("NFD", "kafé lama"))


def test_a_generated_password_is_long_and_free_of_letters_that_look_alike() -> None:
    for made in (passwords.generate_password() for _ in range(50)):
        assert len(made) == 19
        assert not set(made) & set("ilo01")
