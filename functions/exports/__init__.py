"""Exports: the member list and everything, as files behind signed links."""
