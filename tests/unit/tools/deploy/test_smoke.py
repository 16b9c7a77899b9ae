"""What a deployment must answer."""

import pytest

from tools.deploy import smoke
from tools.deploy.site import FOR_EVER, File
from tools.deploy.smoke import Answer

SECURE = {"content-security-policy": "x", "strict-transport-security": "x"}
PAGE = b'<script src="/assets/a.js"></script>'
FILES = [File("index.html", PAGE), File("assets/a.js", b"a"), File("assets/lazy.js", b"b")]
GOOD = {
    "/": Answer(200, SECURE, PAGE),
    "/assets/a.js": Answer(200, {"cache-control": FOR_EVER}, b"a"),
    "/api/health": Answer(200, {}, b'{"status": "ok"}'),
    "/api/auth/settings": Answer(200, {}, b'{"zone": "Asia/Jakarta"}'),
    "/api/members": Answer(401, {}, b""),
}


def check(answers: dict[str, Answer]) -> None:
    smoke.check_site("", FILES, answers.__getitem__)
    smoke.check_api("/api", answers.__getitem__)


def test_a_deployment_that_answers_as_it_should_passes() -> None:
    check(GOOD)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/", Answer(200, SECURE, b"the page before")),
        ("/", Answer(200, {}, PAGE)),
        ("/assets/a.js", Answer(403, {}, b"")),
        ("/assets/a.js", Answer(200, {"cache-control": "no-cache"}, b"a")),
        ("/api/health", Answer(503, {}, b"")),
        ("/api/health", Answer(200, {}, b"<html>")),
        ("/api/members", Answer(200, {}, b'{"items": []}')),
    ],
)
def test_a_wrong_answer_fails(path: str, answer: Answer) -> None:
    with pytest.raises(smoke.Failed):
        check(GOOD | {path: answer})
