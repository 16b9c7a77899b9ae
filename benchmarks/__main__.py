"""`make bench`: every figure, each on a line."""

from benchmarks import ageing, handler_imports, panels, search, snapshots
from benchmarks.running_sapa import run_sapa


def main() -> None:
    """Measure and print."""
    with run_sapa() as sapa:
        for part in (panels, search, ageing, snapshots):
            for figure in part.measure(sapa):
                print(figure)
    for figure in handler_imports.measure():
        print(figure)


main()
