"""The API's documents: the OpenAPI file (made by tools/openapi.py) and the page that shows it."""

from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse, Response

# Swagger UI writes style attributes; its scripts and styles come from the site itself.
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sapa API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/init.js"></script>
</body>
</html>
"""


@cache
def _document() -> bytes:
    return (Path(__file__).parent / "openapi.json").read_bytes()


def openapi() -> Response:
    """The whole API in OpenAPI 3.1."""
    return Response(_document(), media_type="application/json")


def page() -> Response:
    """Swagger UI."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})
