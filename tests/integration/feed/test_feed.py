"""A core system's members, accounts and schedules, item by item."""

from typing import Any

import pytest

from members import bulk as members_bulk
from shared.aws import dynamo, write
from shared.kernel.settings import settings
from tests.integration.events import Room, identity
from tests.integration.feed.core_system import CLIENT, Core, loan, member, savings
from tests.integration.http_server import TODAY

MEMBERS, ACCOUNTS = Room("members", identity()), Room("accounts", identity())
DUES = [{"due_on": f"2026-{month:02}-20", "principal": 120_000} for month in range(2, 12)]


@pytest.fixture
def core(today: None) -> Core:
    return Core()


def account(account_id: str) -> Any:
    return ACCOUNTS("GET", f"/accounts/{account_id}").body


def schedule(account_id: str) -> Any:
    return ACCOUNTS("GET", f"/accounts/{account_id}/schedule").body["items"]


def test_a_member_comes_with_contacts_and_is_found(core: Core) -> None:
    member_id = core.makes(
        "members",
        member(
            nik="3271014501900001",
            phones=[{"number": "0812 3456 7890"}],
            emails=[{"address": "siti@contoh.id"}],
            addresses=[{"street": "Jl. Melati 5", "rt": "1"}],
            consents={"whatsapp": True},
        ),
    )
    (found,) = MEMBERS("GET", "/members", query={"q": "siti"}).body["items"]
    assert (found["member_id"], found["phone"]) == (member_id, "+6281234567890")
    contacts = Room("contacts", identity())("GET", f"/members/{member_id}/contacts").body
    assert contacts["addresses"][0]["rt"] == "001"
    assert contacts["consents"]["whatsapp"] == "granted"


def test_only_a_newer_message_changes_a_member(core: Core) -> None:
    member_id = core.makes("members", member(sequence=5))
    assert core.gets("members", member(sequence=5, name="Nama Lain")) == ["same"]
    assert core.gets("members", member(sequence=4, name="Nama Lain")) == ["stale"]
    newer = member(sequence=6, name="Siti Aminah Baru", phones=[{"number": "08123456789"}])
    assert core.gets("members", newer) == ["updated"]
    assert core.gets("members", {**newer, "sequence": 9}) == ["same"]
    assert core.gets("members", member(sequence=8, name="Nama Lain")) == ["stale"]
    found = MEMBERS("GET", f"/members/{member_id}").body
    assert (found["name"], found["phone"], found["version"]) == (
        "Siti Aminah Baru",
        "+628123456789",
        2,
    )


def test_a_bad_item_stops_no_other_and_names_its_fields(core: Core) -> None:
    answer = core.sends(
        "members",
        member(1),
        member(2, nik="123", joined_on="kemarin"),
        "bukan objek",
        {"sequence": 1},
        member(3, phones=[{"number": "12"}]),
        member(4, colour="red"),
        member(5, joined_on="2027-01-01"),
        member(6),
    )
    assert [item["result"] for item in answer] == ["created", *["refused"] * 6, "created"]
    assert [item["id"] for item in answer[1:4]] == ["N-2", None, None]
    assert [fault["field"] for fault in answer[1]["errors"]] == ["joined_on", "nik"]
    assert answer[1]["errors"][1] == {
        "field": "nik",
        "message": "NIK harus 16 angka",
        "value": "12••••",
    }
    assert {fault["field"] for fault in answer[3]["errors"]} == {"id", "name", "joined_on"}
    assert answer[4]["errors"][0]["field"] == "number"
    assert answer[5]["errors"][0]["field"] == "colour"
    assert answer[6]["errors"][0]["field"] == "joined_on"


def test_a_batch_that_is_none_is_refused_whole(core: Core) -> None:
    assert core.puts("members").fields == ["items"]
    assert core.puts("members", *[member()] * 501).fields == ["items"]
    assert core.puts("members", member(), source="Core #1").fields == ["source"]
    assert core.puts("members", member(), more=1).fields == ["more"]
    large = core.puts("members", *[member(n, occupation="x" * 3_000) for n in range(400)])
    assert large.status == 413
    assert MEMBERS("GET", "/members").body["items"] == []


def test_a_member_with_a_known_number_is_that_member(core: Core) -> None:
    by_hand = MEMBERS(
        "POST", "/members", {"name": "Siti", "joined_on": "2020-01-15", "member_no": "A-7"}
    ).body["member_id"]
    (item,) = core.sends("members", member(member_no="a-7", birth_date="1990-05-05"))
    assert (item["result"], item["sapa_id"]) == ("updated", by_hand)
    assert MEMBERS("GET", f"/members/{by_hand}").body["birth_date"] == "1990-05-05"
    (item,) = core.sends("members", member(2, nik="3271014501900001", member_no="A-8"))
    (twin,) = core.sends("members", member(3, nik="3271014501900001", member_no="A-9"))
    assert twin["result"] == "refused"
    (fault,) = twin["errors"]
    assert (fault["field"], fault["value"]) == ("nik", "••••••••••••••01")


