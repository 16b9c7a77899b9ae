"""How figures are taken and shown."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value against its baseline; `most` is the ratio it must not pass."""

    name: str
    value: float
    baseline: float
    unit: str
    most: float

    def __str__(self) -> str:
        ratio = self.value / self.baseline
        verdict = "ok" if ratio <= self.most else "TOO SLOW"
        return (
            f"{self.name:<52} {self.value:8.2f} {self.unit:<5} baseline {self.baseline:8.2f}  "
            f"ratio {ratio:5.2f} (at most {self.most}) {verdict}"
        )


def medians(calls: list[Callable[[], object]], rounds: int = 600) -> list[float]:
    """Median milliseconds of each call, the calls taking turns; the first tenth is warming up."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for taken, call in zip(times, calls, strict=True):
            begun = time.perf_counter()
            call()
            taken.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(taken[rounds // 10 :]) for taken in times]
