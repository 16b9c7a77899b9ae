"""The demo: a synthetic cooperative, written through the same use cases as the API.

`load` is deterministic for a day. It takes empty tables; the runner drops a half-loaded start.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date

from . import writer
from .people import MEMBERS, members

WORKERS = 4


def load(today: date, progress: Callable[[int, int], None], count: int = MEMBERS) -> None:
    """Write the cooperative as it stands on `today`; `progress` gets (members written, of all)."""
    writer.settings(today)
    people = members(today, count)
    with ThreadPoolExecutor(WORKERS) as workers:
        written = [workers.submit(writer.member, person, today) for person in people]
        try:
            for done, one in enumerate(as_completed(written), start=1):
                one.result()
                progress(done, len(people))
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise
