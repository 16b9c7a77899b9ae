"""Phones, e-mails, addresses and consents, through the room's handler on the engine."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.aws import dynamo, items
from shared.domain.contact_book import Undeliverable
from shared.kernel.settings import settings
from shared.records import contact_records
from tests.integration.contacts.conftest import People
from tests.integration.events import UNKNOWN_ID, Answer, Room

UNKNOWN_STATES = dict.fromkeys(("whatsapp", "phone", "email", "letter"), "unknown")


def audited() -> list[str]:
    table = settings().auth_table
    pages = dynamo.client().scan(TableName=table)["Items"]
    return [str(items.unmarshal(item)["doc"]) for item in pages]


def test_a_phone_is_answered_whole_and_shown_everywhere_at_once(
    contacts: Room, members: Room, people: People
) -> None:
    siti = people("Siti Rahmawati")
    answer = contacts(
        "POST", f"/members/{siti}/phones", {"number": "0812 3456 7890", "label": "HP"}
    )
    assert answer.status == 201
    phone = {
        "phone_id": answer.body["phone_id"], "e164": "+6281234567890",
        "display": "0812-3456-7890", "label": "HP", "mobile": True, "primary": True,
        "undeliverable_since": None,
    }  # fmt: skip
    assert answer.body == phone
    assert contacts("GET", f"/members/{siti}/contacts").body["phones"] == [phone]
    assert members("GET", "/members").body["items"][0]["phone"] == "+6281234567890"
    for typed in ("081234", "+62812", "7890"):
        found = members("GET", "/members", query={"q": typed}).body["items"]
        assert [row["member_id"] for row in found] == [siti], typed


def test_a_changed_number_is_found_and_the_old_one_no_longer(
    contacts: Room, members: Room, people: People
) -> None:
    siti = people("Siti Rahmawati")
    phone = contacts("POST", f"/members/{siti}/phones", {"number": "081234567890"}).body
    path = f"/members/{siti}/phones/{phone['phone_id']}"
    assert contacts("PATCH", path, {"number": "081398765432"}).body["e164"] == "+6281398765432"
    assert members("GET", "/members", query={"q": "081234"}).body["items"] == []
    assert len(members("GET", "/members", query={"q": "081398"}).body["items"]) == 1


def test_a_deleted_number_leaves_lists_and_the_mark_moves_on(
    contacts: Room, members: Room, people: People
) -> None:
    siti = people("Siti Rahmawati")
    first = contacts("POST", f"/members/{siti}/phones", {"number": "081234567890"}).body
    contacts("POST", f"/members/{siti}/phones", {"number": "021 5551234"})
    assert contacts("DELETE", f"/members/{siti}/phones/{first['phone_id']}").status == 204
    kept = contacts("GET", f"/members/{siti}/contacts").body["phones"]
    assert [(p["e164"], p["primary"]) for p in kept] == [("+62215551234", True)]
    assert members("GET", "/members").body["items"][0]["phone"] == "+62215551234"
    again = contacts("DELETE", f"/members/{siti}/phones/{first['phone_id']}")
    assert again.status == 404


def test_spouses_share_a_number_but_nobody_has_it_twice(contacts: Room, people: People) -> None:
    siti, budi = people("Siti Rahmawati"), people("Budi Santoso")
    for member in (siti, budi):
        answer = contacts("POST", f"/members/{member}/phones", {"number": "081234567890"})
        assert answer.status == 201
    twice = contacts("POST", f"/members/{siti}/phones", {"number": "+62 812-3456-7890"})
    assert (twice.status, twice.fields) == (409, ["number"])


def test_a_sixth_phone_is_refused_and_nothing_is_written(contacts: Room, people: People) -> None:
    siti = people("Siti Rahmawati")
    answers = [
        contacts("POST", f"/members/{siti}/phones", {"number": f"08123456789{n}"}).status
        for n in range(6)
    ]
    assert answers == [201] * 5 + [409]
    assert len(contacts("GET", f"/members/{siti}/contacts").body["phones"]) == 5


def test_two_clerks_who_add_phones_at_once_both_succeed(
    contacts: Room, members: Room, people: People
) -> None:
    siti = people("Siti Rahmawati")

    def add(n: int) -> Answer:
        return contacts("POST", f"/members/{siti}/phones", {"number": f"08123456789{n}"})

    with ThreadPoolExecutor(4) as clerks:
        answers = list(clerks.map(add, range(4)))
    assert [answer.status for answer in answers] == [201] * 4
    phones = contacts("GET", f"/members/{siti}/contacts").body["phones"]
    assert sorted(p["e164"][-1] for p in phones) == ["0", "1", "2", "3"]
    assert [p["primary"] for p in phones] == [True, False, False, False]
    assert members("GET", "/members").body["items"][0]["phone"] == phones[0]["e164"]
    for n in range(4):
        query: dict[str, object] = {"q": f"08123456789{n}"}
        assert len(members("GET", "/members", query=query).body["items"]) == 1


def test_a_phone_and_a_new_name_at_once_are_both_kept(
    contacts: Room, members: Room, people: People
) -> None:
    siti = people("Siti Rahmawati")
    with ThreadPoolExecutor(2) as clerks:
        phone = clerks.submit(
            contacts, "POST", f"/members/{siti}/phones", {"number": "08123456789"}
        )
        name = clerks.submit(members, "PATCH", f"/members/{siti}", {"name": "Siti Nurhaliza"})
    assert phone.result().status == 201
    assert name.result().status in {200, 409}
    (row,) = members("GET", "/members").body["items"]
    assert row["phone"] == "+628123456789"
    assert row["name"] == ("Siti Nurhaliza" if name.result().status == 200 else "Siti Rahmawati")


def test_contacts_are_one_read_and_of_nobody_a_second(contacts: Room, people: People) -> None:
    siti = people("Siti Rahmawati")
    contacts("POST", f"/members/{siti}/emails", {"address": "siti@contoh.co.id"})
    assert contacts("GET", f"/members/{siti}/contacts").calls == 1
    unknown = contacts("GET", f"/members/{UNKNOWN_ID}/contacts")
    assert (unknown.status, unknown.calls) == (404, 2)


def test_a_member_without_contacts_has_empty_ones(contacts: Room, people: People) -> None:
    assert contacts("GET", f"/members/{people('Siti')}/contacts").body == {
        "phones": [], "emails": [], "addresses": [], "consents": UNKNOWN_STATES,
    }  # fmt: skip


def test_an_email_is_added_changed_and_deleted(contacts: Room, people: People) -> None:
    emails = f"/members/{people('Siti')}/emails"
    added = contacts("POST", emails, {"address": "siti@contoh.co.id"})
    assert (added.status, added.body["primary"]) == (201, True)
    path = f"{emails}/{added.body['email_id']}"
    assert contacts("PATCH", path, {"label": "kantor"}).body["label"] == "kantor"
    assert contacts("PATCH", path, {"label": None}).body["label"] is None
    assert contacts("PATCH", path, {}).body["address"] == "siti@contoh.co.id"
    assert contacts("DELETE", path).status == 204
    assert contacts("PATCH", path, {"label": "x"}).status == 404


def test_an_address_is_kept_with_rt_and_rw_of_three_digits(contacts: Room, people: People) -> None:
    addresses = f"/members/{people('Siti')}/addresses"
    body = {"street": "Jl. Merdeka 1", "rt": "1", "rw": "12", "postal_code": "40123"}
    added = contacts("POST", addresses, body)
    assert added.status == 201
    assert (added.body["rt"], added.body["rw"], added.body["village"]) == ("001", "012", None)
    path = f"{addresses}/{added.body['address_id']}"
    assert contacts("PATCH", path, {"rt": None}).body == {**added.body, "rt": None}
    assert contacts("PATCH", path, {"street": None}).fields == ["street"]


def test_consent_is_kept_with_its_proof_and_on_the_timeline(contacts: Room, people: People) -> None:
    siti = people("Siti")
    body = {"whatsapp": True, "email": {"granted": False, "source": "formulir"}}
    answer = contacts("PUT", f"/members/{siti}/consents", body)
    assert answer.body == {**UNKNOWN_STATES, "whatsapp": "granted", "email": "withdrawn"}
    later = contacts("PUT", f"/members/{siti}/consents", {"whatsapp": False})
    assert later.body == {**UNKNOWN_STATES, "whatsapp": "withdrawn", "email": "withdrawn"}
    rows = contacts("GET", f"/members/{siti}/interactions").body["items"]
    assert [(row["kind"], row["channel"]) for row in rows] == [
        ("consent", "whatsapp"), ("consent", "email"), ("consent", "whatsapp"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [
        ("POST", "phones", {"number": "081234567890"}),
        ("POST", "emails", {"address": "a@contoh.id"}),
        ("POST", "addresses", {"street": "Jl. Merdeka 1"}),
        ("PUT", "consents", {"phone": True}),
        ("POST", "interactions", {"channel": "visit"}),
        ("POST", "whatsapp", {"template": "free", "text": "Halo"}),
    ],
)
def test_nothing_is_written_for_an_unknown_member(
    contacts: Room, method: str, tail: str, body: dict[str, object]
) -> None:
    answer = contacts(method, f"/members/{UNKNOWN_ID}/{tail}", body)
    assert (answer.status, answer.fields) == (404, ["member"])
    assert audited() == []
    assert contacts("GET", f"/members/{UNKNOWN_ID}/contacts").status == 404


def test_every_write_is_audited_without_personal_values_and_reading_is_not(
    contacts: Room, people: People
) -> None:
    siti = people("Siti")
    before = len(audited())
    phone = contacts("POST", f"/members/{siti}/phones", {"number": "081234567890"}).body
    contacts("PATCH", f"/members/{siti}/phones/{phone['phone_id']}", {"label": "rahasia"})
    contacts("DELETE", f"/members/{siti}/phones/{phone['phone_id']}")
    contacts("POST", f"/members/{siti}/addresses", {"street": "Jl. Rahasia 1"})
    contacts("PUT", f"/members/{siti}/consents", {"letter": {"granted": True, "note": "rahasia"}})
    contacts("POST", f"/members/{siti}/interactions", {"channel": "visit", "note": "rahasia"})
    contacts("GET", f"/members/{siti}/contacts")
    contacts("GET", f"/members/{siti}/interactions")
    entries = audited()
    assert len(entries) - before == 6
    assert not any(word in entry for entry in entries for word in ("81234567890", "ahasia"))


def test_callers_of_another_office_see_and_change_nothing(contacts: Room, people: People) -> None:
    siti = people("Siti", office="BDG")
    bound, theirs = contacts.by("officer", offices="SMG"), contacts.by("officer", offices="SMG,BDG")
    for method, tail, body in (
        ("GET", "contacts", None),
        ("GET", "interactions", None),
        ("POST", "phones", {"number": "081234567890"}),
        ("PUT", "consents", {"phone": True}),
        ("POST", "interactions", {"channel": "visit"}),
        ("POST", "whatsapp", {"template": "thanks"}),
        ("DELETE", f"phones/{UNKNOWN_ID}", None),
    ):
        assert bound(method, f"/members/{siti}/{tail}", body).status == 403, tail
    assert theirs("POST", f"/members/{siti}/phones", {"number": "081234567890"}).status == 201


def test_a_viewer_reads_but_does_not_write(contacts: Room, people: People) -> None:
    siti = people("Siti")
    viewer = contacts.by("viewer")
    assert viewer("GET", f"/members/{siti}/contacts").status == 200
    assert viewer("POST", f"/members/{siti}/phones", {"number": "081234567890"}).status == 403
    assert viewer("POST", f"/members/{siti}/whatsapp", {"template": "thanks"}).status == 403


def test_a_number_that_cannot_be_reached_is_shown_until_it_is_given_anew(
    contacts: Room, people: People
) -> None:
    siti = people("Siti Rahmawati")
    number, since = "+6281234567890", "2026-11-24T01:00:00.000Z"
    phone = contacts("POST", f"/members/{siti}/phones", {"number": number}).body
    path = f"/members/{siti}/phones/{phone['phone_id']}"

    def shown() -> list[str | None]:
        rows = contacts("GET", f"/members/{siti}/contacts").body["phones"]
        return [row["undeliverable_since"] for row in rows]

    def mark() -> None:
        dynamo.transact(
            [
                contact_records.mark_undeliverable(
                    siti, number, Undeliverable(since, "undeliverable")
                )
            ]
        )

    mark()
    assert shown() == [since]
    contacts("PATCH", path, {"label": "HP"})
    assert shown() == [since]
    contacts("PATCH", path, {"number": "0812 3456 7890"})
    assert shown() == [None]
    mark()
    contacts("DELETE", path)
    contacts("POST", f"/members/{siti}/phones", {"number": number})
    assert shown() == [None]
