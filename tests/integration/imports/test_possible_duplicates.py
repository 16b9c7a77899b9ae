"""Members of a file who may be somebody who is there: they wait until somebody decides."""

from typing import Any

import pytest

from tests.integration.events import Room, identity
from tests.integration.imports.journey import checked, imports, run, steps

pytestmark = pytest.mark.usefixtures("tables")

members, accounts = Room("members", identity()), Room("accounts", identity())
HEADING = "No Anggota;Nama;NIK;Tgl Masuk;No HP;Pekerjaan"
SITI = "A-1;Siti Aminah;3515014602870119;15/01/2020;0812 3456 7890;"
LIKE_HER = "B-7;Hj. Siti Aminah;;15/01/2020;+62 812-3456-7890;Pedagang"
HUSBAND = "B-8;Budi Santoso;;15/01/2020;0812 3456 7890;"
OTHER_NIK = "B-9;Siti Aminah;3515014602870120;15/01/2020;0812 3456 7890;"
ACCOUNT = "No Rekening;No Anggota;Jenis Simpanan;Tgl Buka\nSS-7;B-7;sukarela;15/01/2020"


def files(*rows: str, **more: str) -> dict[str, bytes]:
    texts = {"anggota": "\n".join((HEADING, *rows)), **more}
    return {f"{name}.csv": text.encode() for name, text in texts.items()}


def there(*rows: str) -> None:
    run(checked(files(*rows)))


def counts(import_id: str) -> Any:
    return imports("GET", f"/{import_id}").body["counts"]["members"]


def doubtful(import_id: str) -> list[dict[str, Any]]:
    return list(imports("GET", f"/{import_id}/doubtful").body["items"])


def decide(import_id: str, **how: Any) -> dict[str, Any]:
    answer = imports("POST", f"/{import_id}/decisions", how)
    assert answer.status == 200, answer.body
    return dict(answer.body)


def test_the_same_phone_and_a_like_name_wait_for_a_decision_and_name_the_member() -> None:
    there(SITI)
    import_id = checked(files(LIKE_HER, HUSBAND, OTHER_NIK))
    assert counts(import_id) == {"doubtful": 1, "new": 2}
    (row,) = doubtful(import_id)
    assert (row["key"], row["line"], row["decision"]) == ("B-7", 2, None)
    assert (row["twin"]["member_no"], row["twin"]["name"]) == ("A-1", "Siti Aminah")
    refused = imports("POST", f"/{import_id}/run")
    assert (refused.status, refused.fields) == (409, ["import"])
    assert imports("GET", f"/{import_id}").body["undecided"] == 1


def test_the_same_person_is_updated_under_her_own_number_and_accounts_go_to_her() -> None:
    there(SITI)
    import_id = checked(files(LIKE_HER, HUSBAND, simpanan=ACCOUNT))
    (row,) = doubtful(import_id)
    assert decide(import_id, rows={row["row"]: "same"})["undecided"] == 0
    assert doubtful(import_id)[0]["decision"] == "same"
    done = run(import_id)
    assert done["counts"]["members"] == {"taken": 1, "updated": 1}
    assert done["counts"]["savings"] == {"taken": 1}
    (siti,) = members("GET", "/members", query={"q": "A-1"}).body["items"]
    whole = members("GET", f"/members/{siti['member_id']}").body
    assert (whole["member_no"], whole["occupation"]) == ("A-1", "Pedagang")
    (account,) = accounts("GET", f"/members/{siti['member_id']}/accounts").body["items"]
    assert account["account_no"] == "SS-7"
    assert members("GET", "/members", query={"q": "B-7"}).body["items"] == []
    imports("POST", f"/{import_id}/undo")
    assert steps(import_id)[-1] == "undone"
    again = members("GET", f"/members/{siti['member_id']}").body
    assert (again["name"], again["occupation"]) == ("Siti Aminah", None)


def test_all_that_have_no_decision_of_their_own_can_be_decided_at_once() -> None:
    there(SITI)
    other = LIKE_HER.replace("B-7", "B-6")
    import_id = checked(files(LIKE_HER, other, simpanan=ACCOUNT))
    assert counts(import_id) == {"doubtful": 2}
    first = doubtful(import_id)[0]["row"]
    assert decide(import_id, rows={first: "skip"})["undecided"] == 1
    assert decide(import_id, others="new")["undecided"] == 0
    assert [row["decision"] for row in doubtful(import_id)] == ["skip", "new"]
    done = run(import_id)
    assert done["counts"] == {
        "members": {"left_out": 1, "taken": 1},
        "savings": {"refused": 1},
    }
    (fault,) = imports("GET", f"/{import_id}/refused").body["items"][0]["faults"]
    assert (fault["field"], fault["value"]) == ("member_no", "b-7")


def test_two_rows_of_one_file_with_a_phone_and_a_like_name_are_doubtful_too() -> None:
    import_id = checked(files(SITI, LIKE_HER, HUSBAND))
    assert counts(import_id) == {"doubtful": 1, "new": 2}
    (row,) = doubtful(import_id)
    assert (row["twin"]["line"], row["twin"]["member_id"]) == (2, None)
    decide(import_id, others="same")
    assert run(import_id)["counts"]["members"] == {"left_out": 1, "taken": 2}


def test_a_row_that_is_not_doubtful_cannot_be_decided_on() -> None:
    import_id = checked(files(SITI))
    answer = imports("POST", f"/{import_id}/decisions", {"rows": {"99": "new"}})
    assert (answer.status, answer.fields) == (422, ["rows"])
    run(import_id)
    assert imports("POST", f"/{import_id}/decisions", {"others": "new"}).status == 409


def test_a_new_check_asks_again() -> None:
    there(SITI)
    import_id = checked(files(LIKE_HER))
    decide(import_id, others="new")
    imports("POST", f"/{import_id}/check", {})
    steps(import_id)
    assert imports("GET", f"/{import_id}").body["undecided"] == 1
    assert doubtful(import_id)[0]["decision"] is None
