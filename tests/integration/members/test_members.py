from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.integration.audited import audited
from tests.integration.events import MEMBER_ID, UNKNOWN_ID, Answer, Room, identity

pytestmark = pytest.mark.usefixtures("tables")

members = Room("members", identity())
JOINED = {"joined_on": "2024-03-01"}
NIK = "3515014602870119"


def create(name: str, **fields: object) -> Answer:
    return members("POST", "/members", {"name": name, **JOINED, **fields})


def names(answer: Answer) -> list[str]:
    return [row["name"] for row in answer.body["items"]]


def search(text: str, **query: object) -> list[str]:
    return names(members("GET", "/members", query={"q": text, **query}))


def test_a_new_member_is_answered_whole_and_found_at_once() -> None:
    made = create("Siti Rahmawati", nik=NIK, birth_date="1987-02-06", gender="P")
    assert made.status == 201
    assert made.body["member_no"] == "2403.00001"
    assert made.body["nik_masked"].endswith("19")
    assert NIK not in str(made.body)
    opened = members("GET", f"/members/{made.body['member_id']}")
    assert opened.body == made.body
    for text in ("siti", "rahma", "siti rahma", "2403.00001", "0119", NIK):
        assert search(text) == ["Siti Rahmawati"], text


def test_a_nik_of_another_birth_date_is_accepted_with_a_warning_in_the_readers_language() -> None:
    body = {"name": "Siti", **JOINED, "nik": NIK, "birth_date": "1987-02-07"}
    made = members("POST", "/members", body, headers={"accept-language": "en"})
    assert made.status == 201
    assert "differs from the birth date" in made.body["warnings"][0]["message"]


def test_a_member_number_or_nik_in_use_is_refused_and_nothing_is_written() -> None:
    create("Siti", member_no="A-1", nik=NIK)
    assert create("Budi", member_no="a-1").fields == ["member_no"]
    twin = create("Budi", nik=NIK)
    assert (twin.status, twin.fields) == (409, ["nik"])
    assert NIK not in str(twin.body)
    assert search("budi") == []


def test_a_given_out_number_steps_over_one_that_is_taken() -> None:
    create("Siti", member_no="2403.00001")
    assert create("Budi").body["member_no"] == "2403.00002"


def test_a_given_out_number_leaps_over_many_imported_ones() -> None:
    for number in range(1, 40):
        create(f"Anggota {number}", member_no=f"2403.{number:05}")
    assert create("Budi").status == 201


def test_the_list_pages_through_everybody_once_in_either_order() -> None:
    for number in range(12):
        create(f"Anggota {number:02}")
    for sort, expected in (("name", 0), ("-name", 11)):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            query: dict[str, object] = {"limit": 5, "sort": sort}
            if cursor:
                query["cursor"] = cursor
            page = members("GET", "/members", query=query)
            assert page.calls == 1
            seen += names(page)
            cursor = page.body["next_cursor"]
        assert len(seen) == len(set(seen)) == 12
        assert seen[0] == f"Anggota {expected:02}"


def test_a_search_pages_through_all_matches_once() -> None:
    for number in range(7):
        create(f"Budi Budiman {number}")
    seen: list[str] = []
    cursor = None
    while True:
        query: dict[str, object] = {"q": "bud", "limit": 3}
        page = members("GET", "/members", query={**query, "cursor": cursor} if cursor else query)
        seen += names(page)
        cursor = page.body["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == [f"Budi Budiman {number}" for number in range(7)]


def test_a_cursor_belongs_to_its_own_list() -> None:
    for number in range(3):
        create(f"Budi {number}")
    cursor = members("GET", "/members", query={"limit": 2}).body["next_cursor"]
    other = members("GET", "/members", query={"limit": 2, "sort": "-name", "cursor": cursor})
    assert (other.status, other.fields) == (422, ["cursor"])


def test_filters_apply_to_lists_and_searches() -> None:
    create("Budi Aktif", office="PST")
    create("Budi Keluar", office="PST", status="left")
    create("Budi Cabang", office="CBG")
    assert names(members("GET", "/members", query={"status": "left"})) == ["Budi Keluar"]
    assert names(members("GET", "/members", query={"office": "CBG"})) == ["Budi Cabang"]
    assert search("budi", office="PST", status="active") == ["Budi Aktif"]


def test_two_common_words_cost_one_call_however_many_share_the_first() -> None:
    for number in range(60):
        create(f"Muhammad Hidayat {number}")
    create("Moch. Zulkarnaen")
    page = members("GET", "/members", query={"q": "muhammad zulk"})
    assert names(page) == ["Moch. Zulkarnaen"]
    assert page.calls == 1


def test_a_search_that_meets_its_ceiling_asks_for_more_letters() -> None:
    for number in range(24):
        create(f"Budi {number}", status="left")
    query: dict[str, object] = {"q": "budi", "limit": 5, "status": "active"}
    page = members("GET", "/members", query=query)
    assert page.body["narrow"] is True
    assert page.calls <= 4


def test_a_rename_moves_the_member_in_lists_and_search() -> None:
    made = create("Budi Santoso").body
    changed = members("PATCH", f"/members/{made['member_id']}", {"name": "Agus Santoso"})
    assert changed.body["version"] == 2
    assert search("budi") == []
    assert search("agus san") == ["Agus Santoso"]
    assert names(members("GET", "/members")) == ["Agus Santoso"]


def test_null_clears_a_field_and_an_unsent_one_stays() -> None:
    made = create("Siti", nik=NIK, occupation="Pedagang").body
    changed = members("PATCH", f"/members/{made['member_id']}", {"nik": None}).body
    assert changed["nik_masked"] is None
    assert changed["occupation"] == "Pedagang"
    assert create("Budi", nik=NIK).status == 201


@pytest.mark.parametrize("field", ["name", "joined_on", "member_no", "status"])
def test_what_every_member_has_cannot_be_cleared(field: str) -> None:
    made = create("Siti").body
    answer = members("PATCH", f"/members/{made['member_id']}", {field: None})
    assert (answer.status, answer.fields) == (422, [field])


def test_of_two_clerks_saving_one_member_at_once_one_is_told() -> None:
    made = create("Siti").body
    path = f"/members/{made['member_id']}"
    with ThreadPoolExecutor(8) as pool:
        bodies = [{"occupation": f"Kerja {n}", "version": 1} for n in range(8)]
        statuses = list(pool.map(lambda b: members("PATCH", path, b).status, bodies))
    assert sorted(statuses) == [200] + [409] * 7


def test_members_created_at_once_get_different_numbers() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: create(f"Anggota {n}"), range(16)))
    assert {m.status for m in made} == {201}
    assert len({m.body["member_no"] for m in made}) == 16


