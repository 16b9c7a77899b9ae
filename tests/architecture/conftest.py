"""samtranslator needs pydantic.v1, which shared/web/app.py says is not there."""

import sys

if sys.modules.get("pydantic.v1", sys) is None:
    del sys.modules["pydantic.v1"]
