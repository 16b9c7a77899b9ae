"""By what the reminders of a business date are decided and written. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from reminders.rules_document import Rules
from reminders.template_text import TemplateName
from shared.kernel.clock import timestamp
from shared.kernel.messages import Language

from .contact_window import ContactWindow

Templates = Mapping[tuple[TemplateName, Language], str]


@dataclass(frozen=True, slots=True)
class ReminderContext:
    """The rules, the contact window, the templates, the cooperative's name, and the time.

    `local_now` is the cooperative's wall clock, `now` the real time (UTC ISO 8601): the two differ
    where TODAY fixes the business date.
    """

    rules: Rules
    window: ContactWindow
    templates: Templates
    cooperative: str
    local_now: datetime
    now: str

    @property
    def today(self) -> date:
        """The business date."""
        return self.local_now.date()

    @property
    def next_opening(self) -> datetime | None:
        """The first moment, now included, at which a message may go out; None within 30 days."""
        return self.window.opening_from(self.local_now)

    def wait_until(self, opening: datetime | None) -> str:
        """When to come back to a message (UTC ISO 8601): at an opening, else in a day."""
        return timestamp((opening or self.local_now + timedelta(days=1)).astimezone(UTC))
