"""Signed links: to the local folder through the gateway, and S3's own (moto)."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from moto import mock_aws

from local import template
from local.files import MOST_BYTES, Files, sweep
from shared.aws import files
from shared.kernel.settings import settings
from tests.integration.local.full_disk import no_room

pytestmark = pytest.mark.usefixtures("tables")

NOW = datetime.now(UTC)
KEY = "exports/01J/anggota.csv"


class Browser:
    """Follows links without a server in between."""

    def get(self, link: str) -> httpx.Response:
        return self.send("GET", link)

    def put(self, link: str, content: bytes) -> httpx.Response:
        return self.send("PUT", link, content=content)

    def send(self, method: str, link: str, **sent: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(Files())
            async with httpx.AsyncClient(transport=transport, base_url="http://sapa") as http:
                return await http.request(method, link, **sent)

        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            return runner.run(send())


@pytest.fixture
def http() -> Browser:
    return Browser()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with mock_aws():
        place = {"LocationConstraint": "ap-southeast-3"}
        boto3.client("s3").create_bucket(Bucket="sapa-files", CreateBucketConfiguration=place)
        monkeypatch.setenv("FILES_BUCKET", "sapa-files")
        settings.cache_clear()
        files._s3.cache_clear()
        yield "sapa-files"
        files._s3.cache_clear()


def test_what_is_put_by_a_link_is_got_by_another_under_its_name(http: Browser) -> None:
    assert http.put(files.link("PUT", KEY, NOW), content=b"nama;no\n").status_code == 200
    answer = http.get(files.link("GET", KEY, NOW, "Anggota März.csv"))
    assert answer.content == b"nama;no\n"
    assert "Anggota%20M%C3%A4rz.csv" in answer.headers["content-disposition"]


def test_a_link_serves_for_one_file_and_one_method_and_15_minutes(http: Browser) -> None:
    http.put(files.link("PUT", KEY, NOW), content=b"x")
    link = files.link("GET", KEY, NOW)
    assert http.put(link, content=b"y").status_code == 403
    assert http.get(link.replace("01J", "01K")).status_code == 403
    assert http.get(link.replace("name=", "name=other")).status_code == 403
    assert http.get(link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 403
    assert http.get("/files/" + KEY).status_code == 403
    late = files.link("GET", KEY, NOW - files.LINK_LIFETIME - timedelta(seconds=1))
    assert http.get(late).status_code == 403
    assert http.get(files.link("GET", "exports/01J/none.csv", NOW)).status_code == 404


def test_a_file_of_more_than_200_mb_is_refused_before_it_is_read(http: Browser) -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        read.append("some")
        yield b"x"

    length = {"content-length": str(MOST_BYTES + 1)}
    link = files.link("PUT", KEY, NOW)
    assert http.send("PUT", link, content=endless(), headers=length).status_code == 413
    assert not read
    assert files.size(KEY) is None


def test_an_upload_for_which_there_is_no_room_is_503_and_leaves_what_was_there(
    http: Browser,
) -> None:
    link = files.link("PUT", KEY, NOW)
    assert http.put(link, content=b"before").status_code == 200
    with no_room(100):
        answer = http.put(link, content=b"x" * 101)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    path = files.local_path(KEY)
    assert path.read_bytes() == b"before"
    assert list(path.parent.iterdir()) == [path]


def test_the_folder_lets_files_go_when_the_bucket_would(tmp_path: Path) -> None:
    ages = {"exports/a": 6, "exports/b": 8, "imports/1/0": 29, "imports/1/staged.db": 31}
    now = NOW.timestamp()
    for key, days in ages.items():
        path = tmp_path / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (now, now - days * 24 * 3600))
    assert sweep(tmp_path, template.load().expiries, now) == 2
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {"exports/a", "imports/1/0"}


@pytest.mark.parametrize("key", ["../vault.secret", "a/../../vault.secret", "/etc/passwd"])
def test_no_key_leaves_the_folder(key: str) -> None:
    with pytest.raises(ValueError, match=r"vault|passwd"):
        files.local_path(key)


def test_a_folder_keeps_fetches_and_forgets(tmp_path: Path) -> None:
    _keeps_fetches_and_forgets(tmp_path)


@pytest.mark.usefixtures("bucket")
def test_a_bucket_keeps_fetches_and_forgets(tmp_path: Path) -> None:
    _keeps_fetches_and_forgets(tmp_path)


def test_in_the_cloud_a_link_is_s3s_own(bucket: str) -> None:
    link = files.link("GET", KEY, NOW, "Anggota.csv")
    assert link.startswith(f"https://{bucket}.s3")
    assert "X-Amz-Expires=900" in link
    assert "response-content-disposition=attachment" in link


def _keeps_fetches_and_forgets(folder: Path) -> None:
    source, target = folder / "in.csv", folder / "out.csv"
    source.write_text("isi")
    assert not files.fetch(KEY, target)
    assert files.size(KEY) is None
    files.put(KEY, source)
    assert files.size(KEY) == len("isi")
    assert files.fetch(KEY, target)
    assert target.read_text() == "isi"
    files.delete(KEY)
    files.delete(KEY)
    assert not files.fetch(KEY, target)


def test_no_hostile_query_makes_a_link_fail(http: Browser) -> None:
    link = files.link("GET", KEY, NOW)
    before, _, after = link.partition("expires=")
    for expires in ("9" * 5000, "٣" * 10, "-1", "", "1e400", "%00"):
        hostile = f"{before}expires={expires}&{after.partition('&')[2]}"
        assert http.get(hostile).status_code == 403
    assert http.get("/files/%00?expires=1").status_code == 403


def test_only_the_owner_reads_what_is_kept(http: Browser, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"3515014602870119")
    source.chmod(0o644)
    files.put("imports/1/0", source)
    http.put(files.link("PUT", "imports/1/1", NOW), content=b"3515014602870119")
    for key in ("imports/1/0", "imports/1/1"):
        path = files.local_path(key)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
