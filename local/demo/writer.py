"""Writes the demo's people with the rooms' own use cases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from auth import service as auth
from auth.schemas import SettingsDocument
from contacts import service as contacts
from contacts import timeline
from contacts.schemas import ContactCard
from members import service as members
from members.schemas import NewMember
from shared.idempotency import Once
from shared.identity import PERMISSIONS, Caller
from shared.settings import settings as environment

from .people import Person
from .places import OFFICES
from .talks import interactions

NAME = "KSP Sejahtera Bersama"
DEMO = Caller("demo", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")


@dataclass(frozen=True, slots=True)
class DemoClock:
    """Five in the afternoon, Jakarta, of the day that the demo is loaded for."""

    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(10), UTC)

    def today(self) -> date:
        return self.day


def settings(today: date) -> None:
    """The cooperative and its three offices."""
    offices = [{"code": code, "name": name} for code, name in OFFICES.items()]
    document = SettingsDocument.model_validate({"name": NAME, "offices": offices})
    auth.save_settings(DEMO, document, DemoClock(today))


def member(person: Person, today: date) -> None:
    """A member with all that belongs to them."""
    clock = DemoClock(today)
    once = Once(environment().members_table, None, "", clock.now())
    created = members.create(DEMO, _new_member(person), once, clock, "id")
    member_id = str(created["member_id"])
    contacts.add_all(DEMO, member_id, _card(person), clock)
    for talk in interactions(person, 0, today):
        timeline.note_down(DEMO, member_id, talk, clock)


def _new_member(person: Person) -> NewMember:
    return NewMember.model_validate(
        {
            "name": person.name,
            "joined_on": person.joined_on,
            "member_no": person.member_no,
            "nik": person.nik,
            "birth_date": person.birth_date,
            "gender": person.gender,
            "status": person.status,
            "office": person.office,
            "occupation": person.occupation,
        }
    )


def _card(person: Person) -> ContactCard:
    said = {
        channel: {"granted": granted, "source": "Formulir keanggotaan"}
        for channel, granted in person.consents.items()
    }
    return ContactCard.model_validate(
        {
            "phones": [{"number": number, "label": label} for number, label in person.phones],
            "emails": [{"address": person.email}] if person.email else [],
            "addresses": [person.address],
            "consents": said,
        }
    )
