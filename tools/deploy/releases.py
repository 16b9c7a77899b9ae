"""What was released when: versions of functions and a site, kept in the site's bucket.

`releases/<time>/` has the pages and `release.json`; the latest is what is live. One that has passed
its smoke test is proved, and only to such a one is gone back. Assets stay as long as a browser may
still have a page that names them.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from .site import FOLDER, File, Site
from .versions import Versions

KEPT = timedelta(days=30)
"""How long a browser that was left open finds the parts of its page."""

_FORM = "%Y%m%dT%H%M%S%fZ"
_RECORD = "release.json"


class NoFormerRelease(Exception):
    """There is nothing to go back to."""


@dataclass(frozen=True, slots=True)
class Release:
    """One deployment: its time, the version of each function, and the assets of its pages."""

    id: str
    versions: Versions
    assets: Sequence[str]
    proved: bool = False

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.id, _FORM).replace(tzinfo=UTC)

    @property
    def folder(self) -> str:
        return f"releases/{self.id}"


def record(site: Site, files: Sequence[File], versions: Versions, at: datetime) -> Release:
    """Keep the pages of a release and what belongs to them."""
    assets = [file.path for file in files if file.is_asset]
    release = Release(at.strftime(_FORM), dict(versions), assets)
    for file in files:
        if not file.is_asset:
            site.put(release.folder, file)
    _write(site, release)
    return release


def prove(site: Site, release: Release) -> None:
    """Note that the release answers as it should."""
    _write(site, replace(release, proved=True))


def _write(site: Site, release: Release) -> None:
    site.put(release.folder, File(_RECORD, json.dumps(asdict(release)).encode()))


def read(site: Site) -> list[Release]:
    """All that are kept, the latest first."""
    records = [key for key in site.paths("releases/") if key.endswith(f"/{_RECORD}")]
    return [Release(**json.loads(site.get(key))) for key in sorted(records, reverse=True)]


def pages(site: Site, release: Release) -> list[File]:
    """The pages of a kept release."""
    start = f"{release.folder}/"
    keys = [key for key in site.paths(start) if not key.endswith(f"/{_RECORD}")]
    return [File(key.removeprefix(start), site.get(key)) for key in keys]


def former(releases: Sequence[Release]) -> Release | None:
    """The one to go back to from the latest."""
    return next((release for release in releases[1:] if release.proved), None)


def needed(releases: Sequence[Release], now: datetime) -> list[Release]:
    """The latest, the one to go back to, and those that were live within the last 30 days."""
    always, live_until = (*releases[:1], former(releases)), now
    found = []
    for release in releases:
        if release in always or now - live_until < KEPT:
            found.append(release)
        live_until = release.at
    return found


def delete_old(site: Site, now: datetime) -> int:
    """Delete releases that nobody can have on a screen, and the assets that only they name."""
    releases = read(site)
    kept = needed(releases, now)
    named = {f"{FOLDER}/{path}" for release in kept for path in release.assets}
    old = [key for key in site.paths(f"{FOLDER}/assets/") if key not in named]
    for release in releases:
        if release not in kept:
            old += site.paths(f"{release.folder}/")
    return site.delete(old)
