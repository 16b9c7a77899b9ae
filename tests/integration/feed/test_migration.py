"""Links that lay in the imports table until 0.2.0 are found before, while and after they move."""

import pytest

from feed import migration, repository
from feed.repository import Link
from shared.aws import dynamo, write
from shared.aws import meter as meters
from shared.kernel.settings import settings
from shared.records import migrations
from shared.records.keys import feed as keys

pytestmark = pytest.mark.usefixtures("tables")

IDS = [f"core-{number:02}" for number in range(12)]


class Died(Exception):
    """The process that moved links was killed."""


def as_before(ids: list[str] = IDS) -> None:
    """Links as 0.1.0 wrote them, among other items of the imports table."""
    for number, core_id in enumerate(ids):
        pk, sk = keys.link("members", "inti", core_id)
        doc = f'{{"sapa_id": "M{number}", "mark": "x"}}'
        link: dynamo.Item = {"pk": pk, "sk": sk, "v": number + 1, "doc": doc}
        other: dynamo.Item = {"pk": f"OTHER{number}", "sk": "A", "doc": "{}"}
        puts = [write.put(settings().imports_table, item) for item in (link, other)]
        dynamo.transact(puts)


def found() -> dict[str, tuple[int, str | None]]:
    links = repository.load_links("inti", "members", IDS)
    return {core_id: (link.sequence, link.sapa_id) for core_id, link in links.items()}


ALL = {core_id: (number + 1, f"M{number}") for number, core_id in enumerate(IDS)}


@pytest.mark.parametrize("survives", [0, 1, 2, 5, 11, 12, 13])
def test_a_migration_that_dies_loses_no_link_and_goes_on(
    survives: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_before()
    assert found() == ALL
    real, done = dynamo.transact, 0

    def dying(writes: list[write.Write]) -> None:
        nonlocal done
        if done == survives:
            raise Died
        done += 1
        real(writes)

    monkeypatch.setattr(migration, "_ITEMS_PER_STEP", 5)
    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "transact", dying)
        with pytest.raises(Died):
            migrations.run(migration.NAME, migration.step)
    assert found() == ALL
    migrations.run(migration.NAME, migration.step)
    assert migrations.is_done(migration.NAME)
    assert found() == ALL
    left, behind = dynamo.scan(settings().imports_table, limit=1000)
    assert behind is None
    assert {str(item["pk"])[:5] for item in left} == {"OTHER"}


def test_a_newer_message_meanwhile_is_not_overwritten() -> None:
    as_before(IDS[:1])
    (old,) = repository.load_links("inti", "members", IDS[:1]).values()
    newer = Link(9, "M0", "y")
    dynamo.transact([repository.save_link("inti", "members", IDS[0], old, newer)])
    assert found() == {IDS[0]: (9, "M0")}
    migrations.run(migration.NAME, migration.step)
    assert found() == {IDS[0]: (9, "M0")}


def test_two_messages_at_once_about_a_link_not_yet_moved_count_once() -> None:
    as_before(IDS[:1])
    (old,) = repository.load_links("inti", "members", IDS[:1]).values()
    dynamo.transact([repository.save_link("inti", "members", IDS[0], old, Link(9, "M0", "y"))])
    with pytest.raises(dynamo.ConditionFailed, match="link"):
        dynamo.transact([repository.save_link("inti", "members", IDS[0], old, Link(9, "M0", "y"))])


def test_a_finished_migration_costs_no_read_of_the_earlier_table() -> None:
    migrations.run(migration.NAME, migration.step)
    assert migrations.is_done(migration.NAME)
    spent = meters.Meter()
    meters.meter.set(spent)
    repository.load_links("inti", "members", IDS)
    assert spent.calls == 1
