"""The partition of all that belongs to a member, the same in every table. Pure."""

_MEMBER = "M#"


def partition(member_id: str) -> str:
    """The partition of all that belongs to a member."""
    return f"{_MEMBER}{member_id}"


def member_of(pk: str) -> str:
    """The member whose partition this is."""
    return pk.removeprefix(_MEMBER)
