from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie

import pytest

from auth import bootstrap
from shared.aws import dynamo
from shared.kernel.settings import settings
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import PASSWORD, MovableClock, Users

WRONG = {"username": "admin", "password": "salah"}


def attempt(username: str, password: str = "salah", address: str = "203.0.113.7") -> int:
    return Browser(address=address).sign_in(username, password).status


def test_signing_in_answers_a_token_and_a_cookie_that_only_this_site_sends(
    user: Users,
) -> None:
    user(offices=["PST"])
    answer = Browser().sign_in("BUDI")
    assert answer.body["user"] == {
        "username": "budi",
        "name": "Budi Santoso",
        "role": "officer",
        "offices": ["PST"],
    }
    assert (answer.body["token_type"], answer.body["expires_in"]) == ("Bearer", 900)
    cookie = SimpleCookie(answer.headers["set-cookie"])["sapa_refresh"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/api/auth")
    assert cookie["max-age"] == str(12 * 3600)


def test_unknown_user_wrong_password_and_disabled_user_get_one_answer(
    admin: Browser, user: Users
) -> None:
    user("budi")
    user("tono")
    admin("PATCH", "/auth/users/tono", {"active": False})
    answers = [
        Browser().sign_in("nobody"),
        Browser().sign_in("budi", "salah"),
        Browser().sign_in("tono", PASSWORD),
    ]
    assert [answer.status for answer in answers] == [401, 401, 401]
    assert answers[0].body == answers[1].body == answers[2].body
    assert "value" not in answers[0].body["errors"][0]


@pytest.mark.parametrize(("language", "words"), [("en", "invalid credentials"), ("id", "salah")])
def test_the_refusal_is_in_the_readers_language(tables: None, language: str, words: str) -> None:
    body = {"username": "x", "password": "y"}
    answer = Browser()("POST", "/auth/login", body, headers={"accept-language": language})
    assert words in answer.body["detail"]


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "admin"}, "password"),
        ({"password": "x"}, "username"),
        ({"username": 1, "password": "x"}, "username"),
        ({"username": "admin", "password": ["x"]}, "password"),
        ({"username": "admin", "password": "x" * 1025}, "password"),
        ({"username": "admin", "password": "x", "otp": "1"}, "otp"),
        ('{"username": "admin", "password": "\\ud800"}', "password"),
        ("{", "body"),
        ("[]", "body"),
    ],
)
def test_a_body_that_is_none_names_the_field_and_never_quotes_the_password(
    body: object, field: str
) -> None:
    answer = Browser()("POST", "/auth/login", body)
    assert (answer.status, answer.fields) == (422, [field])
    if field == "password":
        assert "value" not in answer.body["errors"][0]


def test_five_failures_make_the_user_wait_longer_each_time(
    user: Users, clock: MovableClock
) -> None:
    user("budi")
    assert [attempt("budi") for _ in range(6)] == [401] * 5 + [429]
    refused = Browser().sign_in("budi")
    assert refused.status == 429
    assert refused.headers["retry-after"] in {"29", "30"}
    clock.move(seconds=31)
    assert attempt("budi") == 401
    assert Browser().sign_in("budi").headers["retry-after"] in {"59", "60"}
    clock.move(seconds=61)
    assert Browser().sign_in("budi").status == 200
    assert attempt("budi") == 401


def test_an_unknown_user_is_locked_just_the_same(tables: None) -> None:
    assert [attempt("nobody") for _ in range(6)] == [401] * 5 + [429]


def test_old_failures_are_forgotten(user: Users, clock: MovableClock) -> None:
    user("budi")
    assert [attempt("budi") for _ in range(4)] == [401] * 4
    clock.move(minutes=16)
    assert [attempt("budi") for _ in range(5)] == [401] * 5


def test_signing_in_takes_back_the_failures_of_the_user(user: Users) -> None:
    user("budi")
    for _ in range(3):
        assert [attempt("budi") for _ in range(4)] == [401] * 4
        assert Browser().sign_in("budi").status == 200


def test_forty_clerks_of_one_office_may_sign_in_at_eight(user: Users) -> None:
    user("budi")
    assert {Browser().sign_in("budi").status for _ in range(40)} == {200}


FORWARDED = {"x-forwarded-for": "198.51.100.9, 203.0.113.7"}


def test_behind_cloudfront_the_address_is_the_browsers(
    admin: Browser, origin_secret: dict[str, str]
) -> None:
    headers = FORWARDED | {"x-origin-verify": origin_secret["current"]}
    assert Browser()("POST", "/auth/login", WRONG, headers=headers).status == 401
    entry = admin("GET", "/auth/audit", headers=headers).body["items"][0]
    assert (entry["action"], entry["address"]) == ("login.failed", "198.51.100.9")


def test_without_cloudfront_a_made_up_address_is_not_believed(admin: Browser) -> None:
    Browser()("POST", "/auth/login", WRONG, headers=FORWARDED)
    assert admin("GET", "/auth/audit").body["items"][0]["address"] == "203.0.113.7"


def test_a_burst_of_guesses_is_no_more_than_five_tries(user: Users) -> None:
    user("budi")
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda n: attempt("budi", f"salah {n}"), range(24)))
    assert statuses.count(401) <= 5
    assert set(statuses) <= {401, 429}


def test_signing_in_and_failing_are_audited_without_the_password(
    admin: Browser, user: Users
) -> None:
    user("budi")
    attempt("budi", "rahasia sekali")
    entries = admin("GET", "/auth/audit").body["items"]
    assert [(e["action"], e["actor"], e["subject"]) for e in entries[:2]] == [
        ("login.failed", "anonymous", "budi"),
        ("login", "budi", "budi"),
    ]
    assert entries[0]["address"] == "203.0.113.7"
    assert "rahasia sekali" not in str(entries)


def test_no_secret_is_stored_as_it_is(user: Users) -> None:
    browser = user("budi")
    stored = str(dynamo.client().scan(TableName=settings().auth_table)["Items"])
    assert PASSWORD not in stored
    assert browser.cookie.partition(".")[2] not in stored
    assert browser.token not in stored


@pytest.mark.usefixtures("tables")
def test_the_first_admin_is_made_once_and_a_generated_password_is_told_once() -> None:
    generated = bootstrap.ensure_admin("Admin", None)
    assert generated is not None
    assert Browser().sign_in("admin", generated).status == 200
    assert bootstrap.ensure_admin("admin", None) is None
    assert Browser().sign_in("admin", generated).status == 200


@pytest.mark.usefixtures("tables")
def test_a_given_admin_password_is_taken_as_it_is_and_set_only_when_it_differs() -> None:
    assert bootstrap.ensure_admin("admin", "admin") is None
    browser = Browser()
    assert browser.sign_in("admin", "admin").status == 200
    bootstrap.ensure_admin("admin", "admin")
    assert browser.renew().status == 200
    bootstrap.ensure_admin("admin", "another")
    assert browser.renew().status == 401
    assert Browser().sign_in("admin", "another").status == 200