def test_two_systems_do_not_share_their_ids(core: Core) -> None:
    first = core.makes("members", member())
    other = core.puts("members", member(), source="kredit").body["items"][0]
    assert other["result"] == "created"
    assert other["sapa_id"] != first


def test_accounts_come_after_their_member_and_only_once(core: Core) -> None:
    (early,) = core.sends("accounts", savings())
    assert (early["result"], early["errors"][0]["field"]) == ("refused", "member")
    core.makes("members", member(member_no="A-1"))
    answer = core.sends(
        "accounts",
        savings(1),
        {**savings(2), "member": None, "member_no": "a-1"},
        loan(1, account_no="PB-1"),
        loan(2, principal=None),
        {**savings(3), "member": None},
    )
    assert [item["result"] for item in answer] == ["created"] * 3 + ["refused"] * 2
    assert [fault["field"] for fault in answer[3]["errors"]] == ["principal"]
    assert account(answer[2]["sapa_id"])["outstanding"] == 1_320_000
    assert core.gets("accounts", savings(1), loan(1, account_no="PB-1")) == ["same"] * 2
    (clash,) = core.sends("accounts", savings(4, account_no="PB-1"))
    assert (clash["result"], clash["errors"][0]["field"]) == ("refused", "account_no")


def test_an_account_with_a_known_number_is_that_account(core: Core) -> None:
    member_id = core.makes("members", member())
    terms = {k: v for k, v in loan().items() if k not in {"id", "sequence", "member"}}
    by_hand = ACCOUNTS("POST", "/accounts", {**terms, "member_id": member_id, "account_no": "PB-1"})
    (item,) = core.sends("accounts", loan(account_no="pb-1", product="KUR"))
    assert (item["result"], item["sapa_id"]) == ("updated", by_hand.body["account_id"])
    assert account(item["sapa_id"])["product"] == "KUR"
    assert len(schedule(item["sapa_id"])) == 12


def test_what_an_undone_import_took_away_comes_again(core: Core) -> None:
    member_id = core.makes("members", member())
    account_id = core.makes("accounts", savings())
    core.makes("transactions", {**_deposit(), "id": "T-1"})
    for table, wanted in ((settings().members_table, "PROFILE"), (settings().accounts_table, "")):
        for item in dynamo.query(table, f"M#{member_id}"):
            if wanted in str(item["sk"]):
                dynamo.transact([write.delete(table, (str(item["pk"]), str(item["sk"])))])
    (entry,) = core.sends("transactions", {**_deposit(), "id": "T-2"})
    assert (entry["result"], entry["errors"][0]["field"]) == ("refused", "account")
    (early,) = core.sends("accounts", savings(sequence=2, product="Lain"))
    assert (early["result"], early["errors"][0]["field"]) == ("refused", "member")
    assert core.gets("members", member(sequence=2)) == ["created"]
    again = core.sends("accounts", savings(sequence=3))[0]
    assert again["result"] == "created"
    assert again["sapa_id"] != account_id
    newer = {**_deposit(), "id": "T-1", "sequence": 2}
    assert core.gets("transactions", newer, {**newer, "id": "T-2"}) == ["created", "created"]
    assert account(again["sapa_id"])["balance"] == 10


def test_what_was_agreed_may_change_and_what_an_account_is_may_not(core: Core) -> None:
    core.makes("members", member())
    core.makes("members", member(2))
    account_id = core.makes("accounts", savings())
    named = savings(sequence=2, product="Tabungan Qurban")
    assert core.gets("accounts", named) == ["updated"]
    assert account(account_id)["product"] == "Tabungan Qurban"
    for field, value in (("member", "N-2"), ("opened_on", "2026-01-11"), ("account_no", "X-1")):
        (item,) = core.sends("accounts", {**named, "sequence": 3, field: value})
        assert (item["result"], item["errors"][0]["field"]) == ("refused", field)
    assert core.gets("accounts", {**named, "sequence": 3}) == ["same"]


def test_an_account_is_closed_and_opened_again(core: Core) -> None:
    core.makes("members", member())
    account_id = core.makes("accounts", savings())
    closed = savings(sequence=2, closed_on="2026-11-20", closed_reason="pindah")
    assert core.gets("accounts", closed) == ["updated"]
    assert account(account_id)["closed_on"] == "2026-11-20"
    assert core.gets("accounts", savings(sequence=3)) == ["same"]
    assert core.gets("accounts", savings(sequence=4, closed_on=None)) == ["updated"]
    assert account(account_id)["status"] == "active"
    loan_id = core.makes("accounts", loan())
    (owed,) = core.sends("accounts", loan(sequence=2, closed_on="2026-11-20"))
    assert (owed["result"], owed["sapa_id"]) == ("refused", loan_id)


