"""What everything stands on: errors, messages, money, dates, ids, clock, settings, callers."""