def test_the_same_request_twice_makes_one_member() -> None:
    headers = {"idempotency-key": "k-1"}
    body = {"name": "Siti", **JOINED}
    first = members("POST", "/members", body, headers=headers)
    assert members("POST", "/members", body, headers=headers).body == first.body
    other = members("POST", "/members", {**body, "name": "Budi"}, headers=headers)
    assert (other.status, other.fields) == (422, ["Idempotency-Key"])
    assert len(names(members("GET", "/members"))) == 1


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"joined_on": "2999-01-01"}, ["joined_on"]),
        ({"birth_date": "2999-01-01"}, ["birth_date"]),
        ({"birth_date": "2024-03-02"}, ["joined_on"]),
        ({"member_no": "#1"}, ["member_no"]),
        ({"office": "a#b"}, ["office"]),
        ({"gender": "X", "status": 1}, ["gender", "status"]),
    ],
)
def test_bad_input_names_its_fields(body: dict[str, object], fields: list[str]) -> None:
    answer = members("POST", "/members", {"name": "Siti", **JOINED, **body})
    assert (answer.status, sorted(answer.fields)) == (422, fields)
    assert answer.headers["content-type"] == "application/problem+json"
    assert names(members("GET", "/members")) == []


def test_a_body_over_1_mb_is_413_and_one_that_is_not_utf8_is_422() -> None:
    big = members("POST", "/members", {"name": "x" * 1_100_000, **JOINED})
    assert (big.status, big.fields) == (413, ["body"])


@pytest.mark.parametrize(
    "body", ['{"name": "\\ud800"}', '{"\\ud800": 1}', '{"name": NaN}', "", "["]
)
def test_a_body_that_no_text_can_hold_is_refused_like_any_other(body: str) -> None:
    assert members("POST", "/members", body).status == 422


def test_an_unknown_member_is_404() -> None:
    for member_id in (UNKNOWN_ID, "nobody", "../x"):
        assert members("GET", f"/members/{member_id}").status == 404
        assert members("PATCH", f"/members/{member_id}", {"name": "x"}).status == 404


def test_an_office_bound_caller_sees_and_makes_only_their_own() -> None:
    create("Budi Pusat", office="PST")
    far = create("Budi Cabang", office="CBG").body
    bound = members.by("officer", offices="PST,XYZ")
    assert names(bound("GET", "/members")) == ["Budi Pusat"]
    assert names(bound("GET", "/members", query={"q": "budi"})) == ["Budi Pusat"]
    assert bound("GET", "/members", query={"office": "CBG"}).status == 403
    assert bound("GET", f"/members/{far['member_id']}").status == 403
    assert bound("PATCH", f"/members/{far['member_id']}", {"name": "x"}).status == 403
    assert bound("POST", "/members", {"name": "Ani", **JOINED}).body["office"] == "PST"
    assert bound("POST", "/members", {"name": "Ani", **JOINED, "office": "CBG"}).status == 403


def test_roles_and_scopes_may_do_what_the_table_says() -> None:
    made = create("Siti", nik=NIK).body
    path = f"/members/{made['member_id']}"
    for role, reveal, write in (
        ("viewer", 403, 403),
        ("officer", 403, 200),
        ("manager", 200, 200),
        ("admin", 200, 200),
    ):
        room = members.by(role)
        assert room("GET", path).status == 200
        assert room("GET", f"{path}/nik").status == reveal
        assert room("PATCH", path, {"occupation": role}).status == write
    client = members.by("client", scope="members:read")
    assert client("GET", path).status == 200
    assert client("PATCH", path, {"name": "x"}).status == 403


def test_names_with_markup_apostrophes_and_emoji_stay_text() -> None:
    name = 'Nur\'aini <b>"x"</b> 🙂'
    made = create(name).body
    assert made["name"] == name
    assert search("nuraini") == [name]


def test_opening_and_revealing_are_audited_without_personal_data() -> None:
    made = create("Siti", nik=NIK).body
    members("GET", f"/members/{made['member_id']}")
    members("GET", f"/members/{made['member_id']}/nik")
    written = str(audited(made["created_at"][:10]))
    for action in ("member.create", "member.open", "member.reveal_nik"):
        assert action in written
    assert NIK not in written
    assert "Siti" not in written
    assert MEMBER_ID not in written
