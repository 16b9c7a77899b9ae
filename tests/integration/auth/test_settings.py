from base64 import b64encode

import pytest

from shared.records.system_clock import SystemClock
from tests.integration.auth.browser import Browser
from tests.integration.events import Room, identity


def test_settings_are_public_to_read_and_replaced_whole(admin: Browser) -> None:
    assert Browser()("GET", "/auth/settings").body["zone"] == "Asia/Jakarta"
    new = {
        "name": "KSP Maju",
        "logo": "data:image/png;base64," + b64encode(b"\x89PNG\r\n\x1a\n").decode(),
        "zone": "Asia/Makassar",
        "offices": [{"code": "PST", "name": "Pusat"}],
        "collectability": "ojk",
        "collectability_history": [],
        "ageing_buckets": [0, 30, 90],
        "mandatory_savings": {"monthly_amount": 25_000, "due_day": 5},
    }
    not_public = {
        "password_min_length": 8,
        "settlement_waiver": {"waives": "months", "months": 3},
    }
    whole = new | not_public
    assert admin("PUT", "/auth/settings", whole).body == whole
    assert Browser()("GET", "/auth/settings").body == new
    assert admin("GET", "/auth/settings/whole").body == whole
    assert admin("PUT", "/auth/settings", new).body == whole
    assert admin("PUT", "/auth/settings", {"name": "KSP Maju"}).body["offices"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Asia/Singapore"}, "zone"),
        ({"logo": "https://example.com/logo.png"}, "logo"),
        ({"offices": [{"code": "pst", "name": "Pusat"}]}, "offices.0.code"),
        ({"offices": [{"code": "A", "name": "Pusat"}, {"code": "A", "name": "B"}]}, "offices"),
        ({"collectability": "bank"}, "collectability"),
        ({"mandatory_savings": {"monthly_amount": 0}}, "mandatory_savings.monthly_amount"),
        (
            {"mandatory_savings": {"monthly_amount": 1, "due_day": 32}},
            "mandatory_savings.due_day",
        ),
        ({"name": ""}, "name"),
        ({"ageing_buckets": []}, "ageing_buckets"),
        ({"ageing_buckets": [-1, 30]}, "ageing_buckets.0"),
        ({"ageing_buckets": [30, 30]}, "ageing_buckets"),
        ({"ageing_buckets": list(range(13))}, "ageing_buckets"),
        (
            {"collectability_history": [{"from": "tomorrow", "profile": "ojk"}]},
            "collectability_history.0.from",
        ),
        (
            {"collectability_history": [{"from": "2026-01-01", "profile": "ojk"}] * 2},
            "collectability_history",
        ),
        ({"colour": "red"}, "colour"),
    ],
)
def test_settings_that_are_wrong_change_nothing(
    admin: Browser, change: dict[str, object], field: str
) -> None:
    answer = admin("PUT", "/auth/settings", {"name": "KSP Maju"} | change)
    assert (answer.status, answer.fields) == (422, [field])
    assert Browser()("GET", "/auth/settings").body["name"] == "Koperasi Simpan Pinjam"


def test_a_changed_profile_holds_from_today_and_the_one_before_it_up_to_then(
    admin: Browser,
) -> None:
    today = str(SystemClock().today())
    admin("PUT", "/auth/settings", {"name": "KSP Maju", "collectability": "cooperative"})
    changed = admin("PUT", "/auth/settings", {"name": "KSP Maju", "collectability": "ojk"})
    history = [{"from": None, "profile": "cooperative"}, {"from": today, "profile": "ojk"}]
    assert changed.body["collectability_history"] == history
    same = admin("PUT", "/auth/settings", changed.body)
    assert same.body == changed.body
    back = admin("PUT", "/auth/settings", changed.body | {"collectability": "cooperative"})
    assert back.body["collectability_history"] == history[:1]


def test_an_admin_says_from_when_a_profile_held_and_the_profile_of_today_follows(
    admin: Browser,
) -> None:
    history = [
        {"from": None, "profile": "cooperative"},
        {"from": "2024-01-01", "profile": "ojk"},
        {"from": "2999-01-01", "profile": "cooperative"},
    ]
    body = {"name": "KSP Maju", "collectability": "ojk", "collectability_history": history}
    assert admin("PUT", "/auth/settings", body).body["collectability_history"] == history
    assert Browser()("GET", "/auth/settings").body["collectability"] == "ojk"
    kept = admin("PUT", "/auth/settings", {"name": "KSP Maju", "collectability": "ojk"})
    assert kept.body["collectability_history"] == history


@pytest.mark.usefixtures("tables")
def test_saved_filters_are_each_users_own() -> None:
    siti, budi = (Room("auth", identity("viewer", sub=name)) for name in ("siti", "budi"))
    mine = {"filters": [{"name": "Garut", "query": "office=GRT"}]}
    assert siti("PUT", "/auth/filters", mine).body == mine
    assert siti("PUT", "/auth/filters", {"filters": []}).status == 200
    assert siti("PUT", "/auth/filters", mine).status == 200
    assert siti("GET", "/auth/filters").body == mine
    assert budi("GET", "/auth/filters").body == {"filters": []}
