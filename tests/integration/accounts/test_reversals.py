from tests.integration.accounts.clerk import Clerk
from tests.integration.events import UNKNOWN_ID


def test_a_reversal_takes_back_once_and_both_name_each_other(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500, "2026-03-01")
    answer = clerk.reverses(account, entry["transaction_id"])
    assert answer.status == 201
    undone = answer.body
    assert (undone["type"], undone["effect"], undone["balance_after"]) == ("reversal", -500, 0)
    assert (undone["reverses"], undone["note"]) == (entry["transaction_id"], "salah ketik")
    assert undone["value_date"] == "2026-03-01"
    newest, oldest = clerk.ledger(account)
    assert newest == undone
    assert oldest == {**entry, "reversed_by": undone["transaction_id"]}
    for transaction_id in (entry["transaction_id"], undone["transaction_id"]):
        again = clerk.reverses(account, transaction_id)
        assert (again.status, again.fields) == (409, ["transaction_id"])
    assert clerk.row(account)["balance"] == 0


def test_a_reversal_that_would_take_the_balance_below_nothing_is_refused(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    clerk.posted(account, "withdrawal", 200)
    answer = clerk.reverses(account, entry)
    assert (answer.status, answer.fields) == (409, ["transaction_id"])
    assert clerk.row(account)["balance"] == 300


def test_an_entry_of_any_year_can_be_reversed(clerk: Clerk) -> None:
    account = clerk.savings(opened_on="1900-01-01")
    entry = clerk.posted(account, "deposit", 5, "1900-12-31")["transaction_id"]
    assert clerk.reverses(account, entry).status == 201


def test_a_reversed_repayment_is_owed_again_from_its_own_date_on(clerk: Clerk) -> None:
    account = clerk.financing()
    first = clerk.posted(account, "repayment", 110_000, "2026-02-05")
    clerk.posted(account, "repayment", 50_000, "2026-03-05")
    assert clerk.reverses(account, first["transaction_id"]).status == 201
    rows = clerk.schedule(account)
    assert (rows[0]["paid"], rows[1]["paid"]) == (50_000, 0)
    assert clerk.row(account)["outstanding"] == 1_270_000


def test_a_disbursement_is_reversed_only_while_nothing_else_counts(clerk: Clerk) -> None:
    account = clerk.financing()
    lent = clerk.ledger(account)[-1]["transaction_id"]
    paid = clerk.posted(account, "repayment", 110_000)["transaction_id"]
    assert clerk.reverses(account, lent).status == 409
    assert clerk.reverses(account, paid).status == 201
    undone = clerk.reverses(account, lent)
    assert (undone.status, undone.body["effect"]) == (201, -1_320_000)
    row = clerk.row(account)
    assert (row["outstanding"], row["next_due_on"], row["installment_count"]) == (0, None, 0)
    assert clerk.posts(account, "penalty", 5).status == 409
    assert clerk.posts(account, "repayment", 5).status == 422
    assert clerk.accounts("POST", f"/accounts/{account}/close").status == 200


def test_reversing_needs_a_reason_an_entry_and_the_permission(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    path = f"/accounts/{account}/transactions/{entry}/reversal"
    for body in ({}, {"reason": ""}, {"reason": "  "}):
        answer = clerk.accounts("POST", path, body, headers={"idempotency-key": "k"})
        assert (answer.status, answer.fields) == (422, ["reason"])
    for unknown in ("17", f"{UNKNOWN_ID}.20261124", f"{UNKNOWN_ID}.20269999"):
        answer = clerk.reverses(account, unknown)
        assert (answer.status, answer.fields) == (404, ["transaction"])
    officer = Clerk(clerk.accounts.by("officer"), clerk.member_id)
    assert officer.reverses(account, entry).status == 403
