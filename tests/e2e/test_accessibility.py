"""axe over every screen of src/screens.ts, in both languages, light and dark, at both widths.

Nothing may be wider than the screen, and no table cut off. A new screen is walked as soon as it is
in the table; a new parameter of an address needs its value in `values`.
"""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, choose_in_menu, with_axe
from tests.e2e.signing_in import sign_in
from tests.e2e.test_clerk_tasks import Api

LATE_MEMBER = "purwanti ind"
SCREENS = ROOT / "static_site/src/screens.ts"
LANGUAGES = ("Bahasa Indonesia", "English")
WAITING = "[aria-busy=true], .skeleton, main.loading"
COLOURS = "runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """[...document.querySelectorAll('main table')].flatMap(({ parentElement: box, caption }) =>
    box.scrollWidth > box.clientWidth ? [caption.innerText] : [])"""


def addresses() -> list[str]:
    """The addresses in the table of screens, parameters with their colon."""
    source = SCREENS.read_text()
    lists = re.findall(r"\bpaths: \[(.*?)\]", source, re.DOTALL)
    assert len(lists) == source.count("load: () => import(")
    return [path for paths in lists for path in re.findall(r"'(.*?)'", paths)]


def values(page: Page, sapa: str) -> dict[str, str]:
    """Something of the demo cooperative for each parameter of an address."""
    api = Api(page, sapa)
    member_id = api.get(f"/members?q={LATE_MEMBER}")["items"][0]["member_id"]
    accounts = api.get(f"/members/{member_id}/accounts?kind=financing")["items"]
    return {
        ":member_id": member_id,
        ":account_id": accounts[0]["account_id"],
        ":import_id": checked_import(api),
    }


def checked_import(api: Api) -> str:
    """An import with a refused row and a heading that is not known."""
    started = api.page.request.post(
        f"{api.base}/imports", data={"files": ["anggota.csv"]}, headers=api.headers
    ).json()
    link = api.base.removesuffix("/api") + started["uploads"][0]["url"]
    rows = b"No Anggota,Nama,Tanggal Masuk,Lainnya\nA11Y-1,Uji,kemarin,x\n"
    assert api.page.request.put(link, data=rows).ok
    import_id = str(started["import_id"])
    api.post(f"/imports/{import_id}/check")
    return import_id


def violations(page: Page, options: str) -> list[str]:
    found: list[dict[str, str]] = page.evaluate(
        f"axe.run({{resultTypes: ['violations'], {options}}})"
        ".then(({violations}) => violations.flatMap("
        "({id, nodes}) => nodes.map(({html}) => ({id, html: html.slice(0, 120)}))))"
    )
    return [f"{one['id']}: {one['html']}" for one in found]


def test_every_screen_is_open_to_everyone(page: Page, sapa: str) -> None:
    sign_in(page, sapa)
    known = values(page, sapa)
    with_axe(page)
    paths = [re.sub(r":\w+", lambda name: known[name[0]], path) for path in addresses()]
    wrong: list[str] = []
    titles: set[str] = set()

    def look(setting: str, options: str) -> None:
        wrong.extend(f"{setting} {one}" for one in violations(page, options))

    for language in LANGUAGES:
        choose_in_menu(page, language)
        for path in [*paths, "/no-such-screen"]:
            page.evaluate("(path) => { location.hash = path }", path)
            page.locator("main h1").wait_for(state="attached")
            expect(page.locator(WAITING)).to_have_count(0)
            look(f"{language} {path}", "")
            page.emulate_media(color_scheme="dark")
            look(f"{language} {path} dark", COLOURS)
            page.emulate_media(color_scheme="light")
            if page.evaluate(OVERFLOW) > 0:
                wrong.append(f"{language} {path} is wider than the screen")
            wrong.extend(f"{language} {path} cuts {one} off" for one in page.evaluate(CUT))
            titles.add(f"{language} {page.title()}")
    assert wrong == []
    assert len(titles) >= len(LANGUAGES) * len(paths), sorted(titles)


def test_who_is_not_signed_in_reads_either_language(page: Page, sapa: str) -> None:
    page.goto(sapa)
    for language, about in (("id", "Tentang Sapa"), ("en", "About Sapa")):
        page.evaluate("(chosen) => localStorage.setItem('sapa.language', chosen)", language)
        for address, link in (("#/", about), ("#/about", "OpenAPI")):
            page.goto(f"{sapa}/{address}")
            page.reload()
            expect(page.locator(WAITING)).to_have_count(0)
            expect(page.get_by_role("link", name=link).first).to_be_visible()
        with_axe(page)
        assert violations(page, "") == []
