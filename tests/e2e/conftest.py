"""A whole Sapa in a process of its own, with demo data, and a real browser before it."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e.signing_in import PASSWORD, give_back

ROOT = Path(__file__).parents[2]
AXE = ROOT / "static_site/node_modules/axe-core/axe.min.js"
TODAY = "2026-11-24"
START_SECONDS = 120
RUN_AXE = """axe.run({resultTypes: ['violations']})
    .then(({violations}) => JSON.stringify(violations))"""
NO_TEXT = "no text for "
"""How the site complains of a key without a text (src/i18n)."""
WIDTHS = {"phone": (360, 740), "laptop": (1280, 800)}
OF_PLAYWRIGHT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""What Playwright turns off; Chromium heeds only the last list."""
ADDRESS_BAR = ("WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup")
"""Pages of the browser's own that each window loads for its address bar: half a second of CPU."""
QUIET = (
    f"--disable-features={','.join((*OF_PLAYWRIGHT, *ADDRESS_BAR))}",
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
    data = tmp_path_factory.mktemp("data") / "copy"
    shutil.copytree(demo(_shared(tmp_path_factory)), data)
    with running(data) as address:
        yield address


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of this run have in common: SAPA_DEMO, or pytest's own."""
    if folder := os.environ.get("SAPA_DEMO"):
        return Path(folder)
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def demo(folder: Path) -> Path:
    """A DATA_DIR with the demo cooperative; whoever comes first makes it, the others wait."""
    made = folder / "demo"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with running(folder / "demo.new"):
                pass
            (folder / "demo.new").rename(made)
    return made


@contextmanager
def running(data: Path) -> Iterator[str]:
    """The address of a Sapa on this DATA_DIR."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(data),
        "DEMO": "1",
        "TODAY": TODAY,
        "ADMIN_USERNAME": "admin",
        "ADMIN_PASSWORD": PASSWORD,
        "PYTHONPATH": "functions",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "local"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    give_up = threading.Timer(START_SECONDS, process.kill)
    give_up.start()
    assert process.stdout
    ready = next((line for line in process.stdout if line.startswith("ready on ")), "")
    give_up.cancel()
    assert ready, "Sapa ended before it was ready"
    yield ready.removeprefix("ready on ").strip()
    process.terminate()
    assert process.wait(timeout=20) == 0
    process.stdout.close()


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at phone and at laptop width."""
    with opened(browser, request.param) as page:
        yield page


@contextmanager
def opened(browser: Browser, width: str, **more: Any) -> Iterator[Page]:
    """A page in a browser that knows nothing yet; no key of a text may be shown in place of one."""
    across, down = WIDTHS[width]
    viewport: ViewportSize = {"width": across, "height": down}
    context = browser.new_context(viewport=viewport, locale="id-ID", **more)
    page = context.new_page()
    page.set_default_timeout(15_000)
    keys: list[str] = []
    page.on("console", lambda said: keys.append(said.text) if NO_TEXT in said.text else None)
    yield page
    assert keys == []
    give_back(context)
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


def with_axe(page: Page) -> None:
    """Give the page axe, if it has none yet."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE.read_text())


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, each with the places."""
    with_axe(page)
    found = json.loads(page.evaluate(RUN_AXE))
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in found]


def choose_in_menu(page: Page, name: str) -> None:
    """A button of the menu: language, appearance, help, sign-out."""
    if not page.locator("#menu").is_visible():
        page.locator("[popovertarget=menu]").click()
    page.locator("#menu").get_by_role("button", name=name).click()
