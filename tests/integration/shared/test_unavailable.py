"""A database that does not answer is a 503 that says when to try again, never a 500."""

from collections.abc import Iterator

import pytest
from botocore.stub import Stubber

from local.engine import free_port
from shared.aws import dynamo
from shared.kernel.settings import settings
from tests.integration.events import Room, event, identity, invoke

pytestmark = pytest.mark.usefixtures("tables")

members = Room("members", identity())


@pytest.fixture
def unreachable(tables: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The engine is gone."""
    monkeypatch.setenv("DYNAMODB_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr("time.sleep", lambda _: None)
    settings.cache_clear()
    dynamo.client.cache_clear()
    yield
    settings.cache_clear()
    dynamo.client.cache_clear()


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize(
    ("method", "body"), [("GET", None), ("POST", {"name": "Siti", "joined_on": "2020-01-15"})]
)
def test_calls_to_a_database_that_is_gone_are_answered_503(
    method: str, body: dict[str, str] | None
) -> None:
    answer = members(method, "/members", body)
    assert answer.status == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.fields == ["server"]


@pytest.mark.parametrize("code", ["ThrottlingException", "ProvisionedThroughputExceededException"])
def test_a_read_that_is_throttled_is_answered_503(code: str) -> None:
    assert members("GET", "/members").status == 200
    with Stubber(dynamo.client()) as stubbed:
        stubbed.add_client_error("query", code)
        assert members("GET", "/members").status == 503


def test_a_fault_of_ours_is_still_a_500() -> None:
    assert members("GET", "/members").status == 200
    with Stubber(dynamo.client()) as stubbed:
        stubbed.add_client_error("query", "ValidationException")
        assert members("GET", "/members").status == 500


def health() -> int:
    return invoke("auth.app.lambda_handler", event("GET", "/health")).status


def test_health_is_public_and_says_whether_the_database_answers() -> None:
    assert invoke("auth.app.lambda_handler", event("GET", "/health")).body == {"status": "ok"}


@pytest.mark.usefixtures("unreachable")
def test_health_is_503_where_the_database_does_not_answer() -> None:
    assert health() == 503
