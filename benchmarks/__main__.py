"""`make bench`: every figure, each on a line."""

from benchmarks import ageing, imports, panels, search, snapshots
from benchmarks.place import place


def main() -> None:
    """Measure and print."""
    with place() as sapa:
        for part in (panels, search, ageing, snapshots):
            for figure in part.measure(sapa):
                print(figure)
    for figure in imports.measure():
        print(figure)


main()
