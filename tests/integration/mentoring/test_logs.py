"""What the logs hold: the rule of a route, never the address somebody opened, and no word anybody typed."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from aws_lambda_powertools.event_handler import api_gateway

from mentoring import consumers
from mentoring.observability import logger
from tests.integration.lambdas import LAMBDA
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN, NAME, ADDRESS = "eyJzaWduZWQiOjF9.c2VjcmV0", "Żaneta Ćwikła", "zaneta@cwikla.example"
PLANTED = (TOKEN, "Żaneta", "Ćwikła", "\\u0106wik", ADDRESS)


class Leak(Exception):
    """A fault whose message quotes what somebody typed, as many a library's does."""


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Given: everything that any logger writes, or anybody prints; call it to read."""
    written = io.StringIO()
    services = {each.service for each in ROUTES}
    handlers = [logger(one).registered_handler for one in services]
    before = [one.stream for one in handlers]  # type: ignore[attr-defined]
    for one in handlers:
        one.stream = written  # type: ignore[attr-defined] - `setStream` would flush one that pytest has closed
    caplog.set_level(logging.INFO)

    def read() -> str:
        printed = capsys.readouterr()
        of_others = [caplog.handler.format(one) for one in caplog.records if one.name not in services]
        return "\n".join((written.getvalue(), *of_others, printed.out, printed.err))

    yield read
    for one, stream in zip(handlers, before, strict=True):
        one.stream = stream  # type: ignore[attr-defined]


def _planted(route: Route) -> dict[str, Any]:
    """Return an event of API Gateway with a token in the path and a person in query and body."""
    typed = {"name": NAME, "email": ADDRESS, "token": TOKEN}
    path = route.path(dict.fromkeys(route.names, TOKEN))
    kind = "application/json" if route.json else "application/x-www-form-urlencoded"
    headers = {"accept-language": "en", "origin": "https://tandem.firma.example", "content-type": kind}
    return {
        "path": path,
        "resource": path,  # as the local gateway's proxy may name it, and the worst that another one could
        "headers": headers | {"cookie": f"tandem_refresh={TOKEN}"},
        "queryStringParameters": typed,
        "multiValueQueryStringParameters": {name: [value] for name, value in typed.items()},
        "body": None if route.method == "GET" else json.dumps(typed) if route.json else urlencode(typed),
    }


def _quotes(text: str) -> list[str]:
    return [one for one in PLANTED if one in text]


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("who", ["", "p1"])
def test_given_a_token_in_the_path_and_a_name_when_any_route_is_asked_then_no_log_line_holds_them(
    who: str, lines: Any
) -> None:
    for route in ROUTES:
        event = _planted(route)
        headers = event.pop("headers")
        route.send(who, headers=headers, **event)

    text = lines()
    assert _quotes(text) == []
    assert "GET /unsubscribe/<token>" in text
    assert len([one for one in text.splitlines() if '"outcome"' in one]) >= len(ROUTES)


@pytest.mark.usefixtures("aws")
def test_given_a_path_without_a_route_when_it_is_asked_then_the_line_does_not_quote_it(lines: Any) -> None:
    route = next(one for one in ROUTES if one.service == "notifications")

    answer = route.send(path=f"/unsubscribe/{TOKEN}/{TOKEN}", resource=f"/unsubscribe/{TOKEN}/{TOKEN}")

    assert answer["statusCode"] == 404
    assert _quotes(lines()) == []


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("service", sorted({one.service for one in ROUTES}))
def test_given_a_fault_that_quotes_a_person_when_any_service_fails_then_its_log_says_where_and_not_who(
    service: str, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = next(one for one in ROUTES if one.service == service and one.names)

    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyError(ADDRESS)  # noqa: TRY301 - a cause with a message of its own
        except KeyError as error:
            raise Leak(f"{NAME} {TOKEN}") from error

    monkeypatch.setattr(api_gateway.Route, "__call__", fail)

    answer = route.send("p1", ids=dict.fromkeys(route.names, TOKEN))

    text = lines()
    assert answer["statusCode"] == 500
    assert _quotes(text) == []
    assert "Leak" in text
    assert "test_logs.py" in text


@pytest.mark.usefixtures("aws")
def test_given_a_record_that_cannot_be_read_when_a_consumer_fails_then_its_log_quotes_nothing_of_it(lines: Any) -> None:
    handle = consumers.handler("recruitment", name="test-logs")
    consumers.INBOXES.pop("test-logs")
    consumers.CONSUMED.pop("test-logs")
    body = json.dumps({"detail-type": NAME, "detail": {"meta": {"id": TOKEN}, "data": {"email": ADDRESS}}})

    answer = handle({"Records": [{"messageId": "m1", "body": body}]}, LAMBDA)

    text = lines()
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert _quotes(text) == []
    assert "m1" in text
