"""Paying financing off before its time."""
