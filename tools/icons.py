"""Draws the site's icons from favicon.svg with Chromium: `python tools/icons.py`."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

PUBLIC = Path(__file__).parents[1] / "static_site/public"
GROUND = "#0b6e5f"
# name: (pixels, the drawing's share of the edge, whether its ground fills the square)
ICONS = {
    "icon-192": (192, 1.0, False),
    "icon-512": (512, 1.0, False),
    "maskable-512": (512, 0.8, True),
    "apple-180": (180, 0.86, True),
}


def main() -> None:
    """Write public/icons/."""
    drawing = (PUBLIC / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (edge, share, filled) in ICONS.items():
            page = browser.new_page(viewport={"width": edge, "height": edge})
            page.set_content(
                f"<style>body{{margin:0;height:100vh;display:grid;place-items:center;"
                f"background:{GROUND if filled else 'transparent'}}}"
                f"svg{{width:{share:.0%};height:{share:.0%}}}</style>{drawing}"
            )
            page.screenshot(path=PUBLIC / f"icons/{name}.png", omit_background=not filled)
        browser.close()


if __name__ == "__main__":
    main()
