"""The contacts that event files speak of."""

import pytest

from contacts import service
from tests.integration.events import MEMBER_ID, Room, identity

PHONE_ID = "01JB0000000000000000000011"
EMAIL_ID = "01JB0000000000000000000012"
ADDRESS_ID = "01JB0000000000000000000013"


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mobile phone, an e-mail and an address of member 01JB0000000000000000000001."""
    room = Room("contacts", identity())
    bodies = [
        ("phones", PHONE_ID, {"number": "0812 3456 7890"}),
        ("emails", EMAIL_ID, {"address": "siti@contoh.co.id"}),
        ("addresses", ADDRESS_ID, {"street": "Jl. Merdeka 1", "rt": "1", "rw": "2"}),
    ]
    for place, contact_id, body in bodies:
        with monkeypatch.context() as patch:
            patch.setattr(service, "new_id", lambda given=contact_id: given)
            answer = room("POST", f"/members/{MEMBER_ID}/{place}", body)
            assert answer.status == 201, answer.body
