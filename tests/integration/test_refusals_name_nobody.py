"""What is refused names nobody whom the reader may not see: numbers are unique over all offices."""

import json
from typing import Any

import pytest

from tests.integration.events import Answer, Room, identity

SECRETS = ("Sulastri", "G-1", "GRT", "3515014602870119", "81234567890", "S-1")
"""What is known of the member of the other office: name, number, office, NIK, phone, account."""

everywhere, bandung = identity(), identity("admin", "BDG", "maya")


def asks(room: str, method: str, path: str, body: object) -> Answer:
    return Room(room, bandung)(method, path, body)


@pytest.fixture
def ours(tables: None) -> str:
    """Sulastri of Garut with a NIK, a phone and savings; a member of Bandung, whose id it is."""
    new: dict[str, Any] = {"name": "Sulastri Wulandari", "joined_on": "2020-01-15"}
    there = new | {"member_no": "G-1", "office": "GRT", "nik": "3515014602870119"}
    sulastri = Room("members", everywhere)("POST", "/members", there).body["member_id"]
    phone = {"number": "0812 3456 7890"}
    assert Room("contacts", everywhere)("POST", f"/members/{sulastri}/phones", phone).status == 201
    savings = {"member_id": sulastri, "kind": "savings", "product": "sukarela"}
    savings |= {"opened_on": "2020-01-15", "account_no": "S-1"}
    assert Room("accounts", everywhere)("POST", "/accounts", savings).status == 201
    here = new | {"name": "Budi Santoso", "member_no": "B-1", "office": "BDG"}
    return str(Room("members", everywhere)("POST", "/members", here).body["member_id"])


def told_of_another(answer: Answer, *sent: str) -> list[str]:
    text = json.dumps(answer.body)
    return [secret for secret in SECRETS if secret in text and secret not in sent]


def test_a_members_number_or_nik_that_another_office_has_is_taken_by_nobody_in_particular(
    ours: str,
) -> None:
    new = {"name": "Rini", "joined_on": "2020-01-15"}
    for taken in ({"member_no": "G-1"}, {"nik": "3515014602870119"}):
        for method, path, body in (
            ("POST", "/members", new | taken),
            ("PATCH", f"/members/{ours}", taken),
        ):
            answer = asks("members", method, path, body)
            assert (answer.status, answer.fields) == (409, [*taken])
            assert told_of_another(answer, taken.get("member_no", "")) == []


def test_an_account_number_that_another_office_has_is_taken_by_nobody_in_particular(
    ours: str,
) -> None:
    body = {"member_id": ours, "kind": "savings", "product": "sukarela", "account_no": "S-1"}
    answer = asks("accounts", "POST", "/accounts", body | {"opened_on": "2020-01-15"})
    assert (answer.status, answer.fields) == (409, ["account_no"])
    assert told_of_another(answer, "S-1") == []


def test_a_phone_that_somebody_of_another_office_has_is_taken_without_a_word(ours: str) -> None:
    phone = {"number": "0812 3456 7890"}
    answer = asks("contacts", "POST", f"/members/{ours}/phones", phone)
    assert answer.status == 201
    assert told_of_another(answer, "81234567890") == []


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("wanted", ["Sulastri", "sulastry", "G-1", "S-1", "081234567890", "0119"])
def test_a_search_finds_nobody_of_another_office(wanted: str) -> None:
    found = Room("members", bandung)("GET", "/members", query={"q": wanted})
    nobody = Room("members", bandung)("GET", "/members", query={"q": "Xaverius"})
    assert found.body["items"] == []
    assert found.body.keys() == nobody.body.keys()
    assert Room("members", everywhere)("GET", "/members", query={"q": wanted}).body["items"]


@pytest.mark.usefixtures("ours")
def test_a_core_system_of_another_office_learns_nothing() -> None:
    feed = Room("feed", identity("client", "BDG", "inti", "imports:feed"))
    plain = {"name": "Rini", "joined_on": "2020-01-15", "sequence": 1}
    for number, taken in enumerate(({"member_no": "G-1"}, {"nik": "3515014602870119"})):
        item = plain | {"id": f"R-{number}"} | taken
        answer = feed("PUT", "/imports/feed/members", {"items": [item]})
        (result,) = answer.body["items"]
        assert (result["result"], result["sapa_id"]) == ("refused", None)
        assert told_of_another(answer, taken.get("member_no", "")) == []
