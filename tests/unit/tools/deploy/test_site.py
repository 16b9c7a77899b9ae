"""What is sent to the site's bucket, in which order, with which headers."""

from pathlib import Path

import pytest

from tests.unit.tools.deploy.fake_aws import FakeAws
from tools.deploy.site import File, NoSite, Site, built

FILES = [
    File(path, path.encode()) for path in ("sw.js", "index.html", "favicon.svg", "assets/a.js")
]


def site(aws: FakeAws) -> Site:
    return Site(aws, "sapa-site", "E1")


def test_assets_come_first_then_the_page_and_the_worker_when_the_page_is_seen() -> None:
    aws = FakeAws()
    assert site(aws).publish(FILES) == "1 new assets, 3 pages"
    assert aws.said == [
        "put site/assets/a.js",
        "put site/favicon.svg",
        "put site/index.html",
        "forget / /index.html /favicon.svg",
        "put site/sw.js",
        "forget /sw.js",
    ]


def test_an_asset_that_is_there_is_not_sent_again() -> None:
    aws = FakeAws()
    site(aws).publish(FILES)
    aws.said.clear()
    site(aws).publish(FILES)
    assert "put site/assets/a.js" not in aws.said


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("manifest.webmanifest", "application/manifest+json; charset=utf-8", "no-cache"),
        ("icons/icon-192.png", "image/png", "no-cache"),
        (
            "assets/start-1a2b.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        ("assets/start-1a2b.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    ],
)
def test_only_what_has_its_hash_in_its_name_is_kept_for_ever(
    path: str, kind: str, cache: str
) -> None:
    assert File(path, b"").headers == {"ContentType": kind, "CacheControl": cache}


def test_what_begins_with_a_dot_is_not_shown(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    (dist / ".vite").mkdir(parents=True)
    for name in (".vite/manifest.json", "index.html"):
        (dist / name).write_text("x")
    assert [file.path for file in built(dist)] == ["index.html"]


def test_a_site_that_is_not_built_is_not_deployed(tmp_path: Path) -> None:
    with pytest.raises(NoSite):
        built(tmp_path)
