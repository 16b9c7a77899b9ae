"""The feed of a core system: its members, accounts and entries, batch by batch."""
