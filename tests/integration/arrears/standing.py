"""What tests ask of an account's arrears."""

from typing import Any

from tests.integration.events import Answer, Room


def stand(arrears: Room, account_id: str, as_of: str | None = None) -> Any:
    """Where an account stands."""
    query: dict[str, object] = {"as_of": as_of} if as_of else {}
    answer = arrears("GET", f"/accounts/{account_id}/arrears", query=query)
    assert answer.status == 200, answer.body
    return answer.body


def pauses(arrears: Room, account_id: str, start: str, end: str) -> Answer:
    """A pause is asked for."""
    return arrears("POST", f"/accounts/{account_id}/pauses", {"start_on": start, "end_on": end})


def resumes(arrears: Room, account_id: str, on: str) -> Answer:
    """The end of a pause is asked for."""
    return arrears("POST", f"/accounts/{account_id}/pauses/resume", {"on": on})
