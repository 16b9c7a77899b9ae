"""The reminders table's rules, templates and stages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.aws import dynamo, write
from shared.aws.items import Item
from shared.kernel.messages import Language
from shared.kernel.settings import settings
from shared.records.failures import Failures
from shared.records.keys import reminders as keys
from shared.records.keys.partitions import partition

from . import template_text
from .message import Due
from .outbox import due_doc
from .rules import Recipient, SkipReason
from .rules_document import Rules
from .template_text import TemplateName

LEDGER_GUARD = "ledger"
MOST_READ = 100

TableKey = tuple[str, dynamo.Key]
"""(table, key): an item of any table."""


def read_many(wanted: Sequence[TableKey]) -> dict[TableKey, dynamo.Item | None]:
    """Any number of different items by table and key, in the order asked for; 100 a call."""
    found: list[dynamo.Item | None] = []
    for start in range(0, len(wanted), MOST_READ):
        found += dynamo.batch_get(wanted[start : start + MOST_READ])
    return dict(zip(wanted, found, strict=True))


def count_failure(kind: Failures, address: str, now: datetime) -> None:
    """Count a failure of this address; TooMany where it is one too many."""
    kind.count(settings().reminders_table, address, now)


def rules() -> tuple[Rules, int]:
    """(the rules, their version: 0 before anybody saved any)."""
    item = dynamo.get(settings().reminders_table, keys.RULES)
    if item is None:
        return Rules(), 0
    return Rules.model_validate_json(str(item["doc"])), int(item["v"])


def save_rules(new: Rules, version: int) -> write.Write:
    """Guard `rules`: nobody has saved any since that version."""
    return _over(keys.RULES, new.model_dump_json(), version, "rules")


@dataclass(frozen=True, slots=True)
class ReminderTemplate:
    """A template in one language; `version` is 0 where it is still the default."""

    name: TemplateName
    language: Language
    text: str
    version: int = 0


def templates() -> list[ReminderTemplate]:
    """All templates in both languages, in one call."""
    items = dynamo.query(settings().reminders_table, keys.TEMPLATES)
    saved = {str(item["sk"]): (str(item["doc"]), int(item["v"])) for item in items}
    languages: tuple[Language, ...] = ("id", "en")
    found = []
    for name in template_text.TEMPLATES:
        for language in languages:
            default = template_text.default_text(name, language), 0
            found.append(
                ReminderTemplate(
                    name, language, *saved.get(keys.template(name, language)[1], default)
                )
            )
    return found


def save_template(new: ReminderTemplate) -> write.Write:
    """Guard `template`: nobody has saved it since the version that it carries."""
    return _over(keys.template(new.name, new.language), new.text, new.version, "template")


def _over(key: dynamo.Key, doc: str, version: int, guard: str) -> write.Write:
    table = settings().reminders_table
    item: Item = {"pk": key[0], "sk": key[1], "v": version + 1, "doc": doc}
    if version:
        return write.put(table, item, version=version, guard=guard)
    return write.put(table, item, new=True, guard=guard)


def stage_key(member_id: str, due: Due) -> dynamo.Key:
    """Where it is written what became of a stage."""
    return partition(member_id), due.stage_sort_key


def record_planned(member_id: str, due: Due, today: date) -> write.Write:
    """The write of a stage that went into a message (guard `ledger`: once only)."""
    doc = {"status": "planned", "on": str(today), "due": due_doc(due)}
    return _record(member_id, due, doc, {})


def record_skipped(
    member_id: str, due: Due, reason: SkipReason, recipient: Recipient, today: date
) -> write.Write:
    """The write of a stage of which nothing is sent, and why (guard `ledger`: once only)."""
    doc = {
        "status": "skipped",
        "reason": reason,
        "name": recipient.name,
        "office": recipient.office,
        "on": str(today),
        "due": due_doc(due),
    }
    day_sort = keys.skip_day_sort(reason, recipient.office, member_id, due.stage_sort_key)
    day = keys.day_part(today, member_id)
    return _record(member_id, due, doc, {"day": day, "day_sort": day_sort})


def _record(member_id: str, due: Due, doc: Mapping[str, object], index: Item) -> write.Write:
    pk, sk = stage_key(member_id, due)
    text = json.dumps(doc, ensure_ascii=False, separators=(",", ":"))
    item: Item = {"pk": pk, "sk": sk, **index, "doc": text}
    return write.put(settings().reminders_table, item, new=True, guard=LEDGER_GUARD)
