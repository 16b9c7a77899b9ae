import asyncio
import threading
import unicodedata
from contextlib import closing

import pytest

from auth import passwords
from shared.kernel.errors import TooMany


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


def test_a_flood_waits_its_turn_and_what_is_too_much_is_refused_at_once() -> None:
    at_once = passwords.HASHING + passwords.WAITING
    go, busiest, working = threading.Event(), 0, 0

    def work() -> str:
        nonlocal busiest, working
        working += 1
        busiest = max(busiest, working)
        go.wait(10)
        working -= 1
        return "done"

    async def flood() -> list[str]:
        waiting = [asyncio.ensure_future(passwords.in_turn(work)) for _ in range(at_once)]
        await asyncio.sleep(0.05)
        with pytest.raises(TooMany) as refused:
            await passwords.in_turn(work)
        assert refused.value.retry_after == 2
        go.set()
        return await asyncio.gather(*waiting)

    async def later() -> str:
        return await passwords.in_turn(work)

    with closing(asyncio.new_event_loop()) as loop:
        assert loop.run_until_complete(flood()) == ["done"] * at_once
        assert busiest <= passwords.HASHING
        assert loop.run_until_complete(later()) == "done"
