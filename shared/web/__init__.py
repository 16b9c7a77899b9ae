"""HTTP: apps of rooms, refusals, validation, callers, idempotency, cursors."""
