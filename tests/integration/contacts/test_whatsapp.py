"""A WhatsApp message about what is due, ready to be sent by hand."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.kernel.settings import settings
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.contacts.conftest import People
from tests.integration.events import Answer, Room, identity


@pytest.fixture
def siti(contacts: Room, people: People, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """A member with a mobile phone, on 24 November 2026."""
    monkeypatch.setenv("TODAY", TODAY)
    settings.cache_clear()
    clerk = Clerk(Room("accounts", identity()), people("Nur'aini 🌸 <b>Siti</b>"))
    phones = f"/members/{clerk.member_id}/phones"
    contacts("POST", phones, {"number": "022 5550123"})
    contacts("POST", phones, {"number": "0812 3456 7890"})
    return clerk


def written(contacts: Room, clerk: Clerk, template: str, key: str = "", **more: object) -> Answer:
    headers = {"idempotency-key": key} if key else {}
    body = {"template": template, **more}
    return contacts("POST", f"/members/{clerk.member_id}/whatsapp", body, headers=headers)


def timeline(contacts: Room, clerk: Clerk) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = contacts(
        "GET", f"/members/{clerk.member_id}/interactions"
    ).body["items"]
    return rows


def test_a_reminder_speaks_of_the_next_instalment_and_is_on_the_timeline(
    contacts: Room, siti: Clerk
) -> None:
    lent = siti.financing(first_due_on="2026-12-05", opened_on="2026-11-05", account_no="PB-1")
    answer = written(contacts, siti, "installment_due")
    assert answer.status == 201
    text = answer.body["text"]
    assert "Nur'aini 🌸 <b>Siti</b>" in text
    assert "angsuran ke-1 dari 12 Pinjaman Usaha (PB-1) sebesar Rp110.000" in text
    assert "5 Desember 2026" in text
    assert answer.body["url"].startswith("https://wa.me/6281234567890?text=")
    assert parse_qs(urlsplit(answer.body["url"]).query)["text"] == [text]
    (row,) = timeline(contacts, siti)
    assert row["interaction_id"] == answer.body["interaction_id"]
    assert (row["kind"], row["channel"], row["text"]) == ("message", "whatsapp", text)
    assert row["account_id"] == lent


def test_arrears_are_those_of_the_longest_overdue_account(contacts: Room, siti: Clerk) -> None:
    siti.financing(first_due_on="2026-11-20", opened_on="2026-10-20")
    oldest = siti.financing(first_due_on="2026-09-24", opened_on="2026-08-24")
    siti.posted(oldest, "repayment", 60_000)
    text = written(contacts, siti, "arrears").body["text"]
    assert "telah lewat 61 hari" in text
    assert "tunggakan per 24 November 2026 adalah Rp160.000" in text
    assert timeline(contacts, siti)[0]["account_id"] == oldest


def test_what_is_not_due_is_refused_and_nothing_written(contacts: Room, siti: Clerk) -> None:
    assert written(contacts, siti, "installment_due").status == 409
    siti.financing(first_due_on="2026-12-05", opened_on="2026-11-05")
    late = written(contacts, siti, "arrears")
    assert (late.status, late.fields) == (409, ["template"])
    assert timeline(contacts, siti) == []


def test_an_account_of_somebody_else_or_of_savings_is_refused(
    contacts: Room, siti: Clerk, people: People
) -> None:
    other = Clerk(siti.accounts, people("Budi")).financing()
    for account_id in (other, siti.savings(), f"{siti.member_id}.F{siti.member_id}"):
        answer = written(contacts, siti, "thanks", account_id=account_id)
        assert (answer.status, answer.fields) == (422, ["account_id"])
    assert written(contacts, siti, "thanks", account_id="x").status == 404


def test_a_free_text_is_sent_as_it_is_and_only_there(contacts: Room, siti: Clerk) -> None:
    assert written(contacts, siti, "free", text="Halo & salam 100% 🙂").body["text"] == (
        "Halo & salam 100% 🙂"
    )
    assert written(contacts, siti, "free").fields == ["text"]
    assert written(contacts, siti, "free", text="x" * 1001).fields == ["text"]
    assert written(contacts, siti, "thanks", text="Halo").fields == ["text"]


def test_without_a_mobile_number_or_after_withdrawal_there_is_no_message(
    contacts: Room, siti: Clerk, people: People
) -> None:
    budi = people("Budi")
    contacts("POST", f"/members/{budi}/phones", {"number": "022 5550123"})
    answer = written(contacts, Clerk(siti.accounts, budi), "thanks")
    assert (answer.status, answer.fields) == (409, ["phone"])
    contacts("PUT", f"/members/{siti.member_id}/consents", {"whatsapp": False})
    assert written(contacts, siti, "free", text="Halo").status == 409
    contacts("PUT", f"/members/{siti.member_id}/consents", {"whatsapp": True})
    assert written(contacts, siti, "free", text="Halo").status == 201


def test_the_same_request_twice_or_at_once_writes_one_message(contacts: Room, siti: Clerk) -> None:
    def send(_: int) -> Answer:
        return written(contacts, siti, "free", key="one", text="Halo")

    with ThreadPoolExecutor(4) as clerks:
        answers = list(clerks.map(send, range(4)))
    bodies = [answer.body for answer in answers if answer.status == 201]
    assert bodies
    assert all(answer.status in {201, 409} for answer in answers)
    assert all(body == bodies[0] for body in [*bodies, send(0).body])
    assert len(timeline(contacts, siti)) == 1
    other = written(contacts, siti, "free", key="one", text="lain")
    assert (other.status, other.fields) == (422, ["Idempotency-Key"])


def test_thanks_are_for_what_was_paid_in_the_last_days(contacts: Room, siti: Clerk) -> None:
    assert written(contacts, siti, "thanks").fields == ["template"]
    account = siti.financing(first_due_on="2026-10-05", opened_on="2026-09-05")
    siti.posted(account, "repayment", 60_000, "2026-11-16")
    assert written(contacts, siti, "thanks").status == 409
    siti.posted(account, "penalty", 5_000)
    assert written(contacts, siti, "thanks", account_id=account).status == 409
    paid = siti.posted(account, "repayment", 60_000, "2026-11-17")
    assert written(contacts, siti, "thanks").status == 201
    siti.reverses(account, paid["transaction_id"])
    assert written(contacts, siti, "thanks", account_id=account).status == 409


def test_a_word_before_an_instalment_says_what_is_overdue_beside_it(
    contacts: Room, siti: Clerk
) -> None:
    siti.financing(first_due_on="2026-11-05", opened_on="2026-10-05")
    text = written(contacts, siti, "installment_due").body["text"]
    assert "sebesar Rp110.000 jatuh tempo 5 Desember 2026" in text
    assert "masih ada tunggakan Rp110.000, sehingga seluruhnya Rp220.000" in text


def test_a_preview_says_what_the_message_will_say_and_writes_nothing(
    contacts: Room, siti: Clerk
) -> None:
    path = f"/members/{siti.member_id}/whatsapp"
    before = timeline(contacts, siti)
    siti.financing(first_due_on="2026-12-05", opened_on="2026-11-05")
    shown = contacts("GET", path, query={"template": "installment_due"})
    assert shown.status == 200, shown.body
    assert timeline(contacts, siti) == before
    message = written(contacts, siti, "installment_due")
    assert shown.body == {"text": message.body["text"], "url": message.body["url"]}


@pytest.mark.parametrize(
    ("query", "status"),
    [({}, 422), ({"template": "other"}, 422), ({"template": "thanks", "account_id": "x"}, 404)],
)
def test_a_preview_that_cannot_be_is_refused(
    contacts: Room, siti: Clerk, query: dict[str, object], status: int
) -> None:
    assert contacts("GET", f"/members/{siti.member_id}/whatsapp", query=query).status == status


def test_the_preview_of_a_free_text_is_the_link_to_add_it_to(contacts: Room, siti: Clerk) -> None:
    path = f"/members/{siti.member_id}/whatsapp"
    shown = contacts("GET", path, query={"template": "free"}).body
    assert shown == {"text": "", "url": "https://wa.me/6281234567890?text="}
