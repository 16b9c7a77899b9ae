"""Imports that lay in one partition until 0.2.0 are found and go on, before and after they move."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from imports import migration
from imports.store import jobs
from shared.aws import dynamo, write
from shared.aws import meter as meters
from shared.kernel.ids import new_id
from shared.kernel.settings import settings
from shared.records import migrations
from shared.records.keys import imports as keys
from tests.integration.events import Room, identity
from tests.integration.imports.import_steps import checked, cut_off, imports, run, steps
from tests.integration.imports.stream import delivered, waited_for

pytestmark = pytest.mark.usefixtures("tables")

MEMBERS = b"No Anggota;Nama;Tgl Masuk\nN-1;Siti Aminah;15/01/2020\nN-2;Budi Raharjo;15/01/2020\n"


class Died(Exception):
    """The process that moved imports was killed."""


def put_back(import_id: str) -> None:
    """The import as an earlier version wrote it."""
    table = settings().imports_table
    item = dynamo.get(table, keys.job(import_id))
    assert item
    pk, sk = keys.earlier_job(import_id)
    earlier: dynamo.Item = {"pk": pk, "sk": sk, "v": item["v"], "doc": item["doc"]}
    dynamo.transact([write.put(table, earlier), write.delete(table, keys.job(import_id))])


def moved() -> None:
    migrations.run(migration.NAME, migration.step)


def announced(number: int) -> list[str]:
    """Imports of which every second lies where it lay until 0.2.0; the newest first."""
    made = [imports("POST", "", {"files": ["a.csv"]}).body["import_id"] for _ in range(number)]
    for import_id in made[::2]:
        put_back(import_id)
    return made[::-1]


def listed(limit: int = 2) -> list[str]:
    """The ids on all pages of the list."""
    found, cursor = list[str](), None
    while True:
        query = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        page = imports("GET", "", query=query).body
        found += [each["import_id"] for each in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            return found


@pytest.mark.parametrize("survives", [0, 1, 3, 4])
def test_a_migration_that_dies_loses_no_import_and_goes_on(
    survives: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = announced(6)
    assert listed() == made
    real, done = dynamo.transact, 0

    def dying(writes: Sequence[write.Write]) -> None:
        nonlocal done
        if done == survives:
            raise Died
        done += 1
        real(writes)

    monkeypatch.setattr(migration, "_ITEMS_PER_STEP", 2)
    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "transact", dying)
        with pytest.raises(Died):
            moved()
    assert listed() == made
    assert [jobs.load(import_id).import_id for import_id in made] == made
    moved()
    assert listed() == made
    assert dynamo.query(settings().imports_table, keys.EARLIER_JOBS) == []


def test_an_import_that_was_running_when_sapa_was_upgraded_goes_on_to_its_end(
    tmp_path: Path,
) -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    imports("POST", f"/{import_id}/run")
    put_back(import_id)
    with delivered(tmp_path):
        moved()
        waited_for(import_id, "done")
    found = imports("GET", f"/{import_id}").body
    assert found["counts"] == {"members": {"taken": 2}}
    assert len(Room("members", identity())("GET", "/members").body["items"]) == 2


def test_what_is_pressed_before_an_import_is_moved_is_done_once_it_is(tmp_path: Path) -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    run(import_id)
    put_back(import_id)
    assert imports("POST", f"/{import_id}/undo").body["state"] == "undoing"
    assert jobs.load(import_id).in_earlier_place
    with delivered(tmp_path):
        moved()
        waited_for(import_id, "undone")
    assert Room("members", identity())("GET", "/members").body["items"] == []


def test_an_import_that_changes_while_it_is_moved_is_moved_as_it_is_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    put_back(import_id)
    real = dynamo.transact

    def raced(writes: Sequence[write.Write]) -> None:
        monkeypatch.setattr(dynamo, "transact", real)
        imports("POST", f"/{import_id}/run")
        dynamo.transact(writes)

    monkeypatch.setattr(dynamo, "transact", raced)
    moved()
    job = jobs.load(import_id)
    assert (job.state, job.in_earlier_place) == ("running", False)


def test_what_an_import_did_before_the_upgrade_is_not_done_again_and_is_undone() -> None:
    entries = b"No Rekening;Tanggal;Jenis;Jumlah\nS-1;16/01/2020;Setoran;50000\n"
    accounts = b"No Rekening;No Anggota;Produk;Tgl Buka\nS-1;N-1;Sukarela;15/01/2020\n"
    files = {"anggota.csv": MEMBERS, "simpanan.csv": accounts, "transaksi.csv": entries}
    import_id = checked(files)
    half = jobs.load(import_id).model_copy(update={"state": "running"})
    done = run(import_id)
    table, (earlier, *others) = settings().imports_table, keys.undo_records(import_id)
    for item in (item for pk in others for item in dynamo.query(table, pk)):
        key = str(item["pk"]), str(item["sk"])
        dynamo.transact([write.put(table, {**item, "pk": earlier}), write.delete(table, key)])
    cut_off(import_id, half)
    assert steps(import_id)[-1] == "done"
    assert imports("GET", f"/{import_id}").body["counts"] == done["counts"]
    assert len(dynamo.query(table, earlier)) == 3
    imports("POST", f"/{import_id}/undo")
    assert steps(import_id)[-1] == "undone"
    assert not any(dynamo.query(table, pk) for pk in (earlier, *others))
    assert Room("members", identity())("GET", "/members").body["items"] == []


def test_a_finished_migration_costs_no_read_of_the_earlier_place() -> None:
    import_id = announced(1)[0]
    moved()
    assert migrations.is_done(migration.NAME)
    spent = meters.Meter()
    meters.meter.set(spent)
    jobs.load(import_id)
    jobs.load_page(10, new_id())
    assert spent.calls == 2
