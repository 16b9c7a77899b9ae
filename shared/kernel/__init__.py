"""Errors, messages, money, dates, ids, clock, settings and callers, which all else uses."""
