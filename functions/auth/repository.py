"""The auth table: users, clients, refresh families, failed attempts, settings, audit.

Reads are strongly consistent; writes are returned, to be committed in one transaction.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from shared.aws import dynamo, merged_query, write
from shared.kernel.settings import settings
from shared.records import cooperative, revocations
from shared.records.failures import Failures
from shared.records.keys import auth as keys

from .models import Client, FailedAttempts, Family, User, Versioned
from .settings_schemas import SavedFilter, SavedFilters
from .tokens import LIFETIME

MOST_FORGIVEN = 50
Kept = TypeVar("Kept", bound=Versioned)


def user(username: str) -> User | None:
    """By user name in lower case."""
    return _load(User, dynamo.get(_table(), keys.user(username)))


def users(after: str | None = None, limit: int | None = None) -> list[User]:
    """By user name."""
    return [
        _of(User, item) for item in dynamo.query(_table(), keys.USERS, after=after, limit=limit)
    ]


def save_user(changed: User) -> write.Write:
    """Guard `user`: it is new, or nobody has changed it since it was read."""
    return _save(keys.user(changed.username), changed, "user")


def require_unchanged(read: User) -> write.Write:
    """Guard `admin`: the user is still what was read."""
    return write.require(_table(), keys.user(read.username), "admin", read.version)


def end_tokens(holder: User | Client, now: int) -> write.Write:
    """No access token of this version of a user or client is good any more (`now`: epoch seconds).

    Guard `revocations`: no others have been ended since the read in here.
    """
    name = holder.username if isinstance(holder, User) else holder.client_id
    until = now + int(LIFETIME.total_seconds())
    ended = revocations.read().with_end(name, holder.version + 1, until, now)
    return revocations.save(ended)


def client(client_id: str) -> Client | None:
    """By its id."""
    return _load(Client, dynamo.get(_table(), keys.client(client_id)))


def clients(after: str | None = None, limit: int | None = None) -> list[Client]:
    """In the order of their making."""
    items = dynamo.query(_table(), keys.CLIENTS, after=after, limit=limit)
    return [_of(Client, item) for item in items]


def add_client(new: Client) -> write.Write:
    """Guard `client`: it is new."""
    return _save(keys.client(new.client_id), new, "client")


def remove_client(client_id: str) -> write.Write:
    """Guard `client`: it is there."""
    return write.delete(_table(), keys.client(client_id), exists=True, guard="client")


def attempts(
    username: str, marks: Sequence[str], of_address: dynamo.Key, now: int
) -> tuple[FailedAttempts, str, dynamo.Item | None]:
    """(the attempts that count for this one, the first mark from which the user is known to sign
    in or "", the counter of the address), in one call.

    Of a known mark its own attempts count, of all others those of all others.
    """
    wanted = [keys.user_attempts(username), of_address]
    for mark in marks:
        wanted += [keys.user_attempts(username, mark), keys.known(username, mark)]
    strangers, counter, *rest = dynamo.batch_get([(_table(), key) for key in wanted])
    for mark, own, known in zip(marks, rest[::2], rest[1::2], strict=True):
        if known and int(known["ttl"]) > now:
            return _counting(own, now), mark, counter
    return _counting(strangers, now), "", counter


def count_attempt(username: str, known: str, counted: FailedAttempts, expires: int) -> write.Write:
    """Guard `attempt`: no other attempt has been counted since the read. `expires` is in epoch
    seconds, `known` as `attempts` answered it."""
    return _save(keys.user_attempts(username, known), counted, "attempt", ttl=expires)


def know(username: str, mark: str, until: int) -> write.Write:
    """The user has signed in from a browser or a network (`until`: epoch seconds)."""
    pk, sk = keys.known(username, mark)
    return write.put(_table(), {"pk": pk, "sk": sk, "ttl": until})


def count_failure(kind: Failures, address: str, now: datetime) -> None:
    """Count a failure of this address; TooMany where it is one too many."""
    kind.count(_table(), address, now)


def clear_attempts(username: str, known: str) -> write.Write:
    """None of the attempts that `attempts` answered counts any more."""
    return write.delete(_table(), keys.user_attempts(username, known))


def forgive(username: str) -> list[write.Write]:
    """No attempt of this user counts any more, from wherever; a Query."""
    tried = dynamo.query(_table(), keys.attempts_of(username), dynamo.Prefix("ATTEMPT"))
    some = tried[:MOST_FORGIVEN]
    return [write.delete(_table(), (str(item["pk"]), str(item["sk"]))) for item in some]


def family(family_id: str, now: int) -> Family | None:
    """The family, None when it has ended."""
    found = _load(Family, dynamo.get(_table(), keys.family(family_id)))
    return found if found and found.ends > now else None


def save_family(changed: Family) -> write.Write:
    """Guard `family`: it is new, or its token has not been rotated since it was read."""
    return _save(keys.family(changed.family_id), changed, "family", ttl=changed.ends)


def end_family(family_id: str) -> write.Write:
    """Deletes the family: none of its tokens is good any more."""
    return write.delete(_table(), keys.family(family_id))


def cooperative_settings() -> tuple[cooperative.Cooperative | None, int]:
    """(the cooperative's settings, their version); None and 0 before anybody saved any."""
    item = dynamo.get(_table(), keys.SETTINGS)
    if item is None:
        return None, 0
    return cooperative.Cooperative.model_validate_json(str(item["doc"])), int(item["v"])


def save_settings(new: cooperative.Cooperative, version: int) -> write.Write:
    """Guard `settings`: nobody has saved any since that version."""
    return _put_over(keys.SETTINGS, new.model_dump_json(), version, "settings")


def filters(username: str) -> tuple[SavedFilters, int]:
    """(a user's saved filters, their version, 0 before the first); as they were saved, whatever is
    asked of new ones by now."""
    item = dynamo.get(_table(), keys.filters(username))
    if item is None:
        return SavedFilters(), 0
    kept = [SavedFilter.model_construct(**one) for one in json.loads(str(item["doc"]))["filters"]]
    return SavedFilters.model_construct(filters=tuple(kept)), int(item["v"])


def save_filters(username: str, new: SavedFilters, version: int) -> write.Write:
    """Guard `filters`: nobody has saved any since that version."""
    return _put_over(keys.filters(username), new.model_dump_json(), version, "filters")


def audit_page(
    day: str, first: str, last: str, after: str | None, limit: int
) -> list[tuple[str, dict[str, Any]]]:
    """(sort key, entry) of one UTC date, newest first, from `first` to `last` (timestamps).

    Behind the sort key `after`, `limit` at least where there are as many; one Query a part.
    """
    items = merged_query.query(
        _table(),
        keys.audit_partitions(day),
        dynamo.Between(first, last),
        descending=True,
        after=after,
        limit=limit,
    )
    return [(str(item["sk"]), json.loads(str(item["doc"]))) for item in items]


def _table() -> str:
    return settings().auth_table


def _of(kind: type[Kept], item: dynamo.Item) -> Kept:
    return kind.model_validate_json(str(item["doc"])).model_copy(update={"version": item["v"]})


def _load(kind: type[Kept], item: dynamo.Item | None) -> Kept | None:
    return _of(kind, item) if item else None


def _counting(item: dynamo.Item | None, now: int) -> FailedAttempts:
    if item is None:
        return FailedAttempts()
    found = _of(FailedAttempts, item)
    return found if int(item["ttl"]) > now else FailedAttempts(version=found.version)


def _save(key: dynamo.Key, content: Versioned, guard: str, ttl: int | None = None) -> write.Write:
    return _put_over(key, content.model_dump_json(), content.version, guard, ttl)


def _put_over(
    key: dynamo.Key, doc: str, version: int, guard: str, ttl: int | None = None
) -> write.Write:
    """Put the next version over this one; version 0 is none."""
    item: dynamo.Item = {"pk": key[0], "sk": key[1], "v": version + 1, "doc": doc}
    if ttl is not None:
        item["ttl"] = ttl
    if version:
        return write.put(_table(), item, version=version, guard=guard)
    return write.put(_table(), item, new=True, guard=guard)
