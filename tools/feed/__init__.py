"""The command that reads a core system and sends Sapa what changed (docs/feed.md)."""
