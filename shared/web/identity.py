"""Who calls, from the authorizer's context, and whether they may: dependencies of routes.

The room trusts only the authorizer's context, which Mangum and the local gateway put into
`scope["aws.event"]["requestContext"]["authorizer"]["lambda"]`.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from shared.kernel.caller import PASSWORD_ONLY, PERMISSIONS, Caller, Permission, Role
from shared.kernel.errors import Forbidden, Unauthorized
from shared.records import revocations

from .origin import address_of


def caller_of(event: dict[str, Any]) -> Caller:
    """The caller from the authorizer's context; Unauthorized when there is none or it expired."""
    context = event.get("requestContext", {}).get("authorizer", {}).get("lambda")
    if not context or not context.get("sub"):
        raise Unauthorized
    if context.get("reason") == "expired" or int(context["exp"]) <= time.time():
        raise Unauthorized("expired")
    role = context["role"]
    scopes = frozenset(context.get("scope", "").split())
    return Caller(
        name=context["sub"],
        role=role,
        permissions=scopes if role == "client" else _of_user(role, scopes),
        offices=tuple(filter(None, context.get("offices", "").split(","))),
        address=address_of(event),
    )


def _of_user(role: Role, scopes: frozenset[str]) -> frozenset[str]:
    return frozenset() if PASSWORD_ONLY in scopes else frozenset(PERMISSIONS[role])


async def address(request: Request) -> str:
    """The caller's address as a FastAPI dependency."""
    return address_of(request.scope.get("aws.event", {}))


RequestAddress = Annotated[str, Depends(address)]
"""The caller's address as a route takes it."""


async def identify(request: Request) -> Caller:
    """The caller as a FastAPI dependency: any signed-in user or client."""
    return _identified(request)


def allow(
    permission: Permission, *, at_once: bool = False
) -> Callable[[Request], Awaitable[Caller]]:
    """A FastAPI dependency that answers the caller if they hold the permission, else Forbidden.

    `at_once`: not one whose tokens were ended a moment ago either, at the cost of a read.
    """

    async def allowed(request: Request) -> Caller:
        caller = _identified(request, at_once=at_once)
        if permission not in caller.permissions:
            raise Forbidden("Authorization", "not_allowed", caller.role)
        return caller

    allowed.__dict__["permission"] = permission
    return allowed


def _identified(request: Request, *, at_once: bool = False) -> Caller:
    event = request.scope.get("aws.event", {})
    caller = caller_of(event)
    context = event["requestContext"]["authorizer"]["lambda"]
    version, expires = int(context.get("ver") or 0), int(context["exp"])
    revocations.refuse_ended(caller.name, version, expires, at_once=at_once)
    return caller
