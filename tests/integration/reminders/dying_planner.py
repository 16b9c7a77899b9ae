"""Planners that are killed: `NOW TABLE:N …`, each before its N-th write.

Each is a process of its own (a fork of this one, which has the libraries loaded), killed by SIGKILL
as the request is about to be sent. Prints the number of the signal that ended each, 0 for none.
"""

import os
import signal
import sys
from datetime import date
from itertools import count

from reminders.planning import holiday_calendar, planner
from shared.aws import dynamo
from tests.integration.reminders.cooperative import at

WRITE = "before-send.dynamodb.TransactWriteItems"


def plan(now: str, table: str, last: int) -> None:
    """Plan, and be killed before the write of this number."""
    os.environ["REMINDERS_TABLE"] = table
    written = count(1)

    def die(**_: object) -> None:
        if next(written) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    dynamo.client().meta.events.register(WRITE, die)
    planner.run_here(at(now))


def main() -> None:
    """One process after the other."""
    now, *plans = sys.argv[1:]
    holiday_calendar.holidays_of((), national=True, joint_leave=False)(date.fromisoformat(now[:10]))
    for each in plans:
        table, last = each.rsplit(":", 1)
        child = os.fork()
        if not child:
            plan(now, table, int(last))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        sys.stdout.write(f"{ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
