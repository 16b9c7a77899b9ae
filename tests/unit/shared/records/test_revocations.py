from shared.records.revocations import MOST_NAMED, Revocations

NOW, UNTIL = 1_000_000, 1_000_900


def test_tokens_of_earlier_versions_are_ended_and_no_others() -> None:
    found = Revocations().with_end("budi", 3, UNTIL, NOW)
    assert found.holds("budi", 2, UNTIL)
    assert not found.holds("budi", 3, UNTIL)
    assert not found.holds("siti", 1, UNTIL)


def test_who_has_no_token_left_is_forgotten() -> None:
    found = Revocations().with_end("budi", 3, UNTIL, NOW)
    later = found.with_end("siti", 2, UNTIL + 1000, UNTIL + 61)
    assert later.ended.keys() == {"siti"}


def test_the_item_is_bounded_and_ends_everybodys_tokens_rather_than_forget_one() -> None:
    found = Revocations()
    for number in range(3 * MOST_NAMED):
        found = found.with_end(f"user{number}", 2, UNTIL, NOW)
        assert len(found.ended) <= MOST_NAMED + 1
    assert all(found.holds(f"user{n}", 1, UNTIL - 1) for n in range(3 * MOST_NAMED))
    assert found.holds("siti", 9, UNTIL - 1)
    assert not found.holds("siti", 9, UNTIL)
