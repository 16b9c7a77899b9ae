"""Lighthouse (mobile) on sign-in and home of a running Sapa: `make lighthouse`."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ADDRESS = os.environ.get("SAPA_URL", "http://127.0.0.1:8000")
LIGHTHOUSE = Path(__file__).parent / "node_modules/.bin/lighthouse"
LEAST = {"performance": 0.95, "accessibility": 1.0}


def scores(port: int) -> dict[str, float]:
    """What Lighthouse gives the site in the browser at this port, as its user is."""
    command = [str(LIGHTHOUSE), ADDRESS, f"--port={port}", "--disable-storage-reset", "--quiet"]
    options = [f"--only-categories={','.join(LEAST)}", "--output=json"]
    report = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
    return {name: found["score"] for name, found in json.loads(report.stdout)["categories"].items()}


def sign_in(page: Page) -> None:
    """As the admin, whose password is in ADMIN_PASSWORD."""
    page.goto(ADDRESS)
    page.get_by_label("Nama pengguna").fill(os.environ.get("ADMIN_USERNAME", "admin"))
    page.get_by_label("Kata sandi", exact=True).fill(os.environ["ADMIN_PASSWORD"])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("searchbox").wait_for()
    page.goto("about:blank")


def main() -> bool:
    """Print both screens' scores; whether they reach the least."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", f"--remote-debugging-port={port}"],
            service_workers="block",
        )
        found = {"sign-in": scores(port)}
        sign_in(context.new_page())
        found["home"] = scores(port)
        context.close()
    for screen, reached in found.items():
        print(screen, reached)
    return all(reached[name] >= LEAST[name] for reached in found.values() for name in LEAST)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
