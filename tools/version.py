"""The one version number: pyproject.toml has it, and this writes it wherever else it is shown.

    make version    after a change of pyproject.toml

The about page reads it from static_site/package.json, /api/docs from the OpenAPI document.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_SITE = ROOT / "static_site"


def number() -> str:
    """The version of Sapa that this folder holds."""
    project: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project["version"]


def shown() -> dict[str, str]:
    """The number as it is shown, by the place where it stands."""
    package, lock = _read(_SITE / "package.json"), _read(_SITE / "package-lock.json")
    document = _read(ROOT / "functions/auth/openapi.json")
    return {
        "static_site/package.json": package["version"],
        "static_site/package-lock.json": lock["version"],
        "static_site/package-lock.json, packages": lock["packages"][""]["version"],
        "functions/auth/openapi.json": document["info"]["version"],
    }


def main() -> None:
    """Write the number into the site's package; tools/openapi.py has it in the document."""
    package, lock = _read(_SITE / "package.json"), _read(_SITE / "package-lock.json")
    package["version"] = lock["version"] = lock["packages"][""]["version"] = number()
    _write(_SITE / "package.json", package)
    _write(_SITE / "package-lock.json", lock)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def _write(path: Path, content: dict[str, Any]) -> None:
    """As npm writes it, so that nothing else of the file changes."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
