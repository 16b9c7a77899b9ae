"""The demo: a synthetic cooperative, written through the same use cases as the API.

`load` writes the same data for the same day. It needs empty tables; the runner (local/runner.py)
drops the tables of a load that was interrupted.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date

from . import loader
from .people import MEMBERS, members

WORKER_THREADS = 4


def load(today: date, progress: Callable[[int, int], None], count: int = MEMBERS) -> None:
    """Write the cooperative as of `today`; `progress` gets (members written, members in all)."""
    loader.save_cooperative(today)
    people = members(today, count)
    with ThreadPoolExecutor(WORKER_THREADS) as workers:
        written = [workers.submit(loader.create_member, person, today) for person in people]
        try:
            for done, one in enumerate(as_completed(written), start=1):
                one.result()
                progress(done, len(people))
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise
