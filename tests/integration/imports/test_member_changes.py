"""A row of a member who is there: what it changes, and what it leaves alone."""

from typing import Any

import pytest

from contacts.bulk import ContactCard
from imports.apply.member_changes import MemberUpdate, update_of
from members import bulk
from members.bulk import MemberChange
from shared.aws import dynamo
from shared.records import contact_records
from tests.integration.events import Room, identity
from tests.integration.imports.sample import ADMIN, Today

pytestmark = pytest.mark.usefixtures("tables")

members, contacts = Room("members", identity()), Room("contacts", identity())
NIK = "3515014602870119"


@pytest.fixture
def siti() -> str:
    body = {"name": "Siti Aminah", "joined_on": "2020-01-15", "member_no": "A-1", "nik": NIK}
    member_id = str(members("POST", "/members", body).body["member_id"])
    contacts("POST", f"/members/{member_id}/phones", {"number": "0812 3456 7890", "label": "HP"})
    contacts("POST", f"/members/{member_id}/addresses", {"street": "Jl. Melati 7", "rt": "1"})
    return member_id


def revised(member_id: str, member: dict[str, Any], **card: Any) -> MemberUpdate:
    old, book = bulk.load(member_id), contact_records.load(member_id)
    row = MemberChange.model_validate(member), ContactCard.model_validate(card)
    return update_of(ADMIN, old, book, *row, clock=Today())


def test_a_row_that_says_nothing_new_costs_no_write(siti: str) -> None:
    phones = [{"number": "+62 812-3456-7890"}]
    addresses = [{"street": "jl. melati  7"}]
    same = revised(siti, {"name": "Siti Aminah", "nik": NIK}, phones=phones, addresses=addresses)
    assert (same.changes, same.writes) == ([], [])


def test_a_row_changes_what_it_names_and_nothing_else(siti: str) -> None:
    row = {"name": "Siti Aminah Sari", "nik": "3515014602870120", "occupation": "Pedagang"}
    step = revised(siti, row, phones=[{"number": "081398765432"}], emails=[{"address": "s@x.id"}])
    assert [field for field, _, _ in step.changes] == [
        "name", "occupation", "nik", "phone", "email",
    ]  # fmt: skip
    assert NIK not in str(step.changes)
    dynamo.transact(step.writes)
    whole = members("GET", f"/members/{siti}").body
    assert (whole["name"], whole["version"]) == ("Siti Aminah Sari", 2)
    assert (whole["joined_on"], whole["phone"]) == ("2020-01-15", "+6281398765432")
    found = contacts("GET", f"/members/{siti}/contacts").body
    assert [(p["e164"], p["primary"], p["label"]) for p in found["phones"]] == [
        ("+6281398765432", True, None),
        ("+6281234567890", False, "HP"),
    ]
    assert found["addresses"][0]["rt"] == "001"
    for text in ("081398", "sari", "0120"):
        assert members("GET", "/members", query={"q": text}).body["items"], text
    assert members("GET", "/members", query={"q": NIK}).body["items"] == []
    assert revised(siti, row, phones=[{"number": "081398765432"}]).writes == []


def test_an_address_of_the_same_street_takes_over_what_more_is_said(siti: str) -> None:
    address = {"street": "JL. MELATI 7", "rt": "2", "postal_code": "61219"}
    step = revised(siti, {}, addresses=[address])
    dynamo.transact(step.writes)
    (kept,) = contacts("GET", f"/members/{siti}/contacts").body["addresses"]
    assert (kept["street"], kept["rt"], kept["postal_code"]) == ("Jl. Melati 7", "002", "61219")
    assert members("GET", f"/members/{siti}").body["version"] == 1


def test_a_consent_that_was_given_before_is_not_given_again(siti: str) -> None:
    consents = {"whatsapp": {"granted": True, "source": "formulir"}}
    dynamo.transact(revised(siti, {}, consents=consents).writes)
    assert contacts("GET", f"/members/{siti}/contacts").body["consents"]["whatsapp"] == "granted"
    assert revised(siti, {}, consents={"whatsapp": True}).writes == []
    assert revised(siti, {}, consents={"whatsapp": False}).writes != []


def test_a_row_of_a_member_who_was_changed_meanwhile_is_refused_whole(siti: str) -> None:
    step = revised(siti, {"occupation": "Guru"}, phones=[{"number": "081398765432"}])
    contacts("POST", f"/members/{siti}/phones", {"number": "021 5551234"})
    with pytest.raises(dynamo.ConditionFailed):
        dynamo.transact(step.writes)
    assert members("GET", f"/members/{siti}").body["occupation"] is None


def test_a_changed_nik_that_is_masked_alike_is_a_change(siti: str) -> None:
    other = NIK[:4] + "9" + NIK[5:]
    answer = members("PATCH", f"/members/{siti}", {"nik": other})
    assert (answer.status, answer.body["version"]) == (200, 2)
    assert members("GET", f"/members/{siti}/nik").body["nik"] == other
