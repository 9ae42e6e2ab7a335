"""The HTTP server of the three ports: uvicorn with httptools, which takes a third of what hypercorn takes."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import uvicorn

from infra.local.layout import HOST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from infra.local.asgi import Application


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process: one of them ends several servers, in an order of its own."""
        yield


async def serve(
    application: Application, port: int, ended: Callable[[], Awaitable[None]], *, engine: bool = False
) -> None:
    """Serve on loopback until `ended` returns. `engine`: it is told of start and end, and dates its answers itself."""
    server = _Server(
        uvicorn.Config(
            application,
            HOST, port,
            http="httptools", ws="none", loop="asyncio", lifespan="on" if engine else "off", interface="asgi3",
            log_config=None, log_level="warning", access_log=False,
            proxy_headers=False, server_header=False, date_header=not engine,
            timeout_keep_alive=75, timeout_graceful_shutdown=2,
        )
    )  # fmt: skip

    async def end() -> None:
        await ended()
        server.should_exit = True

    ending = asyncio.create_task(end())
    try:
        await server.serve()
    finally:
        ending.cancel()
    if not server.started:
        raise OSError(f"nothing answers on port {port}")
