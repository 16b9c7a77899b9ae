"""Accepted rows become members, accounts and entries."""
