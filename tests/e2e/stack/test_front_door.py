"""The front door, before a small upstream that answers what each test needs."""

from __future__ import annotations

import asyncio
import gzip
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
import pytest

from infra.local.frontdoor import MOST, FrontDoor
from infra.local.layout import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.client import RunningStack

PORT = 8080


class _Upstream(BaseHTTPRequestHandler):
    """Answers every request with `reply`, and remembers what it was asked."""

    reply: ClassVar[tuple[int, list[tuple[str, str]], bytes]] = (200, [], b"")
    asked: ClassVar[list[_Upstream]] = []
    sent: bytes = b""

    def do(self) -> None:
        self.sent = self.rfile.read(int(self.headers.get("content-length", "0")))
        self.asked.append(self)
        status, headers, body = self.reply
        self.send_response(status)
        for name, value in [*headers, ("content-length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do  # noqa: N815 - names of the base class

    def log_message(self, *_: object) -> None:
        pass


Ask = Callable[..., httpx.Response]


@pytest.fixture
def upstream() -> Iterator[type[_Upstream]]:
    """Given: an upstream that answers 200 with nothing."""
    _Upstream.asked.clear()
    _Upstream.reply = (200, [], b"")
    yield _Upstream
    _Upstream.asked.clear()


@pytest.fixture
def ask(upstream: type[_Upstream], tmp_path: Path) -> Iterator[Ask]:
    """Given: an open front door; the function asks it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), upstream)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def asking(method: str, path: str, host: str = f"127.0.0.1:{PORT}", **more: Any) -> httpx.Response:
        door = FrontDoor(Layout(tmp_path, PORT, 8081, server.server_port))
        door.open("api1")
        return _through(door, method, path, host, **more)

    yield asking
    server.shutdown()
    server.server_close()


def _through(door: FrontDoor, method: str, path: str, host: str, **more: Any) -> httpx.Response:
    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(door)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            response = await client.request(method, path, **more)
        await door.close()
        return response

    return asyncio.run(once())


def test_given_two_cookies_when_they_are_set_then_both_arrive_as_they_are(ask: Ask, upstream: type[_Upstream]) -> None:
    cookies = ["tandem_access=a; HttpOnly; Path=/; SameSite=Lax", "tandem_refresh=b; HttpOnly; Path=/session"]
    upstream.reply = (303, [("set-cookie", cookie) for cookie in cookies] + [("location", "/home")], b"")
    reply = ask("POST", "/sign-in/answer/token")
    assert reply.status_code == 303
    assert reply.headers.get_list("set-cookie") == cookies
    assert reply.headers["location"] == "/home"


def test_given_the_manual_of_the_api_when_it_is_asked_for_then_the_door_shows_it_itself(
    ask: Ask, upstream: type[_Upstream]
) -> None:
    reply = ask("GET", "/v1/docs")
    assert (reply.status_code, "Tandem API" in reply.text) == (200, True)
    assert reply.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert upstream.asked == []
    ask("GET", "/v1/me")
    assert len(upstream.asked) == 1


def test_given_cookies_of_the_browser_when_it_asks_then_the_product_gets_them(
    ask: Ask, upstream: type[_Upstream]
) -> None:
    ask("GET", "/home", headers={"cookie": "tandem_access=a; tandem_lang=pl"})
    assert upstream.asked[0].headers["cookie"] == "tandem_access=a; tandem_lang=pl"


def test_given_a_header_beyond_ascii_when_it_passes_then_the_product_answers(
    ask: Ask, upstream: type[_Upstream]
) -> None:
    assert ask("GET", "/home", headers={b"x-name": "ż".encode()}).status_code == 200
    assert upstream.asked[0].headers["x-name"].encode("latin-1").decode() == "ż"


def test_given_a_body_of_any_bytes_when_it_passes_then_not_one_changes(ask: Ask, upstream: type[_Upstream]) -> None:
    every = bytes(range(256)) * 40
    upstream.reply = (200, [("content-type", "application/pdf")], every)
    reply = ask("PUT", "/v1/reports/1", content=every)
    assert upstream.asked[0].sent == every
    assert reply.content == every
    assert reply.headers["content-type"] == "application/pdf"


def test_given_a_packed_answer_when_it_passes_then_it_stays_packed(ask: Ask, upstream: type[_Upstream]) -> None:
    upstream.reply = (200, [("content-encoding", "gzip")], gzip.compress(b"tandem"))
    reply = ask("GET", "/")
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.content == b"tandem"


def test_given_a_query_when_it_passes_then_repeated_and_escaped_values_stay(
    ask: Ask, upstream: type[_Upstream]
) -> None:
    ask("GET", "/programmes/a%2Fb?tag=x&tag=y&q=za%C5%BC%C3%B3%C5%82%C4%87")
    assert upstream.asked[0].path == (
        "/_aws/execute-api/api1/live/programmes/a%2Fb?tag=x&tag=y&q=za%C5%BC%C3%B3%C5%82%C4%87"
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_given_a_method_when_it_passes_then_it_stays(ask: Ask, upstream: type[_Upstream], method: str) -> None:
    assert ask(method, "/").status_code == 200
    assert upstream.asked[0].command == method


def test_given_a_request_when_it_passes_then_it_says_where_it_came_from(ask: Ask, upstream: type[_Upstream]) -> None:
    ask("GET", "/", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher"})
    headers = upstream.asked[0].headers
    assert headers.get_all("x-forwarded-host") == [f"127.0.0.1:{PORT}"]
    assert headers.get_all("x-forwarded-proto") == ["http"]
    assert headers["x-forwarded-for"] == "127.0.0.1"


def test_given_a_foreign_host_when_it_asks_then_nothing_is_served(ask: Ask, upstream: type[_Upstream]) -> None:
    assert ask("GET", "/", host="tandem.evil.example").status_code == 421
    assert not upstream.asked


def test_given_the_other_name_of_this_machine_when_it_asks_then_it_is_led_to_the_one_the_product_knows(
    ask: Ask,
) -> None:
    reply = ask("GET", "/sign-in?next=%2Fhome", host=f"localhost:{PORT}")
    assert reply.status_code == 307
    assert reply.headers["location"] == f"http://127.0.0.1:{PORT}/sign-in?next=%2Fhome"


def test_given_more_than_lambda_takes_when_it_is_sent_then_it_is_refused(ask: Ask, upstream: type[_Upstream]) -> None:
    refused = ask("POST", "/", content=b"x" * (MOST + 1))
    assert (refused.status_code, refused.headers["content-type"]) == (413, "text/html; charset=utf-8")
    for words in ("Najwięcej można wysłać 4,5 MB. Wróć i wybierz mniejszy.", "Go back and choose a smaller one."):
        assert words in refused.text, "the page that API Gateway answers with"
    assert len(b64encode(b"x" * MOST)) < 6 * 1024 * 1024 - 100_000, "the rest of the event needs room too"
    assert not upstream.asked


@pytest.mark.parametrize(
    ("language", "words"), [("pl-PL,pl;q=0.9", "Tandem się uruchamia"), ("en-GB", "Tandem is starting")]
)
def test_given_a_stack_that_starts_when_a_page_is_asked_for_then_it_says_so(
    tmp_path: Path, language: str, words: str
) -> None:
    door = FrontDoor(Layout(tmp_path, PORT, 8081, 1))
    reply = _through(door, "GET", "/", f"127.0.0.1:{PORT}", headers={"accept-language": language})
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "2"
    assert words in reply.text


def test_given_an_engine_that_is_gone_when_a_page_is_asked_for_then_the_door_still_answers(tmp_path: Path) -> None:
    door = FrontDoor(Layout(tmp_path, PORT, 8081, 1))
    door.open("api1")
    assert _through(door, "GET", "/", f"127.0.0.1:{PORT}").status_code == 503


def test_given_the_deployed_product_when_its_pages_are_asked_for_then_they_are_at_the_root(stack: RunningStack) -> None:
    page = stack.http.get("/sign-in")
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]
    assert stack.http.get("/v1/me").json()["status"] == 401
    assert stack.http.get("/static/tandem.css").headers["content-type"].startswith("text/css")


def test_given_somebody_signed_in_when_another_browser_comes_then_it_is_nobody(stack: RunningStack) -> None:
    email = "dwie.przegladarki@firma.example"
    request = stack.http.post("/v1/sessions/requests", json={"email": email}).json()["request_id"]
    stack.settle()
    (mail,) = stack.mails(to=email)
    code = mail["subject"].rsplit(" ", 1)[1]
    with httpx.Client(base_url=stack.layout.public_url) as first:
        assert first.post(f"/sign-in/code/{request}", data={"code": code}).status_code == 303
        assert first.get("/home").status_code == 200
    with httpx.Client(base_url=stack.layout.public_url) as second:
        assert second.get("/home").headers["location"].startswith("/session/refresh")
