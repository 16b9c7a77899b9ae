"""A whole deployment in an emulator of AWS that judges every call by the template's policies."""
