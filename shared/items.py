"""The shape of what a table holds: flat, of strings, whole numbers and bytes."""

Value = str | int | bytes
Item = dict[str, Value]
Key = tuple[str, str]
