"""What the feed's command keeps in mind and how it sends."""

import json
from pathlib import Path

import pytest

from tools.feed.http_client import HttpClient
from tools.feed.sapa import MAX_BYTES, MAX_ITEMS, batches
from tools.feed.state import FeedState, SentMessage, hash_of


def test_a_batch_holds_500_items_and_less_than_a_megabyte() -> None:
    small = [{"id": str(n)} for n in range(1_200)]
    assert [len(batch) for batch in batches(small)] == [MAX_ITEMS, MAX_ITEMS, 200]
    large = [{"id": str(n), "note": "x" * 5_000} for n in range(400)]
    parts = list(batches(large))
    assert [item for batch in parts for item in batch] == large
    assert all(len(json.dumps(batch)) <= MAX_BYTES for batch in parts)
    assert list(batches([])) == []


def test_sequences_rise_even_where_the_clock_does_not(tmp_path: Path) -> None:
    with FeedState(tmp_path / "feed.db") as state:
        first = state.next_sequence("members", "1")
        state.keep("members", "1", SentMessage(first + 10**12, "", closed=False))
        assert state.next_sequence("members", "1") == first + 10**12 + 1


def test_what_was_sent_is_known_after_a_restart_and_to_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "feed.db"
    with FeedState(path) as state:
        state.keep("accounts", "S-1", SentMessage(7, hash_of({"a": 1}), closed=True))
        state.set_row_hash("loans-1", "m")
    with FeedState(path) as state:
        assert state.sent("accounts", "S-1") == SentMessage(7, hash_of({"a": 1}), closed=True)
        assert state.is_unchanged("loans-1", "m")
        assert not state.is_unchanged("loans-1", "n")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("address", ["http://sapa.example", "ftp://127.0.0.9", "sapa.example"])
def test_credentials_are_not_sent_in_clear_to_another_computer(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        HttpClient(address)
