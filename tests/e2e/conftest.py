"""A whole Sapa in a process of its own, with demo data, and a real browser before it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "static_site/node_modules/axe-core/axe.min.js"
PASSWORD = "kata-sandi-uji"
TODAY = "2026-11-24"
START_SECONDS = 120
WIDTHS = {"phone": (360, 740), "laptop": (1280, 800)}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium: a browser of Playwright's own cannot be fetched everywhere."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, "no Chromium: run `make setup`"
    return {**browser_type_launch_args, "executable_path": found, "args": list(QUIET)}


@pytest.fixture(scope="session")
def sapa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Sapa with the demo cooperative: SAPA_URL, or one of its own."""
    if address := os.environ.get("SAPA_URL"):
        yield address
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "DEMO": "1",
        "TODAY": TODAY,
        "ADMIN_USERNAME": "admin",
        "ADMIN_PASSWORD": PASSWORD,
        "PYTHONPATH": "functions",
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "local"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    give_up = threading.Timer(START_SECONDS, running.kill)
    give_up.start()
    assert running.stdout
    ready = next((line for line in running.stdout if line.startswith("ready on ")), "")
    give_up.cancel()
    assert ready, "Sapa ended before it was ready"
    yield ready.removeprefix("ready on ").strip()
    running.terminate()
    assert running.wait(timeout=20) == 0
    running.stdout.close()


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at phone and at laptop width."""
    width, height = WIDTHS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A walk that fails says where it stood and what could be read there."""
    report = yield
    if report.failed and report.when == "call":
        for name, opened in item.funcargs.items():
            if isinstance(opened, Page):
                seen = f"{opened.url}\n{opened.locator('body').aria_snapshot()}"
                report.sections.append((name, seen))
    return report


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, each with the places."""
    page.evaluate(AXE.read_text())
    found = json.loads(page.evaluate("axe.run().then(r => JSON.stringify(r.violations))"))
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in found]


def sign_in(page: Page, address: str) -> None:
    """From anywhere to the list of members, as the admin."""
    page.goto(address)
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("searchbox", name="Cari anggota").wait_for()


def choose_in_menu(page: Page, name: str) -> None:
    """A button of the menu: language, appearance, help, sign-out."""
    if not page.locator("#menu").is_visible():
        page.locator("[popovertarget=menu]").click()
    page.locator("#menu").get_by_role("button", name=name).click()
