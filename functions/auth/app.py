"""Routes of the auth room."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from shared.kernel.caller import Caller
from shared.records.cooperative import Cooperative, PublicSettings
from shared.web.app import answer, create_app, lambda_handler_of
from shared.web.clock import RequestClock
from shared.web.identity import RequestAddress, allow, identify
from shared.web.query import query_of

from . import (
    cookies,
    cooperative_settings,
    credentials,
    documents,
    listing,
    saved_filters,
    schemas,
    service,
    sessions,
    tokens,
)
from .passwords import in_turn
from .settings_schemas import SavedFilters, SettingsDocument
from .sign_in_attempts import Source


async def _signer() -> tokens.Signer:
    return tokens.signer()


Anyone = Annotated[Caller, Depends(identify)]
UserAdmin = Annotated[Caller, Depends(allow("users:write", at_once=True))]
SettingsAdmin = Annotated[Caller, Depends(allow("settings:write"))]
Auditor = Annotated[Caller, Depends(allow("audit:read"))]
Signer = Annotated[tokens.Signer, Depends(_signer)]
Browser = Annotated[str, Depends(cookies.browser)]
RefreshToken = Annotated[str, Depends(cookies.refresh_token)]
TokenRequest = Annotated[schemas.TokenRequest, Depends(credentials.token_request)]
Page = Annotated[schemas.Page, Depends(query_of(schemas.Page))]
AuditPage = Annotated[schemas.AuditPage, Depends(query_of(schemas.AuditPage))]

router = APIRouter()


@router.post("/auth/login", response_model=schemas.Session)
async def login(
    body: schemas.Login,
    address: RequestAddress,
    browser: Browser,
    clock: RequestClock,
    signer: Signer,
) -> Response:
    """Sign in: an access token, and the refresh token as a cookie."""
    source = Source(address, browser)
    signed_in = await in_turn(sessions.sign_in, body.username, body.password, source, clock, signer)
    response = _session(signed_in)
    cookies.know(response, browser)
    return response


@router.post("/auth/refresh", response_model=schemas.Session)
async def refresh(
    token: RefreshToken, address: RequestAddress, clock: RequestClock, signer: Signer
) -> Response:
    """Renew the access token and rotate the cookie."""
    return _session(sessions.renew(token, address, clock, signer))


@router.post("/auth/logout", status_code=204)
async def logout(token: RefreshToken, address: RequestAddress, clock: RequestClock) -> Response:
    """End the session, if there is one, and take the cookie back."""
    sessions.sign_out(token, address, clock)
    response = Response(status_code=204)
    cookies.forget(response)
    return response


@router.get("/auth/me", response_model=schemas.Me)
async def me(caller: Anyone, clock: RequestClock) -> Response:
    """Who calls, what they may do, and the business date."""
    return answer(sessions.me(caller, clock))


@router.post("/auth/password", status_code=204)
async def password(body: schemas.PasswordChange, caller: Anyone, clock: RequestClock) -> Response:
    """Change one's own password; one's other sessions end, this one goes on with a new cookie."""
    token, max_age = await in_turn(service.change_password, caller, body, clock)
    response = Response(status_code=204)
    cookies.remember(response, token, max_age)
    return response


@router.post("/auth/token", response_model=schemas.Token)
async def token(
    request: TokenRequest, address: RequestAddress, clock: RequestClock, signer: Signer
) -> Response:
    """An access token for an API client."""
    return answer(sessions.client_token(request, address, clock, signer))


@router.get("/auth/users", response_model=schemas.UserList)
async def users(page: Page, caller: UserAdmin) -> Response:
    """Users, by user name."""
    return answer(listing.users(caller, page))


@router.post("/auth/users", status_code=201, response_model=schemas.CreatedUser)
async def create_user(body: schemas.NewUser, caller: UserAdmin, clock: RequestClock) -> Response:
    """Add a user."""
    return answer(await in_turn(service.create_user, caller, body, clock), 201)


@router.patch("/auth/users/{username}", response_model=schemas.CreatedUser)
async def change_user(
    username: str, body: schemas.UserChange, caller: UserAdmin, clock: RequestClock
) -> Response:
    """Change, disable or enable a user, or set their password."""
    return answer(await in_turn(service.change_user, caller, username, body, clock))


@router.get("/auth/clients", response_model=schemas.ClientList)
async def clients(page: Page, caller: UserAdmin) -> Response:
    """API clients, in the order of their making."""
    return answer(listing.clients(caller, page))


@router.post("/auth/clients", status_code=201, response_model=schemas.CreatedClient)
async def create_client(
    body: schemas.NewClient, caller: UserAdmin, clock: RequestClock
) -> Response:
    """Add an API client; its secret is shown only this once."""
    return answer(service.create_client(caller, body, clock), 201)


@router.delete("/auth/clients/{client_id}", status_code=204)
async def remove_client(client_id: str, caller: UserAdmin, clock: RequestClock) -> Response:
    """Remove an API client."""
    service.remove_client(caller, client_id, clock)
    return Response(status_code=204)


@router.get("/auth/audit", response_model=schemas.AuditList)
async def audit(page: AuditPage, caller: Auditor, clock: RequestClock) -> Response:
    """Who did what, newest first."""
    return answer(listing.audit(caller, page, clock))


@router.get("/auth/settings", response_model=PublicSettings)
async def settings(clock: RequestClock) -> Response:
    """The cooperative's settings; the collectability profile is the one of today."""
    return answer(cooperative_settings.settings_today(clock.today(), public=True))


@router.get("/auth/settings/whole", response_model=Cooperative)
async def whole_settings(caller: SettingsAdmin, clock: RequestClock) -> Response:  # noqa: ARG001
    """The settings with those that strangers do not see."""
    return answer(cooperative_settings.settings_today(clock.today(), public=False))


@router.put("/auth/settings", response_model=Cooperative)
async def save_settings(
    body: SettingsDocument, caller: SettingsAdmin, clock: RequestClock
) -> Response:
    """Replace the cooperative's settings."""
    return answer(cooperative_settings.save_settings(caller, body, clock))


@router.get("/auth/filters", response_model=SavedFilters)
async def filters(caller: Anyone) -> Response:
    """The caller's own saved filters of the member list."""
    return answer(saved_filters.of(caller))


@router.put("/auth/filters", response_model=SavedFilters)
async def save_filters(body: SavedFilters, caller: Anyone, clock: RequestClock) -> Response:
    """Replace the caller's own saved filters."""
    return answer(saved_filters.save(caller, body, clock))


@router.get("/openapi.json", include_in_schema=False)
async def openapi() -> Response:
    """The whole API in OpenAPI 3.1."""
    return documents.openapi()


@router.get("/health", response_model=schemas.Health)
async def health() -> Response:
    """Whether this process answers and reaches its database; no detail to strangers."""
    return answer({"status": service.health()})


@router.get("/docs", include_in_schema=False)
async def docs() -> Response:
    """The whole API as a page."""
    return documents.page()


def _session(signed_in: sessions.SignedIn) -> Response:
    user = signed_in.user
    response = answer(
        {
            "access_token": signed_in.access_token,
            "token_type": "Bearer",
            "expires_in": int(tokens.LIFETIME.total_seconds()),
            "must_change_password": user.must_change,
            "user": {
                "username": user.username,
                "name": user.name,
                "role": user.role,
                "offices": user.offices,
            },
        }
    )
    cookies.remember(response, signed_in.refresh_token, signed_in.max_age)
    return response


app = create_app(router, "Sapa: sign-in and administration")
lambda_handler = lambda_handler_of(app)
