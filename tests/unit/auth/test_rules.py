from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import rules

PNG = b"\x89PNG\r\n\x1a\n"


def data_url(image: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{b64encode(image).decode()}"


def test_the_first_five_failures_cost_nothing_and_then_each_doubles_the_wait() -> None:
    waits = [rules.wait_after(failures) for failures in range(4, 12)]
    assert waits == [0, 30, 60, 120, 240, 480, 900, 900]


@given(st.integers(0, 10_000))
def test_the_wait_never_shrinks_and_never_passes_15_minutes(failures: int) -> None:
    wait = rules.wait_after(failures)
    assert wait <= rules.wait_after(failures + 1) <= 900


@given(st.integers(0, 20), st.integers(0, 5000))
def test_failures_are_not_forgotten_while_they_still_make_wait(failures: int, later: int) -> None:
    if rules.wait_now(failures, 0, later) > 0:
        assert rules.attempts_expire(failures, 0) > later + 15 * 60 - 1


def test_a_session_ends_after_12_idle_hours() -> None:
    assert rules.session_end(began=0, now=3600) == 13 * 3600


def test_a_session_ends_after_30_days_however_busy() -> None:
    assert rules.session_end(began=0, now=30 * 86400 - 60) == 30 * 86400


def test_the_current_refresh_token_is_good() -> None:
    assert rules.classify_token("b", current="b", previous="a", rotated=0, now=99) == "current"


@pytest.mark.parametrize(("now", "verdict"), [(130, "repeated"), (131, "reused")])
def test_the_token_before_is_good_for_30_seconds(now: int, verdict: str) -> None:
    assert rules.classify_token("a", current="b", previous="a", rotated=100, now=now) == verdict


def test_any_other_token_of_a_family_is_a_reused_one() -> None:
    assert rules.classify_token("a", current="c", previous="b", rotated=100, now=100) == "reused"


@pytest.mark.parametrize(
    "logo",
    [
        data_url(PNG),
        data_url(b"\xff\xd8\xff\xe0", "image/jpeg"),
        data_url(b"RIFF\x0a\x00\x00\x00WEBPVP8 ", "image/webp"),
        data_url(b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "image/svg+xml"),
        data_url(PNG.ljust(100 * 1024, b"\0")),
    ],
)
def test_a_logo_of_each_kind_up_to_100_kb_is_taken(logo: str) -> None:
    assert rules.logo_fault(logo) is None


@pytest.mark.parametrize(
    "logo",
    [
        "https://example.com/logo.png",
        "data:image/png,plain",
        data_url(PNG, "image/gif"),
        data_url(PNG, "text/html"),
        data_url(b"<html>"),
        "data:image/png;base64,not base64!",
        "data:image/png;base64,\u00e9\u00e9\u00e9\u00e9",
    ],
)
def test_what_is_no_image_of_its_kind_is_no_logo(logo: str) -> None:
    assert rules.logo_fault(logo) == "not_logo"


def test_a_logo_over_100_kb_is_too_large() -> None:
    assert rules.logo_fault(data_url(PNG.ljust(100 * 1024 + 1, b"\0"))) == "logo_too_large"
