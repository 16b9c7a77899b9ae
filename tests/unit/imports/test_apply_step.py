"""How an import's steps are measured out."""

from imports.apply.step import LONGEST_STEP_SECONDS, STEP_SECONDS, step_seconds


def test_a_step_is_as_long_as_copying_its_rows_is_worth() -> None:
    assert step_seconds(0.01) == STEP_SECONDS
    assert step_seconds(4.0) == 40.0
    assert step_seconds(90.0) == LONGEST_STEP_SECONDS
