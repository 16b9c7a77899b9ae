from tests.integration.accounts.clerk import Clerk


def test_an_account_is_closed_when_it_holds_nothing(clerk: Clerk) -> None:
    account = clerk.savings()
    clerk.posted(account, "deposit", 500, "2026-03-01")
    path = f"/accounts/{account}/close"
    refused = clerk.accounts("POST", path, {})
    assert (refused.status, refused.fields) == (409, ["account_id"])
    assert "Rp500" in refused.body["errors"][0]["message"]
    clerk.posted(account, "withdrawal", 500, "2026-04-01")
    assert clerk.accounts("POST", path, {"closed_on": "2026-03-31"}).fields == ["closed_on"]
    assert clerk.accounts("POST", path, {"closed_on": "2026-11-25"}).fields == ["closed_on"]
    closed = clerk.accounts("POST", path, {"closed_on": "2026-04-01", "reason": "pindah"})
    assert closed.status == 200
    assert (closed.body["status"], closed.body["closed_on"]) == ("closed", "2026-04-01")
    assert closed.body["closed_reason"] == "pindah"
    assert clerk.row(account) == closed.body
    assert clerk.accounts("POST", path, {}).status == 409
    assert clerk.posts(account, "deposit", 5).status == 409
    entry = clerk.ledger(account)[0]["transaction_id"]
    assert clerk.reverses(account, entry).status == 409


def test_financing_is_closed_when_nothing_is_owed(clerk: Clerk) -> None:
    account = clerk.financing()
    assert clerk.accounts("POST", f"/accounts/{account}/close").status == 409
    clerk.posted(account, "repayment", 1_320_000)
    assert clerk.accounts("POST", f"/accounts/{account}/close").status == 200


def test_a_mistaken_closing_is_taken_back_with_a_reason(clerk: Clerk) -> None:
    account = clerk.savings()
    path = f"/accounts/{account}/reopen"
    assert clerk.accounts("POST", path, {"reason": "salah"}).fields == ["account_id"]
    clerk.accounts("POST", f"/accounts/{account}/close", {"reason": "pindah"})
    assert clerk.accounts("POST", path, {}).fields == ["reason"]
    opened = clerk.accounts("POST", path, {"reason": "salah rekening"})
    assert opened.status == 200
    assert (opened.body["status"], opened.body["closed_on"]) == ("active", None)
    assert clerk.row(account) == opened.body
    assert clerk.posts(account, "deposit", 5).status == 201
