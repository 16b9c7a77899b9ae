"""How long the parts of a release are kept."""

from datetime import UTC, datetime, timedelta

from tests.unit.tools.deploy.fake_aws import FakeAws
from tools.deploy import releases
from tools.deploy.releases import Release
from tools.deploy.site import File, Site

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def release(days_ago: int, *, proved: bool = True) -> Release:
    at = NOW - timedelta(days_ago)
    return Release(at.strftime("%Y%m%dT%H%M%S%fZ"), {}, [], proved=proved)


def test_the_live_and_the_previous_release_stay_however_old() -> None:
    old = [release(400), release(800)]
    assert releases.needed(old, NOW) == old


def test_only_a_proved_release_is_gone_back_to_and_it_stays() -> None:
    known = [release(1), release(100, proved=False), release(200), release(300)]
    assert releases.former(known) == known[2]
    assert releases.needed(known, NOW) == known[:3]
    assert releases.former(known[:2]) is None


def test_a_release_stays_for_thirty_days_after_it_was_replaced() -> None:
    known = [release(1), release(29), release(31), release(70), release(71)]
    assert releases.needed(known, NOW) == known[:3]


def test_assets_go_with_the_last_release_that_names_them() -> None:
    aws = FakeAws()
    site = Site(aws, "sapa-site", "E1")
    for days_ago, names in ((200, "ab"), (100, "bc"), (90, "c"), (0, "cd")):
        files = [File("index.html", b"x"), *(File(f"assets/{n}.js", b"x") for n in names)]
        made = releases.record(site, files, {}, NOW - timedelta(days_ago))
        site.publish(files)
        releases.prove(site, made)
    releases.delete_old(site, NOW)
    assets = [key for key in aws.objects if key.startswith("site/assets/")]
    assert assets == ["site/assets/c.js", "site/assets/d.js"]
    assert "site/index.html" in aws.objects
    assert [one.at for one in releases.read(site)] == [NOW, NOW - timedelta(90)]


def test_a_release_has_its_pages_and_versions() -> None:
    site = Site(FakeAws(), "sapa-site", "E1")
    files = [File("index.html", b"page"), File("assets/a.js", b"x")]
    releases.record(site, files, {"members": "7"}, NOW)
    (found,) = releases.read(site)
    assert found.versions == {"members": "7"}
    assert found.assets == ["assets/a.js"]
    assert releases.pages(site, found) == [files[0]]
