import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from members.schemas import NewMember
from shared.kernel.errors import FieldError
from shared.kernel.messages import MESSAGES, say
from shared.web.validation import field_errors

ROOT = Path(__file__).parents[4]


def refused(body: dict[str, object]) -> dict[str, FieldError]:
    with pytest.raises(ValidationError) as caught:
        NewMember.model_validate(body)
    errors = [{**e, "loc": ("body", *e["loc"])} for e in caught.value.errors()]
    return {error.field: error for error in field_errors(errors)}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "missing"),
        ("name", "   ", "blank"),
        ("name", "a\x07b", "control_characters"),
        ("name", 5, "not_text"),
        ("name", "x" * 121, "too_long"),
        ("name", "\ud800", "not_utf8"),
        ("joined_on", "2024-02-30", "not_date"),
        ("joined_on", 1700000000, "not_date"),
        ("joined_on", "2024-01-01T00:00:00", "not_date"),
        ("joined_on", "24-1-1", "not_date"),
        ("nik", "123456789012345", "not_nik"),
        ("nik", "351501460287011９", "not_nik"),
        ("status", "gone", "not_one_of"),
        ("surname", "x", "unknown_field"),
    ],
)
def test_a_wrong_field_is_named_with_its_fault(field: str, value: object, code: str) -> None:
    body = {"name": "Budi", "joined_on": "2024-01-01", field: value}
    assert refused(body)[field].code == code


def test_a_personal_value_is_quoted_masked() -> None:
    error = refused({"name": "Budi", "joined_on": "2024-01-01", "nik": "123456789012345"})["nik"]
    assert error.value == "12••••"


def test_every_message_can_be_said_in_both_languages() -> None:
    for code, texts in MESSAGES.items():
        names = [set(re.findall(r"{(\w+)}", text)) for text in texts]
        assert names[0] == names[1], code
        params: dict[str, object] = dict.fromkeys(names[0], 1)
        assert say(code, "id", params) != ""


RAISED = re.compile(
    r'(?:Invalid|Conflict|Forbidden|TooMany)\(\s*"[^"]*",\s*"(\w+)"|PydanticCustomError\(\s*"(\w+)"'
)


def test_every_code_that_is_raised_has_its_words() -> None:
    files = [f for top in ("functions", "shared") for f in (ROOT / top).rglob("*.py")]
    codes = {"".join(found) for f in files for found in RAISED.findall(f.read_text())}
    assert len(codes) > 10
    assert codes - MESSAGES.keys() == set()
