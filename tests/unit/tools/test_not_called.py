"""The rehearsal says which routes it did not walk."""

from local.template import Route
from tools.rehearsal.caller import not_called

ROUTES = [
    Route("GET", path, "members.app.lambda_handler", public=False)
    for path in ("/members/{member_id}", "/members/counts", "/members")
]


def test_a_literal_path_is_called_before_one_with_variables() -> None:
    called = {("GET", "/members/counts"), ("POST", "/members")}
    assert not_called(ROUTES, called) == ["GET /members", "GET /members/{member_id}"]


def test_a_variable_is_one_part_of_a_path() -> None:
    called = {("GET", "/members/1"), ("GET", "/members"), ("GET", "/members/1/nik")}
    assert not_called(ROUTES, called) == ["GET /members/counts"]