def test_a_schedule_replaces_the_one_before_and_must_sum_to_what_was_lent(core: Core) -> None:
    core.makes("members", member())
    account_id = core.makes("accounts", loan())
    dues = {"id": "L-1", "sequence": 1, "installments": DUES}
    assert core.gets("installments", dues) == ["updated"]
    assert [row["due_on"] for row in schedule(account_id)] == [due["due_on"] for due in DUES]
    assert core.gets("installments", dues, {**dues, "sequence": 2}) == ["same", "same"]
    short = {**dues, "sequence": 3, "installments": DUES[:-1]}
    (item,) = core.sends("installments", short)
    assert (item["result"], item["errors"][0]["field"]) == ("refused", "installments")
    (item,) = core.sends("installments", {**short, "principal": 5})
    assert item["errors"][0]["field"] == "principal"
    assert core.gets("installments", {**short, "principal": 1_080_000}) == ["updated"]
    row = account(account_id)
    assert (row["principal"], row["outstanding"]) == (1_080_000, 1_080_000)
    ledger = ACCOUNTS("GET", f"/accounts/{account_id}/transactions").body["items"]
    assert sum(entry["effect"] for entry in ledger) == 1_080_000
    assert core.gets("accounts", loan(sequence=2, product="KUR")) == ["updated"]
    assert len(schedule(account_id)) == 9
    assert core.gets("installments", {**dues, "id": "L-9"}) == ["refused"]


def test_other_terms_reschedule_too(core: Core) -> None:
    core.makes("members", member())
    account_id = core.makes("accounts", loan())
    assert core.gets("accounts", loan(sequence=2, tenor_months=24, margin=240_000)) == ["updated"]
    row = account(account_id)
    assert (row["tenor_months"], row["installment_count"]) == (24, 24)
    assert row["outstanding"] == 1_440_000


def test_a_caller_of_one_office_feeds_no_other(core: Core) -> None:
    core.makes("members", member(office="JKT"))
    core.makes("accounts", savings())
    bound = Core(CLIENT.by("client", "BDG", "inti", "imports:feed"))
    for kind, item in (
        ("members", member(sequence=2, name="Lain")),
        ("accounts", savings(2)),
        ("installments", {"id": "S-1", "sequence": 2, "installments": DUES}),
        ("transactions", {**_deposit(), "id": "T-1"}),
    ):
        (answer,) = bound.sends(kind, item)
        assert (answer["result"], answer["sapa_id"]) == ("refused", None), kind


def test_a_caller_of_one_office_learns_nothing_of_what_another_has(core: Core) -> None:
    core.makes("members", member(office="JKT", member_no="M-1"))
    core.makes("accounts", savings(account_no="SS-1"))
    bound = Core(CLIENT.by("client", "BDG", "inti", "imports:feed"))
    deposit = {**_deposit(), "id": "T-1"}
    del deposit["account"]
    for kind, theirs, nobodys in (
        ("accounts", {"member": "N-1"}, {"member": "N-9"}),
        ("accounts", {"member_no": "M-1"}, {"member_no": "M-9"}),
        ("transactions", {"account": "S-1"}, {"account": "S-9"}),
        ("transactions", {"account_no": "SS-1"}, {"account_no": "SS-9"}),
    ):
        plain = deposit if kind == "transactions" else {**savings(), "id": "S-2"}
        plain = {name: plain[name] for name in plain if name not in {"member", "member_no"}}
        (seen,), (absent,) = bound.sends(kind, plain | theirs), bound.sends(kind, plain | nobodys)
        assert seen["errors"][0]["message"] == absent["errors"][0]["message"], (kind, theirs)
    (again,) = bound.sends("members", member(office="JKT", member_no="M-1"))
    assert (again["result"], again["sapa_id"]) == ("refused", None)


def test_a_caller_of_one_office_feeds_anew_who_is_gone(core: Core) -> None:
    bound = Core(CLIENT.by("client", "BDG", "inti", "imports:feed"))
    member_id = bound.makes("members", member())
    (stored,) = members_bulk.load_many([member_id])
    assert stored
    dynamo.transact(members_bulk.delete_writes(stored))
    assert bound.gets("members", member(sequence=2, name="Siti Aminah Baru")) == ["created"]


def _deposit() -> dict[str, object]:
    body = {"account": "S-1", "type": "deposit", "value_date": TODAY, "amount": 5}
    return {"sequence": 1, **body}


@pytest.mark.parametrize("role", ["viewer", "officer", "manager", "client"])
def test_who_lacks_the_scope_feeds_nothing(core: Core, role: str) -> None:
    scope = "imports:write members:write accounts:write"
    other = Core(CLIENT.by(role, sub="x", scope=scope))
    for kind in ("members", "accounts", "transactions", "installments"):
        assert other.puts(kind, member()).status == 403
    assert core.gets("members", member()) == ["created"]
