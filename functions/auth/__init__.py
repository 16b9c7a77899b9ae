"""Sign-in, tokens, users, API clients, settings, audit, and the documents of the API."""
