"""Arrears: how late a financing account is at any date, and pauses."""
