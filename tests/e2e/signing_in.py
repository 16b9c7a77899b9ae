"""The admin's sign-in: by the form where a walk is about that, else by a session that is kept.

A refresh token is good once, so a walk gives its session back as it is at the end. A session that
has ended meanwhile is begun anew.
"""

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import BrowserContext, Page

PASSWORD = "kata-sandi-uji"
COOKIE = "sapa_refresh"

_kept: list[str] = []
_ours: set[str] = set()
"""Which sessions are the admin's: others sign in as well."""


def sign_in(page: Page, address: str) -> None:
    """From anywhere to the list of members, as the admin."""
    resume(page.context, address)
    page.goto(address)
    _arrive(page)


def sign_in_by_form(page: Page, address: str) -> None:
    """From anywhere to the list of members, as the admin who is not signed in yet."""
    page.goto(address)
    enter(page, "admin", PASSWORD)


def enter(page: Page, username: str, password: str) -> None:
    """From the form to the list of members."""
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    _arrive(page)


def _arrive(page: Page) -> None:
    page.get_by_role("searchbox", name="Cari anggota").wait_for()


def resume(context: BrowserContext, address: str) -> str:
    """Give the browser a session of the admin, if it has none; answers an access token."""
    api = f"{address}/api/auth"
    if _token(context) is None and _kept:
        kept: SetCookieParam = {"name": COOKIE, "value": _kept.pop(), "url": f"{api}/"}
        context.add_cookies([{**kept, "httpOnly": True, "secure": True, "sameSite": "Strict"}])
    answer = _token(context) and context.request.post(f"{api}/refresh")
    if not (answer and answer.ok):
        login = {"username": "admin", "password": PASSWORD}
        answer = context.request.post(f"{api}/login", data=login)
        assert answer.ok, answer.text()
        _ours.update(_family(cookie) for cookie in _tokens(context))
    return str(answer.json()["access_token"])


def give_back(context: BrowserContext) -> None:
    """Keep the admin's session for the next walk, if the browser still has one."""
    if token := _token(context):
        _kept.append(token)


def _token(context: BrowserContext) -> str | None:
    """The refresh token of the admin's session in this browser."""
    return next((token for token in _tokens(context) if _family(token) in _ours), None)


def _tokens(context: BrowserContext) -> list[str]:
    return [cookie["value"] for cookie in context.cookies() if cookie["name"] == COOKIE]


def _family(token: str) -> str:
    """What of a refresh token stays the same as long as its session lasts."""
    return token.partition(".")[0]
