"""Follows a core system and sends Sapa what changed: docs/feed.md."""
