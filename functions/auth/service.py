"""Use cases of administration: users, passwords, API clients."""

from datetime import datetime

from shared.aws import dynamo, write
from shared.aws.retry import retry_on_conflict
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from shared.kernel.ids import checked_id, new_id
from shared.records import revocations
from shared.records.audit import audit
from shared.records.cooperative import cooperative

from . import password_rules, repository, rules, sign_in_attempts
from .models import Client, User
from .passwords import generate_password, hash_password, verify_password
from .schemas import NewClient, NewUser, PasswordChange, UserChange
from .sessions import new_family, secret_and_digest

_FINAL = ("user", "admin", "family", "client")
"""Guards that stay refused when a transaction is tried again."""


def health() -> str:
    """`ok` where the database answers (dynamo.Unavailable where it does not)."""
    repository.cooperative_settings()
    return "ok"


def change_password(caller: Caller, change: PasswordChange, clock: Clock) -> tuple[str, int]:
    """Change one's own password, which ends one's sessions, and begin another one.

    Answers its refresh token and the seconds that this lives.
    """
    now = clock.now()
    if caller.role == "client":
        raise Forbidden("Authorization", "not_allowed", caller.role)
    source = sign_in_attempts.Source(caller.address)
    counted = sign_in_attempts.count_attempt(caller.name, source, now)
    user = repository.user(caller.name)
    if user is None or not user.active:
        raise Unauthorized("session_ended")
    if not verify_password(user.password_hash, change.current_password):
        sign_in_attempts.record_failure(
            sign_in_attempts.PASSWORDS, "password.failed", user.username, caller.address, now
        )
        raise Invalid("current_password", "wrong_password")
    changed = _with_password(user, change.new_password, "new_password")
    moment = int(now.timestamp())
    family, token = new_family(changed, moment)
    known = sign_in_attempts.signed_in(user.username, source, counted, now)
    more = [repository.save_family(family), *known]
    _save_user(caller, user, changed, now, "user.password", more=more)
    return token, family.ends - moment


def create_user(caller: Caller, new: NewUser, clock: Clock) -> dict[str, object]:
    """The user's row, with the password where it was generated."""
    now = clock.now()
    _check_offices(new.offices)
    generated = None if new.password else generate_password()
    user = User(
        username=new.username,
        name=new.name,
        role=new.role,
        offices=new.offices,
        created_at=timestamp(now),
        password_hash="",
    )
    _require_no_more(caller, user, "role")
    user = _with_password(user, new.password or generated or "", "password")
    user = user.model_copy(update={"must_change": generated is not None})
    entry = audit(caller, now, "user.create", user.username, role=user.role)
    try:
        dynamo.transact([repository.save_user(user), entry])
    except dynamo.ConditionFailed as failed:
        raise Conflict("username", "duplicate", user.username) from failed
    return user_row(user) | ({"password": generated} if generated else {})


def change_user(
    caller: Caller, username: str, change: UserChange, clock: Clock
) -> dict[str, object]:
    """The changed user's row, with the password where it was generated. Conflict if it would leave
    no active admin, or somebody else has changed the user meanwhile. A new password or disabling
    ends the user's sessions. Forbidden where the user has, or would have, more than the caller."""
    user = repository.user(rules.fold_username(username)[:32])
    if user is None or not caller.covers(user.offices):
        raise NotFound("username", username[:32])
    _require_no_more(caller, user, "username")
    reset = "password" in change.model_fields_set
    given = {name for name in change.model_fields_set if getattr(change, name) is not None}
    if not given and not reset:
        return user_row(user)
    if change.offices is not None:
        _check_offices(change.offices)
    plain = {name: getattr(change, name) for name in given - {"password"}}
    changed = user.model_copy(update=plain)
    _require_no_more(caller, changed, "role")
    generated = generate_password() if reset and not change.password else None
    if reset:
        changed = _with_password(changed, change.password or generated or "", "password")
        changed = changed.model_copy(update={"must_change": generated is not None})
    elif user.active and not changed.active:
        changed = changed.model_copy(update={"epoch": user.epoch + 1})
    guards = _admin_stays(user, changed)
    if reset:
        guards += repository.forgive(user.username)
    fields = sorted(given | {"password"} if reset else given)
    _save_user(caller, user, changed, clock.now(), "user.change", more=guards, fields=fields)
    return user_row(changed) | ({"password": generated} if generated else {})


