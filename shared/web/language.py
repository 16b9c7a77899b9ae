"""The reader's language, from Accept-Language: Indonesian unless English is preferred."""

from typing import Annotated

from fastapi import Depends, Request

from shared.kernel.messages import Language


def language_of(header: str) -> Language:
    """`id` or `en`, whichever has the higher weight in the header; `id` where neither is there."""
    weights = {"id": 0.0, "en": 0.0}
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        primary = tag.split("-")[0].lower()
        if primary in weights:
            try:
                weights[primary] = max(weights[primary], float(weight or 1))
            except ValueError:
                continue
    return "en" if weights["en"] > weights["id"] else "id"


async def language(request: Request) -> Language:
    """The reader's language as a FastAPI dependency."""
    return language_of(request.headers.get("accept-language", ""))


RequestLanguage = Annotated[Language, Depends(language)]
"""The reader's language as a route takes it."""
