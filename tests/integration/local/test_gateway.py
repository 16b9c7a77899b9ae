import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from auth import authorizer
from auth.tokens import LIFETIME, Bearer, issue, signer
from local.gateway import Gateway
from local.site import Site
from local.template import load

pytestmark = pytest.mark.usefixtures("tables")

PAGE = "<!doctype html><title>Sapa</title>" + " " * 2000


class Client:
    """A browser at 203.0.113.7, without a server in between."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def request(self, method: str, path: str, **sent: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self._gateway, client=("203.0.113.7", 50000))
            async with httpx.AsyncClient(transport=transport, base_url="http://sapa") as http:
                return await http.request(method, path, **sent)

        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            return runner.run(send())

    def get(self, path: str, **sent: Any) -> httpx.Response:
        return self.request("GET", path, **sent)

    def post(self, path: str, **sent: Any) -> httpx.Response:
        return self.request("POST", path, **sent)


@pytest.fixture
def written() -> list[None]:
    """Grows with each call after which there may be something to deliver."""
    return []


@pytest.fixture
def gateway(tmp_path: Path, written: list[None]) -> Gateway:
    (tmp_path / "assets").mkdir()
    (tmp_path / ".vite").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "assets/app-1234.js").write_text("export {};" * 300)
    (tmp_path / ".vite/manifest.json").write_text("{}")
    return Gateway(load(), Site(tmp_path), lambda: written.append(None))


@pytest.fixture
def client(gateway: Gateway) -> Client:
    return Client(gateway)


def token(role: str = "admin", at: datetime | None = None) -> dict[str, str]:
    bearer = Bearer("siti", "Siti", role, ())
    return {"Authorization": f"Bearer {issue(bearer, at or datetime.now(UTC), signer())}"}


def test_without_a_token_the_gateway_answers_its_bare_401(client: Client) -> None:
    answer = client.get("/api/members")
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


@pytest.mark.parametrize("header", ["Bearer forged", "Basic c2l0aTpydXNhaw==", ""])
def test_a_forged_token_meets_the_gateways_403(client: Client, header: str) -> None:
    answer = client.get("/api/members", headers={"Authorization": header})
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_an_expired_token_reaches_the_room_which_answers_401_with_a_problem(
    client: Client,
) -> None:
    answer = client.get("/api/members", headers=token(at=datetime.now(UTC) - 2 * LIFETIME))
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_reaches_the_room_with_its_identity(client: Client) -> None:
    answer = client.get("/api/auth/me", headers=token("viewer"))
    assert answer.status_code in {200, 401}
    listed = client.get("/api/members", headers=token("viewer"))
    assert (listed.status_code, listed.json()["items"]) == (200, [])
    made = client.post("/api/members", headers=token("viewer"), json={"name": "Budi"})
    assert made.status_code == 403
    assert made.headers["content-type"] == "application/problem+json"


def test_only_what_may_write_is_told(client: Client, written: list[None]) -> None:
    client.get("/api/members", headers=token())
    assert len(written) == 0
    new = {"name": "Budi", "joined_on": "2024-03-01"}
    assert client.post("/api/members", headers=token(), json=new).status_code == 201
    assert len(written) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/none"),
        ("GET", "/api/members/"),
        ("DELETE", "/api/members"),
        ("GET", "/api/members/1/2/3/4"),
        ("HEAD", "/api/members"),
        ("OPTIONS", "/api/members"),
        ("GET", "/api/"),
        ("POST", "/api/auth/login/x"),
    ],
)
def test_a_route_that_the_template_lacks_is_the_gateways_404(
    client: Client, method: str, path: str
) -> None:
    answer = client.request(method, path, headers=token())
    assert answer.status_code == 404
    if method != "HEAD":
        assert answer.json() == {"message": "Not Found"}


def test_a_public_route_needs_no_token_and_ignores_a_forged_one(client: Client) -> None:
    assert client.get("/api/auth/settings").status_code == 200
    forged = {"Authorization": "Bearer forged"}
    assert client.get("/api/auth/settings", headers=forged).status_code == 200


def test_a_fixed_path_wins_over_one_with_a_variable(client: Client) -> None:
    assert client.get("/api/members/counts", headers=token()).json()["total"] == 0


def test_the_authorizer_sees_a_payload_2_event_once_for_each_header(
    gateway: Gateway, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def watched(event: dict[str, Any], context: object) -> dict[str, Any]:
        seen.append(event)
        return authorizer.lambda_handler(event, context)

    monkeypatch.setattr(gateway._authorizer, "_decide", watched)
    header = token()
    for path in ("/api/members", "/api/members/counts"):
        assert client.get(path, headers=header).status_code == 200
    assert len(seen) == 1
    assert seen[0]["version"] == "2.0"
    assert seen[0]["type"] == "REQUEST"
    assert seen[0]["routeKey"] == "GET /members"
    assert seen[0]["identitySource"] == [header["Authorization"]]
    assert seen[0]["requestContext"]["http"]["sourceIp"] == "203.0.113.7"


def test_what_the_authorizer_said_is_kept_as_long_as_the_template_says(
    gateway: Gateway, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def refuse(event: object, _: object) -> dict[str, Any]:
        calls.append(event)
        return {"isAuthorized": False}

    monkeypatch.setattr(gateway._authorizer, "_decide", refuse)
    begun = time.monotonic()
    for seconds in (0, 299, 301):
        monkeypatch.setattr(time, "monotonic", lambda at=begun + seconds: at)
        client.get("/api/members", headers={"Authorization": "Bearer x"})
    assert len(calls) == 2


def test_a_made_up_forwarding_header_does_not_change_the_callers_address(
    client: Client,
) -> None:
    made = {"name": "Budi Santoso", "joined_on": "2024-03-01"}
    headers = {**token(), "X-Forwarded-For": "198.51.100.1, 198.51.100.2"}
    assert client.post("/api/members", headers=headers, json=made).status_code == 201
    audit = client.get("/api/auth/audit", headers=token()).json()
    assert {entry["address"] for entry in audit["items"]} == {"203.0.113.7"}


def test_answers_of_the_api_are_not_stored_and_carry_the_edges_headers(
    client: Client,
) -> None:
    answer = client.get("/api/members", headers=token())
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "calls" in answer.headers["server-timing"]


def test_the_page_is_checked_each_time_and_an_asset_never_again(client: Client) -> None:
    page = client.get("/")
    assert page.text == PAGE
    assert page.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in page.headers["content-security-policy"]
    again = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    asset = client.get("/assets/app-1234.js")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=1.0, *;q=0", "br")],
)
def test_the_site_is_sent_compressed_as_the_browser_likes(
    client: Client, accepted: str, encoding: str | None
) -> None:
    answer = client.get("/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.text == PAGE


@pytest.mark.parametrize(
    "path", ["/none", "/assets/none.js", "/.vite/manifest.json", "/../template.yaml", "/%2e%2e/x"]
)
def test_what_is_not_part_of_the_site_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_site_takes_no_writes(client: Client) -> None:
    assert client.post("/").status_code == 405
