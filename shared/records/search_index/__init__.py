"""The search index: the entries by which members are listed and found.

Each entry carries its member's list row as JSON (`row`), so a page is one Query. Only an account's
entry is a bare pointer (`member_id`): the room that writes it need not know the row.

`entries` says what is written of a member, `lookups` what is looked up for a typed text, `table`
reads and writes, `search` answers a page. The keys are in shared/records/keys/search.py.
"""
