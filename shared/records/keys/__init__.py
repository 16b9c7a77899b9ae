"""The keys of each table, a module a table: the only place of its prefixes."""
