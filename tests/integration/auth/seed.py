"""The users, the API client and the session that event files speak of."""

import time

import pytest
from argon2 import PasswordHasher

from auth import repository, sessions
from auth.models import Client, FailedAttempts, User
from auth.sessions import new_family
from shared.aws import dynamo

PASSWORD = "sepeda tua di gudang"
CLIENT_ID = "01JB0000000000000000000002"
FAMILY_ID = "01JB0000000000000000000003"
SECRET = "s" * 43

_MADE = "2026-11-24T07:00:00.000Z"


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Admins siti and tono, officer budi with a session, dewi who has to wait, one client."""
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    names = {"siti": "admin", "tono": "admin", "budi": "officer", "dewi": "viewer"}
    users = [
        User.model_validate(
            {
                "username": name,
                "name": name.title(),
                "role": role,
                "created_at": _MADE,
                "password_hash": hashed,
            }
        )
        for name, role in names.items()
    ]
    with monkeypatch.context() as patch:
        digest = sessions._digest(SECRET)
        patch.setattr(sessions, "secret_and_digest", lambda: (SECRET, digest))
        patch.setattr(sessions, "new_id", lambda: FAMILY_ID)
        now = int(time.time())
        family, _ = new_family(users[2], now)
    client = Client(
        client_id=CLIENT_ID,
        name="Sistem inti",
        scopes=("members:read",),
        created_at=_MADE,
        secret_hash=digest,
    )
    failures = FailedAttempts(failures=10, last=now)
    dynamo.transact(
        [
            *map(repository.save_user, users),
            repository.save_family(family),
            repository.add_client(client),
            repository.count_attempt("dewi", "", failures, now + 3600),
        ]
    )
