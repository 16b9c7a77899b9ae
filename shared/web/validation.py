"""Translates pydantic's errors to fields and codes of shared/kernel/messages."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.kernel.errors import FieldError
from shared.kernel.messages import MESSAGES

_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "int_type": "not_whole",
    "int_parsing": "not_whole",
    "int_parsing_size": "not_whole",
    "int_from_float": "not_whole",
    "float_type": "not_number",
    "float_parsing": "not_number",
    "finite_number": "not_number",
    "decimal_type": "not_number",
    "decimal_parsing": "not_number",
    "string_type": "not_text",
    "string_unicode": "not_utf8",
    "bool_type": "not_boolean",
    "bool_parsing": "not_boolean",
    "list_type": "not_list",
    "dict_type": "not_object",
    "model_type": "not_object",
    "model_attributes_type": "not_object",
    "date_type": "not_date",
    "date_parsing": "not_date",
    "date_from_datetime_parsing": "not_date",
    "date_from_datetime_inexact": "not_date",
    "datetime_type": "not_time",
    "datetime_parsing": "not_time",
    "datetime_from_date_parsing": "not_time",
    "timezone_aware": "not_time",
    "json_invalid": "not_json",
    "string_pattern_mismatch": "bad_form",
}
_LIMITS = {
    "string_too_short": ("too_short", "min_length"),
    "string_too_long": ("too_long", "max_length"),
    "too_short": ("too_few", "min_length"),
    "too_long": ("too_many", "max_length"),
    "greater_than": ("more_than", "gt"),
    "greater_than_equal": ("at_least", "ge"),
    "less_than": ("less_than", "lt"),
    "less_than_equal": ("at_most", "le"),
    "decimal_max_digits": ("too_long", "max_digits"),
    "decimal_max_places": ("too_many", "decimal_places"),
}
_MONEY = {"amount", "principal", "margin"}
_SECRET = {"password", "current_password", "new_password", "client_secret"}
_PERSONAL = {"nik", "number", "name", "address", "street", "birth_date", "note", "text", "q"}
_LONGEST_VALUE = 100


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """One FieldError for each of pydantic's errors, its value quoted (masked if personal)."""
    return [_field_error(error) for error in errors]


def _field_error(error: Mapping[str, Any]) -> FieldError:
    kind, context = error["type"], error.get("ctx", {})
    location = [str(part) for part in error["loc"]]
    field = ".".join(location[1:]) or location[0]
    name = next((part for part in reversed(location) if not part.isdecimal()), field)
    if kind == "json_invalid":
        return FieldError("body", "not_json")
    value = None if kind == "missing" else _quoted(name, error.get("input"))
    if kind in _LIMITS:
        code, limit = _LIMITS[kind]
        if code in {"too_short", "too_few"} and context[limit] == 1:
            return FieldError(field, "missing", value)
        return FieldError(field, code, value, {"limit": context[limit]})
    if kind in {"literal_error", "enum"}:
        choices = context["expected"].replace(" or ", ", ").replace("'", "")
        return FieldError(field, "not_one_of", value, {"choices": choices})
    code = _CODES.get(kind) or (kind if kind in MESSAGES else "bad_value")
    if code == "not_whole" and name in _MONEY:
        code = "not_whole_rupiah"
    return FieldError(field, code, value, dict(context) if kind in MESSAGES else {})


def _quoted(name: str, value: object) -> object:
    if name in _SECRET or isinstance(value, (dict, list)):
        return None
    if isinstance(value, (bool, int)) and abs(value) < 2**53 and name not in _PERSONAL:
        return value
    text = value if isinstance(value, str) else str(value)
    if name in _PERSONAL:
        return f"{text[:2]}••••" if text else text
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
