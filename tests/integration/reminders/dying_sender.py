"""A sender that a test kills while it waits for the provider: `MEMBER_ID DAY`."""

import sys
from datetime import date

from reminders.delivery.channels import senders
from reminders.delivery.sending import deliver
from reminders.planning.contact_window import local_now
from reminders.planning.planning import Planning
from tests.integration.reminders.delivery_room import MORNING


def main() -> None:
    """Send the one message, with the real client."""
    member_id, day = sys.argv[1:]
    moment = local_now(MORNING)
    planning = Planning.of(moment.date(), moment, MORNING.now())
    deliver(member_id, date.fromisoformat(day), planning, senders(planning.texts), MORNING)


if __name__ == "__main__":
    main()
