"""Who is disabled, removed or changed stops within a minute, in every process and at no read a
request."""

from types import SimpleNamespace

import pytest

from auth import authorizer, bootstrap
from shared.aws import dynamo
from shared.records import revocations
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import PASSWORD, MovableClock, Users
from tests.integration.events import Answer, event, invoke


class Process:
    """Another process of Sapa: the members room, with its own copy and its own seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 1000.0
        self._patch = monkeypatch
        self._kept: tuple[revocations._Copy | None, float] = (None, 0.0)

    def asks(self, browser: Browser) -> Answer:
        request = {"headers": {"authorization": f"Bearer {browser.token}"}}
        caller = authorizer.lambda_handler(request, None)["context"]
        with self._patch.context() as patch:
            patch.setattr(revocations, "_copy", self._kept[0])
            patch.setattr(revocations, "_tried", self._kept[1])
            patch.setattr(revocations, "time", SimpleNamespace(monotonic=lambda: self.seconds))
            answer = invoke("members.app.lambda_handler", event("GET", "/members", caller=caller))
            self._kept = revocations._copy, revocations._tried
        return answer


@pytest.fixture
def process(tables: None, monkeypatch: pytest.MonkeyPatch) -> Process:
    return Process(monkeypatch)


@pytest.mark.parametrize(
    "change", [{"active": False}, {"role": "viewer"}, {"offices": ["BDG"]}, {"password": None}]
)
def test_a_changed_user_stops_here_at_once_and_elsewhere_within_a_minute(
    admin: Browser, user: Users, process: Process, change: dict[str, object]
) -> None:
    budi = user()
    assert process.asks(budi).status == 200
    assert admin("PATCH", "/auth/users/budi", change).status == 200
    assert budi("GET", "/auth/me").status == 401
    process.seconds += 29
    assert process.asks(budi).status == 200
    process.seconds += 1
    refused = process.asks(budi)
    assert (refused.status, refused.fields) == (401, ["Authorization"])
    assert process.asks(admin).status == 200


def test_another_name_ends_nothing(admin: Browser, user: Users) -> None:
    budi = user()
    admin("PATCH", "/auth/users/budi", {"name": "Budi S."})
    assert budi("GET", "/auth/me").status == 200


def test_who_is_still_there_renews_and_goes_on(admin: Browser, user: Users) -> None:
    budi = user()
    admin("PATCH", "/auth/users/budi", {"role": "manager"})
    assert budi("GET", "/auth/me").status == 401
    assert budi.renew().status == 200
    assert budi("GET", "/auth/me").body["role"] == "manager"


def test_ones_own_new_password_ends_what_was_signed_in_before(user: Users) -> None:
    here, elsewhere = user(), Browser()
    elsewhere.sign_in("budi")
    change = {"current_password": PASSWORD, "new_password": "kunci gudang baru"}
    assert here("POST", "/auth/password", change).status == 204
    assert elsewhere("GET", "/auth/me").status == 401
    assert here.renew().status == 200
    assert here("GET", "/auth/me").status == 200


def test_a_new_password_at_the_start_ends_what_the_admin_had(admin: Browser) -> None:
    bootstrap.ensure_admin("admin", "kunci gudang baru")
    revocations.forget()
    assert admin("GET", "/auth/me").status == 401


def test_a_removed_client_stops(admin: Browser, process: Process) -> None:
    made = admin("POST", "/auth/clients", {"name": "Core", "scopes": ["members:read"]}).body
    asked = {name: made[name] for name in ("client_id", "client_secret")}
    token = Browser()("POST", "/auth/token", {"grant_type": "client_credentials", **asked}).body
    client = Browser(token["access_token"])
    assert process.asks(client).status == 200
    admin("DELETE", f"/auth/clients/{made['client_id']}")
    process.seconds += 30
    assert process.asks(client).status == 401


def test_who_has_just_lost_rights_over_users_gives_none_even_before_it_is_known(
    admin: Browser, user: Users, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    dina = user("dina", "admin")
    assert process.asks(dina).status == 200
    known = revocations._copy
    admin("PATCH", "/auth/users/dina", {"offices": ["BDG"]})
    monkeypatch.setattr(revocations, "_copy", known)
    assert process.asks(dina).status == 200
    assert dina("PATCH", "/auth/users/dina", {"offices": []}).status == 401


def test_a_request_costs_no_read_of_it_and_a_process_reads_at_most_every_30_seconds(
    admin: Browser, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, read = list[int](), revocations.read

    def counted() -> revocations.Revocations:
        reads.append(1)
        return read()

    monkeypatch.setattr(revocations, "read", counted)
    answers = []
    for _ in range(6):
        answers += [process.asks(admin) for _ in range(5)]
        process.seconds += 15
    assert len(reads) == 3
    assert {answer.calls for answer in answers} == {1}


def test_while_it_cannot_be_read_the_last_copy_holds_five_minutes_then_nobody_passes(
    admin: Browser, user: Users, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    budi = user()
    admin("PATCH", "/auth/users/budi", {"active": False})
    assert process.asks(admin).status == 200
    read, tries = revocations.read, []

    def unreachable() -> revocations.Revocations:
        tries.append(1)
        raise dynamo.Unavailable

    monkeypatch.setattr(revocations, "read", unreachable)
    for _ in range(9):
        process.seconds += 30
        assert process.asks(admin).status == 200
        assert process.asks(budi).status == 401
    assert len(tries) == 9
    process.seconds += 31
    refused = process.asks(admin)
    assert (refused.status, refused.headers["retry-after"]) == (503, "2")
    monkeypatch.setattr(revocations, "read", read)
    assert process.asks(admin).status == 200


def test_entries_are_dropped_once_no_token_is_left(
    admin: Browser, user: Users, clock: MovableClock
) -> None:
    user("ani")
    user("budi")
    admin("PATCH", "/auth/users/ani", {"active": False})
    assert revocations.read().ended.keys() == {"ani"}
    clock.move(minutes=17)
    admin.renew()
    admin("PATCH", "/auth/users/budi", {"active": False})
    assert revocations.read().ended.keys() == {"budi"}


def test_the_authorizer_reads_no_table(admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamo, "get", lambda *_: pytest.fail("was read"))
    monkeypatch.setattr(dynamo, "query", lambda *_: pytest.fail("was read"))
    request = {"headers": {"authorization": f"Bearer {admin.token}"}}
    assert authorizer.lambda_handler(request, None)["isAuthorized"] is True