def user_row(user: User) -> dict[str, object]:
    """What the API shows of a user."""
    return user.model_dump(include={"username", "name", "role", "offices", "active", "created_at"})


def create_client(caller: Caller, new: NewClient, clock: Clock) -> dict[str, object]:
    """The client's row and, only this once, its secret."""
    now = clock.now()
    _check_offices(new.offices)
    secret, digest = secret_and_digest()
    client = Client(
        client_id=new_id(),
        name=new.name,
        scopes=tuple(dict.fromkeys(new.scopes)),
        offices=new.offices,
        created_at=timestamp(now),
        secret_hash=digest,
    )
    _require_no_more(caller, client, "scopes")
    entry = audit(caller, now, "client.create", client.client_id, scopes=client.scopes)
    dynamo.transact([repository.add_client(client), entry])
    return client_row(client) | {"client_secret": secret}


def remove_client(caller: Caller, client_id: str, clock: Clock) -> None:
    """No more tokens for this client; those it has end within a minute."""
    checked_id("client_id", client_id)
    client = repository.client(client_id)
    if client is None or not caller.covers(client.offices):
        raise NotFound("client_id", client_id)
    _require_no_more(caller, client, "client_id")
    now = clock.now()
    entry = audit(caller, now, "client.delete", client_id)
    try:
        _transact_ending(client, now, [repository.remove_client(client_id), entry])
    except dynamo.ConditionFailed as failed:
        raise NotFound("client_id", client_id) from failed


def client_row(client: Client) -> dict[str, object]:
    """What the API shows of a client."""
    return client.model_dump(include={"client_id", "name", "scopes", "offices", "created_at"})


def _require_no_more(caller: Caller, holder: User | Client, field: str) -> None:
    """Forbidden where a user or client has more than the caller: nobody gives what they do not
    have, nor takes over whom they could not have made."""
    if not holder.permissions <= caller.permissions:
        raise Forbidden(field, "more_than_yours")
    if not caller.covers(holder.offices):
        raise Forbidden("offices", "more_than_yours")


def _with_password(user: User, password: str, field: str) -> User:
    """The user with another password, whose sessions end; Invalid if it is weak."""
    chosen = cooperative()
    if len(password) < chosen.password_min_length:
        raise Invalid(field, "too_short", limit=chosen.password_min_length)
    if code := password_rules.fault(password, user.username, (user.name, chosen.name)):
        raise Invalid(field, code)
    changed = {
        "password_hash": hash_password(password),
        "epoch": user.epoch + 1,
        "must_change": False,
    }
    return user.model_copy(update=changed)


def _admin_stays(before: User, after: User) -> list[write.Write]:
    """What must hold in the transaction so that an active admin is left; Conflict if none is."""
    if not before.is_admin or after.is_admin:
        return []
    others = (u for u in repository.users() if u.is_admin and u.username != before.username)
    if (other := next(others, None)) is None:
        raise Conflict("username", "last_admin", before.username)
    return [repository.require_unchanged(other)]


def _save_user(
    caller: Caller,
    before: User,
    user: User,
    now: datetime,
    action: str,
    *,
    more: list[write.Write],
    **detail: object,
) -> None:
    """Save a user; the access tokens of one who has other rights or another password are ended."""
    entry = audit(caller, now, action, user.username, **detail)
    writes = [repository.save_user(user), *more, entry]
    try:
        if _in_tokens(before) == _in_tokens(user):
            dynamo.transact(writes)
        else:
            _transact_ending(user, now, writes)
    except dynamo.ConditionFailed as failed:
        raise Conflict("username", "changed_meanwhile", user.username) from failed


def _in_tokens(user: User) -> tuple[object, ...]:
    """What a user's tokens say of them, or rest on."""
    return user.role, user.offices, user.active, user.epoch


def _transact_ending(holder: User | Client, now: datetime, writes: list[write.Write]) -> None:
    """Write, and end the access tokens that a user or client has; this process knows at once."""
    moment = int(now.timestamp())
    retry_on_conflict(
        lambda: dynamo.transact([*writes, repository.end_tokens(holder, moment)]), final=_FINAL
    )
    revocations.forget()


def _check_offices(codes: tuple[str, ...]) -> None:
    """Invalid for a code that the cooperative does not have, where it has said which it has."""
    known = [office.code for office in cooperative().offices]
    if known and (unknown := next((code for code in codes if code not in known), None)):
        raise Invalid("offices", "not_one_of", unknown, choices=", ".join(known))
