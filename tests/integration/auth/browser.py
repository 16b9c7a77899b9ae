"""A browser: it keeps the access token and the cookie, and calls as the gateway would."""

from dataclasses import dataclass, replace

from auth import authorizer
from tests.integration.events import Answer, event, invoke

PASSWORD = "sepeda tua di gudang"


@dataclass
class Browser:
    """`browser("GET", "/auth/me")`; a bare 401 or 403 is the gateway's."""

    token: str = ""
    cookie: str = ""
    known_by: str = ""
    address: str = "203.0.113.7"

    def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        caller = None
        if self.token:
            request = {"headers": {**(headers or {}), "authorization": f"Bearer {self.token}"}}
            decision = authorizer.lambda_handler(request, None)
            if not decision["isAuthorized"]:
                return Answer(403, {}, None)
            caller = decision["context"]
        sent = event(method, path, body, query=query, headers=headers, caller=caller)
        sent["requestContext"]["http"]["sourceIp"] = self.address
        kept = {"sapa_refresh": self.cookie, "sapa_browser": self.known_by}
        if any(kept.values()):
            sent["cookies"] = [f"{name}={value}" for name, value in kept.items() if value]
        answer = invoke("auth.app.lambda_handler", sent)
        for line in filter(None, answer.headers["set-cookie"].split("\n")):
            name, _, value = line.partition(";")[0].partition("=")
            if name == "sapa_refresh":
                self.cookie = value
            else:
                self.known_by = value
        return answer

    def sign_in(self, username: str, password: str = PASSWORD) -> Answer:
        """Without the token and cookie of an earlier session."""
        self.token = self.cookie = ""
        answer = self("POST", "/auth/login", {"username": username, "password": password})
        if answer.status == 200:
            self.token = answer.body["access_token"]
        return answer

    def renew(self) -> Answer:
        """With the cookie only, as the site does."""
        self.token = ""
        answer = self("POST", "/auth/refresh")
        if answer.status == 200:
            self.token = answer.body["access_token"]
        return answer

    def other_tab(self) -> "Browser":
        """Another with the same cookie (or a thief's)."""
        return replace(self)
