from tests.integration.accounts.clerk import TODAY, Clerk


def test_a_posting_needs_a_key(clerk: Clerk) -> None:
    account = clerk.savings()
    body = {"type": "deposit", "value_date": TODAY, "amount": 5}
    path = f"/accounts/{account}/transactions"
    answer = clerk.accounts("POST", path, body)
    assert (answer.status, answer.fields) == (422, ["Idempotency-Key"])
    (entry,) = [clerk.posted(account, "deposit", 5)]
    reversal = f"{path}/{entry['transaction_id']}/reversal"
    answer = clerk.accounts("POST", reversal, {"reason": "x"})
    assert (answer.status, answer.fields) == (422, ["Idempotency-Key"])


def test_the_same_posting_twice_posts_once(clerk: Clerk) -> None:
    account = clerk.savings()
    first, again = (clerk.posts(account, "deposit", 500, key="one") for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    other = clerk.posts(account, "deposit", 501, key="one")
    assert (other.status, other.fields) == (422, ["Idempotency-Key"])
    assert clerk.row(account)["balance"] == 500


def test_a_key_belongs_to_its_user_and_its_route(clerk: Clerk) -> None:
    one, two = clerk.savings(), clerk.savings()
    other = Clerk(clerk.accounts.by("officer", sub="budi"), clerk.member_id)
    for who, account in ((clerk, one), (clerk, two), (other, one)):
        assert who.posts(account, "deposit", 500, key="same").status == 201
    assert (clerk.row(one)["balance"], clerk.row(two)["balance"]) == (1_000, 500)


def test_a_refused_posting_does_not_use_up_its_key(clerk: Clerk) -> None:
    account = clerk.savings()
    assert clerk.posts(account, "withdrawal", 500, key="one").status == 422
    clerk.posted(account, "deposit", 500)
    assert clerk.posts(account, "withdrawal", 500, key="one").status == 201


def test_the_same_reversal_twice_gives_the_first_answer(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    first, again = (clerk.reverses(account, entry, key="undo") for _ in range(2))
    assert (first.status, again.status, first.body) == (201, 201, again.body)
