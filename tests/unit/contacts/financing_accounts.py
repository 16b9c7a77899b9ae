"""Financing accounts as the contacts room reads them."""

from datetime import date

from shared.domain.financing import Financing
from shared.records.financing_accounts import FinancingAccount


def financing_account(
    state: Financing, *, account_no: str = "F-1", product: str = "Mikro"
) -> FinancingAccount:
    """An account of which only number, product and state matter."""
    return FinancingAccount(
        account_no, account_no, product, date(2020, 1, 1), None, 0, state, "2020-01-01#"
    )
