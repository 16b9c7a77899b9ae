"""The dry run over the sample of a small cooperative's export, CSV and XLSX."""

from collections import Counter
from pathlib import Path

import pytest

from imports.dry_run.check import Source, check
from imports.reading.headings import HeadingCorrections
from imports.store.staging import Staging
from tests.integration.imports.sample import ADMIN, CSV, EXPECTED, SAMPLE, Today


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("names", [CSV, ["koperasi.xlsx"]], ids=["csv", "xlsx"])
def test_the_sample_is_accepted_and_refused_as_expected(names: list[str], tmp_path: Path) -> None:
    with Staging(tmp_path / "staged.db") as staging:
        check(
            ADMIN,
            [Source(SAMPLE / name, name) for name in names],
            staging,
            HeadingCorrections(),
            Today(),
        )
        counts = staging.counts()
        refused = [row for _, row in staging.rejected()]
    assert counts["members"]["new"] == EXPECTED["members"]
    assert counts["savings"]["new"] == EXPECTED["savings"]
    assert counts["financing"]["new"] == EXPECTED["financing"]
    assert counts["transactions"]["new"] == EXPECTED["transactions"]
    members = {row.raw[0]: row.faults[0].code for row in refused if row.kind == "members"}
    assert members == {
        "9901.00001": "again_in_file",
        "9901.00002": "nik_as_number",
        "9901.00003": "no_such_day",
        "9901.00004": "missing",
        "2406.00014": "again_in_file",
        "9901.00005": "not_phone",
    }
    entries = Counter(row.faults[0].code for row in refused if row.kind == "transactions")
    assert entries == {
        "unknown_account": 1,
        "more_than": 1,
        "over_balance": 1,
        "not_number": 1,
        "again_in_file": 1,
    }
