"""The first user of a new deployment; the local runner and the operator call this."""

from shared.aws import dynamo
from shared.kernel.caller import PERMISSIONS, Caller
from shared.kernel.clock import timestamp
from shared.records.audit import audit
from shared.records.system_clock import SystemClock

from . import repository, rules
from .models import User
from .passwords import generate_password, hash_password, verify_password

SYSTEM = Caller("system", "admin", PERMISSIONS["admin"], (), "")


def ensure_admin(username: str, password: str | None) -> str | None:
    """Create the admin if there is none of this name; answers the password where one was generated.

    A given password is taken as it is, even if weak; an admin who is there gets it when theirs is
    another, and need not wait for failed sign-ins of before. Without one they stay as they are.
    """
    username = rules.fold_username(username)
    found = repository.user(username)
    if found and password and verify_password(found.password_hash, password):
        if forgiven := repository.forgive(username):
            dynamo.transact(forgiven)
        return None
    if found and password is None:
        return None
    generated = None if password else generate_password()
    now = SystemClock().now()
    hashed = hash_password(password or generated or "")
    if found:
        changed = {"password_hash": hashed, "epoch": found.epoch + 1, "must_change": False}
        admin = found.model_copy(update=changed)
    else:
        admin = User(
            username=username,
            name="Administrator",
            role="admin",
            created_at=timestamp(now),
            password_hash=hashed,
            must_change=generated is not None,
        )
    action = "user.password" if found else "user.create"
    writes = [repository.save_user(admin), audit(SYSTEM, now, action, username)]
    if found:
        writes.append(repository.end_tokens(found, int(now.timestamp())))
        writes += repository.forgive(username)
    dynamo.transact(writes)
    return generated
