"""The clock as a route takes it."""

from typing import Annotated

from fastapi import Depends

from shared.kernel.clock import Clock
from shared.records.system_clock import SystemClock


async def system_clock() -> Clock:
    """The clock as a FastAPI dependency."""
    return SystemClock()


RequestClock = Annotated[Clock, Depends(system_clock)]
