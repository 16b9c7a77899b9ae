"""The one timeline of contacts with a member."""

from tests.integration.contacts.conftest import People
from tests.integration.events import Room


def test_an_interaction_is_answered_whole_and_heads_the_timeline(
    contacts: Room, people: People
) -> None:
    path = f"/members/{people('Siti')}/interactions"
    earlier = contacts("POST", path, {"channel": "counter", "note": "Setor", "direction": "in"})
    body = {
        "channel": "visit",
        "note": "Ke rumah <b>🙂</b>",
        "occurred_at": "2026-01-05T09:30:00+07:00",
    }
    answer = contacts("POST", path, body)
    assert answer.status == 201
    assert answer.body == {
        "interaction_id": answer.body["interaction_id"], "at": "2026-01-05T02:30:00.000Z",
        "channel": "visit", "direction": "out", "kind": "interaction", "text": "Ke rumah <b>🙂</b>",
        "officer": "siti", "account_id": None,
    }  # fmt: skip
    listed = contacts("GET", path)
    assert listed.body == {"items": [earlier.body, answer.body], "next_cursor": None}
    assert listed.calls == 1


def test_a_cursor_walks_the_timeline_without_gaps_or_repeats(
    contacts: Room, people: People
) -> None:
    path = f"/members/{people('Siti')}/interactions"
    for n in range(7):
        moment = f"2026-01-0{n + 1}T00:00:00Z"
        contacts("POST", path, {"channel": "phone", "note": str(n), "occurred_at": moment})
    texts, cursor = [], None
    while True:
        query: dict[str, object] = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = contacts("GET", path, query=query).body
        texts += [row["text"] for row in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert texts == ["6", "5", "4", "3", "2", "1", "0"]


def test_a_cursor_of_another_member_is_refused(contacts: Room, people: People) -> None:
    siti, budi = people("Siti"), people("Budi")
    for _ in range(2):
        contacts("POST", f"/members/{siti}/interactions", {"channel": "phone"})
    page = contacts("GET", f"/members/{siti}/interactions", query={"limit": 1}).body
    query = {"cursor": page["next_cursor"]}
    assert contacts("GET", f"/members/{siti}/interactions", query=query).status == 200
    assert contacts("GET", f"/members/{budi}/interactions", query=query).fields == ["cursor"]


def test_an_interaction_in_the_future_is_refused_in_the_readers_language(
    contacts: Room, people: People
) -> None:
    path = f"/members/{people('Siti')}/interactions"
    body = {"channel": "visit", "occurred_at": "2099-01-01T00:00:00Z"}
    answer = contacts("POST", path, body, headers={"accept-language": "en"})
    assert (answer.status, answer.fields) == (422, ["occurred_at"])
    assert answer.body["errors"][0]["message"] == "must not be in the future"


def test_a_filter_finds_what_is_rare_and_its_cursor_walks_on(
    contacts: Room, people: People
) -> None:
    path = f"/members/{people('Siti')}/interactions"
    for n in range(8):
        channel = "visit" if n in {0, 3, 6} else "phone"
        moment = f"2026-01-0{n + 1}T00:00:00Z"
        contacts("POST", path, {"channel": channel, "note": str(n), "occurred_at": moment})
    first = contacts("GET", path, query={"channel": "visit", "limit": 2})
    assert [row["text"] for row in first.body["items"]] == ["6", "3"]
    assert first.calls == 1
    query = {"channel": "visit", "limit": 2, "cursor": first.body["next_cursor"]}
    rest = contacts("GET", path, query=query).body
    assert [row["text"] for row in rest["items"]] == ["0"]
    assert rest["next_cursor"] is None
    assert contacts("GET", path, query={**query, "channel": "phone"}).fields == ["cursor"]
    assert contacts("GET", path, query={"kind": "promise"}).body["items"] == []


def test_a_filtered_page_without_a_match_still_leads_to_what_lies_behind(
    contacts: Room, people: People
) -> None:
    path = f"/members/{people('Siti')}/interactions"
    contacts("POST", path, {"channel": "visit", "occurred_at": "2025-01-01T00:00:00Z"})
    for _ in range(101):
        contacts("POST", path, {"channel": "phone"})
    page = contacts("GET", path, query={"channel": "visit"}).body
    assert page["items"] == []
    query = {"channel": "visit", "cursor": page["next_cursor"]}
    assert len(contacts("GET", path, query=query).body["items"]) == 1
