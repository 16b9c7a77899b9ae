"""What an import reaches of what is there: members of its maker's offices, and their accounts.

What lies outside of them is for it as if it were not there. A maker who is bound to no office
reaches all, without a read.
"""

from collections.abc import Mapping

from shared.kernel.caller import Caller
from shared.kernel.errors import FieldError
from shared.kernel.ids import split_account_id
from shared.records import member_card

IdsByNumber = Mapping[str, str]
"""The ids of members or accounts by their numbers."""


def members(caller: Caller, ids: IdsByNumber) -> IdsByNumber:
    """Of members those that are in reach, by one call for each 100."""
    return _within(caller, ids, ids)


def accounts(caller: Caller, ids: IdsByNumber) -> IdsByNumber:
    """Of accounts those whose members are in reach, by one call for each 100 members."""
    return _within(caller, ids, {number: split_account_id(one)[0] for number, one in ids.items()})


def unknown_member(caller: Caller, number: str | None) -> FieldError:
    """What is wrong with a row whose member is not in reach."""
    code = "unknown_member_of_offices" if caller.offices else "unknown_member"
    return FieldError("member_no", code, number)


def unknown_account(caller: Caller, number: str | None) -> FieldError:
    """What is wrong with a row whose account is not in reach."""
    code = "unknown_account_of_offices" if caller.offices else "unknown_account"
    return FieldError("account_no", code, number)


def _within(caller: Caller, ids: IdsByNumber, owners: IdsByNumber) -> IdsByNumber:
    if not caller.offices or not ids:
        return ids
    offices = member_card.offices(sorted(set(owners.values())))
    return {
        number: one for number, one in ids.items() if caller.may_see(offices.get(owners[number]))
    }
