"""Use cases of signing in: sessions of users and tokens of clients."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from re import ASCII, fullmatch

from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.aws.vault import decrypt, encrypt
from shared.kernel.caller import PASSWORD_ONLY, PERMISSIONS, Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import BadCredentials, Invalid, Unauthorized
from shared.kernel.ids import new_id
from shared.records.audit import audit

from . import repository, rules, sign_in_attempts
from .models import Client, Family, User
from .passwords import verify_password
from .schemas import TokenRequest
from .sign_in_attempts import Source
from .tokens import LIFETIME, Bearer, Signer, issue

_MOST_TRIES = 4
_FORM = r"([0-7][0-9A-HJKMNP-TV-Z]{25})\.([\w-]{43})"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as it goes to the browser: both tokens, and the seconds that the cookie lives."""

    user: User
    access_token: str
    refresh_token: str
    max_age: int


def sign_in(username: str, password: str, source: Source, clock: Clock, signer: Signer) -> SignedIn:
    """Begin a session. One answer (BadCredentials) for an unknown or disabled user and a wrong
    password; TooMany after five failures of the user or thirty of the address."""
    now, address = clock.now(), source.address
    counted = sign_in_attempts.count_attempt(username, source, now)
    user = repository.user(username)
    genuine = verify_password(user.password_hash if user else None, password)
    if user is None or not genuine or not user.active:
        sign_in_attempts.record_failure(
            sign_in_attempts.PASSWORDS, "login.failed", username, address, now
        )
        raise BadCredentials("password")
    family, token = new_family(user, int(now.timestamp()))
    entry = audit(_caller(user, address), now, "login", username)
    known = sign_in_attempts.signed_in(username, source, counted, now)
    dynamo.transact([repository.save_family(family), *known, entry])
    return _signed_in(user, family, token, now, signer)


def renew(token: str, address: str, clock: Clock, signer: Signer) -> SignedIn:
    """Rotate a refresh token. Unauthorized when its session has ended; a reused one ends it."""
    return retry_on_conflict(
        lambda: _renew(token, address, clock, signer), max_attempts=_MOST_TRIES
    )


def _renew(token: str, address: str, clock: Clock, signer: Signer) -> SignedIn:
    """ConditionFailed where another request has rotated the token since it was read."""
    now = clock.now()
    moment = int(now.timestamp())
    family_id, presented = _parts(token)
    family = repository.family(family_id, moment) if family_id else None
    user = repository.user(family.username) if family else None
    if family is None or user is None:
        if family_id:
            repository.count_failure(sign_in_attempts.SESSIONS, address, now)
        raise Unauthorized("session_ended")
    use = rules.classify_token(presented, family.current, family.previous, family.rotated, moment)
    if use == "reused" or not user.active or user.epoch != family.epoch:
        action = "session.reuse" if use == "reused" else "session.end"
        entry = audit(_caller(user, address), now, action, user.username)
        dynamo.transact([repository.end_family(family_id), entry])
        raise Unauthorized("session_ended")
    if use == "repeated":
        current = decrypt("session", family.sealed, family_id)
        return _signed_in(user, family, f"{family_id}.{current}", now, signer)
    rotated, fresh = _rotated(family, moment)
    dynamo.transact([repository.save_family(rotated)])
    return _signed_in(user, rotated, fresh, now, signer)


def sign_out(token: str, address: str, clock: Clock) -> None:
    """End the token's session, if there is one."""
    now = clock.now()
    family_id, presented = _parts(token)
    family = repository.family(family_id, int(now.timestamp())) if family_id else None
    if family is None or presented not in {family.current, family.previous}:
        return
    writes = [repository.end_family(family_id)]
    if user := repository.user(family.username):
        writes.append(audit(_caller(user, address), now, "logout", user.username))
    dynamo.transact(writes)


def client_token(
    request: TokenRequest, address: str, clock: Clock, signer: Signer
) -> dict[str, object]:
    """A client's access token, with the scopes it asked for (all of its own without)."""
    now = clock.now()
    client = repository.client(request.client_id)
    if not client or not compare_digest(_digest(request.client_secret), client.secret_hash):
        sign_in_attempts.record_failure(
            sign_in_attempts.CLIENT_SECRETS, "token.failed", request.client_id, address, now
        )
        raise BadCredentials("client_secret")
    scopes = tuple(request.scope.split()) if request.scope else client.scopes
    if not set(scopes) <= set(client.scopes):
        raise Invalid("scope", "not_one_of", request.scope, choices=", ".join(client.scopes))
    caller = Caller(client.client_id, "client", frozenset(scopes), client.offices, address)
    dynamo.transact([audit(caller, now, "token", client.client_id)])
    bearer = Bearer(client.client_id, client.name, "client", client.offices, scopes, client.version)
    return {
        "access_token": issue(bearer, now, signer),
        "token_type": "Bearer",
        "expires_in": int(LIFETIME.total_seconds()),
        "scope": " ".join(scopes),
    }


def me(caller: Caller, clock: Clock) -> dict[str, object]:
    """Who calls, as stored now; Unauthorized when they are no longer."""
    found: User | Client | None
    if caller.role == "client":
        found = repository.client(caller.name)
    else:
        user = repository.user(caller.name)
        found = user if user and user.active else None
    if found is None:
        raise Unauthorized("session_ended")
    return {
        "username": caller.name,
        "name": found.name,
        "role": caller.role,
        "offices": list(caller.offices),
        "permissions": sorted(caller.permissions),
        "today": str(clock.today()),
    }


def secret_and_digest() -> tuple[str, str]:
    """A new secret of 256 random bits, and what is stored of it."""
    secret = secrets.token_urlsafe(32)
    return secret, _digest(secret)


def new_family(user: User, now: int) -> tuple[Family, str]:
    """A session of this user and its first refresh token; the family is still to be saved."""
    family_id = new_id()
    secret, digest = secret_and_digest()
    family = Family(
        family_id=family_id,
        username=user.username,
        epoch=user.epoch,
        began=now,
        rotated=now,
        ends=rules.session_end(now, now),
        current=digest,
        sealed=encrypt("session", secret, family_id),
    )
    return family, f"{family_id}.{secret}"


def _rotated(family: Family, now: int) -> tuple[Family, str]:
    secret, digest = secret_and_digest()
    changes = {
        "rotated": now,
        "ends": rules.session_end(family.began, now),
        "current": digest,
        "previous": family.current,
        "sealed": encrypt("session", secret, family.family_id),
    }
    return family.model_copy(update=changes), f"{family.family_id}.{secret}"


def _signed_in(user: User, family: Family, token: str, now: datetime, signer: Signer) -> SignedIn:
    scopes = (PASSWORD_ONLY,) if user.must_change else ()
    bearer = Bearer(user.username, user.name, user.role, user.offices, scopes, user.version)
    max_age = family.ends - int(now.timestamp())
    return SignedIn(user, issue(bearer, now, signer), token, max_age)


def _caller(user: User, address: str) -> Caller:
    return Caller(user.username, user.role, PERMISSIONS[user.role], user.offices, address)


def _parts(token: str) -> tuple[str, str]:
    """The family's id and the secret's digest; empty ones where it has not the form of a token."""
    found = fullmatch(_FORM, token, ASCII)
    return (found[1], _digest(found[2])) if found else ("", "")


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
