"""The built site in its bucket: what is there for ever, and the pages that name it.

A file of assets/ has the hash of its content in its name. A page may be in a browser for weeks and
ask for its assets then, so assets come before the pages that name them and outlive them. The page
is shown before the service worker, since a new worker takes the page into its cache at once.
"""

import mimetypes
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .stack import Clients

FOLDER = "site"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
PAGE, WORKER = "index.html", "sw.js"

_TYPES = {
    ".webmanifest": "application/manifest+json",
    ".js": "text/javascript",
    ".md": "text/markdown",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site by its path, as it is sent."""

    path: str
    content: bytes

    @property
    def is_asset(self) -> bool:
        return self.path.startswith("assets/")

    @property
    def headers(self) -> dict[str, str]:
        """As S3 takes them."""
        suffix = Path(self.path).suffix
        kind = _TYPES.get(suffix) or mimetypes.guess_type(self.path)[0]
        kind = kind or "application/octet-stream"
        if kind.startswith("text/") or kind == "application/manifest+json":
            kind += "; charset=utf-8"
        cache = FOR_EVER if self.is_asset else ASK_EACH_TIME
        return {"ContentType": kind, "CacheControl": cache}


class NoSite(Exception):
    """The site is not built."""


def built(folder: Path) -> list[File]:
    """The files of static_site/dist; those that begin with a dot are the build's own."""
    if not (folder / PAGE).is_file():
        raise NoSite(f"{folder} has no {PAGE}: the site is not built")
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    shown = [name for name in names if not any(part.startswith(".") for part in name.parts)]
    return [File(name.as_posix(), (folder / name).read_bytes()) for name in shown]


@dataclass(frozen=True, slots=True)
class Site:
    """A bucket and the distribution before it."""

    clients: Clients
    bucket: str
    distribution: str

    def publish(self, files: Iterable[File]) -> str:
        """Assets, pages, the page, the worker: each is seen before what needs it."""
        by_path = {file.path: file for file in files}
        there = set(self.paths(f"{FOLDER}/assets/"))
        new = [f for f in by_path.values() if f.is_asset and f"{FOLDER}/{f.path}" not in there]
        for file in new:
            self.put(FOLDER, file)
        pages = [file for file in by_path.values() if not file.is_asset]
        last = [file for file in pages if file.path == WORKER]
        for file in sorted((f for f in pages if f not in last), key=lambda f: f.path == PAGE):
            self.put(FOLDER, file)
        self.forget(["/", *(f"/{file.path}" for file in pages if file not in last)])
        for file in last:
            self.put(FOLDER, file)
        if last:
            self.forget([f"/{WORKER}"])
        return f"{len(new)} new assets, {len(pages)} pages"

    def put(self, folder: str, file: File) -> None:
        """Send a file, with its headers."""
        self.clients("s3").put_object(
            Bucket=self.bucket, Key=f"{folder}/{file.path}", Body=file.content, **file.headers
        )

    def get(self, key: str) -> bytes:
        """The content of an object."""
        content: bytes = self.clients("s3").get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return content

    def paths(self, prefix: str) -> list[str]:
        """The keys that begin so."""
        pages = self.clients("s3").get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self.bucket, Prefix=prefix)
        return [one["Key"] for page in found for one in page.get("Contents", [])]

    def delete(self, keys: Iterable[str]) -> int:
        """Delete objects; how many."""
        count = 0
        for key in keys:
            self.clients("s3").delete_object(Bucket=self.bucket, Key=key)
            count += 1
        return count

    def forget(self, paths: list[str]) -> None:
        """Let CloudFront fetch these anew, and wait until it does everywhere."""
        client = self.clients("cloudfront")
        batch = {
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": str(time.time_ns()),
        }
        made: Mapping[str, Any] = client.create_invalidation(
            DistributionId=self.distribution, InvalidationBatch=batch
        )["Invalidation"]
        client.get_waiter("invalidation_completed").wait(
            DistributionId=self.distribution, Id=made["Id"]
        )
