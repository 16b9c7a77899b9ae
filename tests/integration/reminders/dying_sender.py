"""A sender that a test kills while it waits for the provider: `MEMBER_ID DAY`."""

import sys
from datetime import date

from reminders.delivery.channels import senders
from reminders.delivery.sending import deliver
from reminders.planning import gather
from reminders.planning.local_time import local_now
from tests.integration.reminders.delivery_room import MORNING


def main() -> None:
    """Send the one message, with the real client."""
    member_id, day = sys.argv[1:]
    context = gather.reminder_context(local_now(MORNING), MORNING.now())
    deliver(member_id, date.fromisoformat(day), context, senders(context.templates), MORNING)


if __name__ == "__main__":
    main()
