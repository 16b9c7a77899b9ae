"""`make bench`: every figure, each on a line."""

from benchmarks import ageing, imports, panels, search
from benchmarks.place import place


def main() -> None:
    """Measure and print."""
    with place() as sapa:
        for figure in (*panels.measure(sapa), *search.measure(sapa), *ageing.measure(sapa)):
            print(figure)
    for figure in imports.measure():
        print(figure)


main()
