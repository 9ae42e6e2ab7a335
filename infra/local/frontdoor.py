"""The front door: the deployed API on a port of its own, as a custom domain serves it on AWS.

It answers at the root, or under a path (TANDEM_PREFIX) as a stage of API Gateway without such a domain does. The manual
of the API at `/v1/docs` is its own; a deployed stack has none.
"""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

import httpx

from infra.local import manual, pages
from infra.local.asgi import Receive, Request, Scope, Send, answer, request
from infra.template import resources

if TYPE_CHECKING:
    from infra.local.layout import Layout

HOP_BY_HOP = frozenset({"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length"})
"""Headers of one hop (RFC 9110 §7.6.1), and the length, which the next hop counts itself."""

OURS = frozenset(
    {"host", "accept-encoding", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"}
)
"""Headers the front door sets; a caller's own would be a lie."""

MOST = 4_500_000
"""Bytes of a body: Lambda takes 6 MB, and the gateway hands bodies on as base64, four letters for three bytes."""


AT_ONCE = 16
"""Requests handed on together; further ones wait their turn. Each takes an interpreter of its own, and a hundred cold
ones on two cores would all run into their time limit, which on AWS, where each has a core of its own, they don't."""


def _too_large() -> str:
    """Return the page that API Gateway would answer with, in both languages."""
    (api,) = resources("AWS::Serverless::Api").values()
    return str(api["GatewayResponses"]["REQUEST_TOO_LARGE"]["ResponseTemplates"]["text/html"])


class FrontDoor:
    """ASGI application that hands every request to the stage of the REST API; a waiting page until `open`."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._base: str | None = None
        self._client = httpx.AsyncClient(
            # A jar that takes nothing: a cookie kept here would sign the next browser in as the last one.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(60, pool=None),
            follow_redirects=False,
            limits=httpx.Limits(max_connections=AT_ONCE),
        )

    def open(self, api_id: str) -> None:
        """Begin to hand requests on."""
        self._base = f"{self._layout.engine_url}/_aws/execute-api/{api_id}/live"

    async def close(self) -> None:
        """Close the connections to the engine."""
        await self._client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: foreign hosts (DNS rebinding) and bodies Lambda would not take are refused."""
        if scope["type"] != "http":
            return
        asked = await request(scope, receive, MOST)
        if asked.host == f"localhost:{self._layout.port}":
            await answer(send, 307, b"", location=f"http://127.0.0.1:{self._layout.port}{asked.target}")
        elif asked.host != f"127.0.0.1:{self._layout.port}":
            await answer(send, 421, "This address is not served here.")
        elif not asked.target.startswith(self._layout.prefix):
            await answer(send, 404, f"The product answers under {self._layout.public_url}.")
        elif asked.body is None:
            await answer(send, 413, _too_large(), pages.HTML)
        elif asked.method == "GET" and (told := manual.page(asked.path.removeprefix(self._layout.prefix))):
            await answer(send, 200, *told, content_security_policy=manual.POLICY)
        elif self._base is None:
            await self._wait(asked, send)
        else:
            await self._forward(self._base, asked, asked.body, send)

    async def _forward(self, base: str, asked: Request, body: bytes, send: Send) -> None:
        passed = [(name, value) for name, value in asked.headers if name not in HOP_BY_HOP | OURS]
        passed += [
            ("accept-encoding", "identity"),
            ("x-forwarded-for", asked.client),
            ("x-forwarded-host", asked.host),
            ("x-forwarded-port", str(self._layout.port)),
            ("x-forwarded-proto", "http"),
        ]
        sent = self._client.build_request(
            asked.method,
            f"{base}{asked.target.removeprefix(self._layout.prefix)}",
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in passed],
            content=body,
        )
        try:
            reply = await self._client.send(sent, stream=True)
            content = b"".join([chunk async for chunk in reply.aiter_raw()])
            await reply.aclose()
        except httpx.HTTPError:
            await self._wait(asked, send)
            return
        headers = [
            (name.lower(), value)
            for name, value in reply.headers.raw
            if name.decode().lower() not in HOP_BY_HOP | {"date"}  # the server of this door says when it answered
        ]
        await send({"type": "http.response.start", "status": reply.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _wait(self, asked: Request, send: Send) -> None:
        page = pages.waiting(self._layout, pages.language(asked.query.get("lang"), asked.header("accept-language")))
        await answer(send, 503, page, pages.HTML, retry_after="2", content_security_policy=pages.WAITING_POLICY)
