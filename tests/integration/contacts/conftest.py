"""The rooms as an administrator uses them, on empty tables."""

from collections.abc import Callable

import pytest

from tests.integration.events import Room, identity

People = Callable[..., str]


@pytest.fixture
def contacts(tables: None) -> Room:
    return Room("contacts", identity())


@pytest.fixture
def members(tables: None) -> Room:
    return Room("members", identity())


@pytest.fixture
def people(members: Room) -> People:
    """Makes a member of this name and answers the id."""

    def make(name: str, **fields: object) -> str:
        answer = members("POST", "/members", {"name": name, "joined_on": "2020-01-15", **fields})
        assert answer.status == 201, answer.body
        return str(answer.body["member_id"])

    return make
