"""Accounts: savings and financing, their schedules and their ledger."""
