"""What lets a route be registered by its first request: the order in which that happens changes nothing."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

import pytest

from infra.template import ROOT
from mentoring import http

SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/api.py"))


def _paths(service: str) -> list[str]:
    """Return a path for each rule of a service, and each with one placeholder's place taken by a word of another."""
    rules = importlib.import_module(f"{service}.api").app.rules
    words = {step for rule in rules for step in rule.split("/") if step and not step.startswith("<")}
    return sorted({re.sub(r"<\w+>", word, rule) for rule in rules for word in words | {"x7"}})


def _fresh(service: str) -> http.app.App:
    app = http.create_app(service)
    for number, rule in enumerate(dict.fromkeys(importlib.import_module(f"{service}.api").app.rules)):
        app.route(rule, "GET", operation_id=str(number))(dict)
    return app


def _answering(app: http.app.App, path: str) -> str | None:
    routes = [*app._static_routes, *app._dynamic_routes]
    return next((route.path for route in routes if route.rule.match(path)), None)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("order", [sorted, lambda paths: sorted(paths, reverse=True)], ids=["forward", "backward"])
def test_given_any_order_of_requests_when_answered_then_by_the_route_that_would_have_been_first(
    service: str, order: Callable[[list[str]], list[str]]
) -> None:
    at_once, by_and_by = _fresh(service), _fresh(service)
    at_once.register()
    for path in order(_paths(service)):
        by_and_by.register(path)
        assert _answering(by_and_by, path) == _answering(at_once, path)


def _later() -> tuple[http.app.App, list[str]]:
    """Given: an app whose JSON routes and pages are imported later, and which of them were."""
    app, imported = http.create_app("identity"), list[str]()

    def side(name: str, rule: str) -> Callable[[], list[http.PageRouter]]:
        def routers() -> list[http.PageRouter]:
            imported.append(name)
            router = http.PageRouter()
            router.get(rule)(dict)
            return [router]

        return routers

    app.include_later(side("json", "/v1/things"), json=True)
    app.include_later(side("pages", "/things"), json=False)
    return app, imported


@pytest.mark.parametrize(
    ("path", "imported"), [("/v1/things", ["json"]), ("/things", ["pages"]), ("/v1/none", ["json"])]
)
@pytest.mark.parametrize("asked", ["register", "needs_person", "rule_of"])
def test_given_routes_for_later_when_a_path_is_asked_for_then_only_its_side_is_imported_and_once(
    path: str, imported: list[str], asked: str
) -> None:
    app, seen = _later()
    assert seen == []
    for _ in range(2):
        getattr(app, asked)(path)
    assert seen == imported
    assert app.rule_of(path) in (path, "no route")


def test_given_routes_for_later_when_the_whole_app_is_read_then_all_are_there() -> None:
    app, seen = _later()
    assert (app.rules, seen) == (["/v1/things", "/things"], ["json", "pages"])


def _app() -> http.app.App:
    app = http.create_app("identity")
    for rule in ("/v1/things", "/v1/things/<thing_id>", "/v1/things/mine", "/"):
        app.route(rule, "GET")(dict)
    return app


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("/v1/things", ["/v1/things"]),
        ("/v1/things/", ["/v1/things"]),
        ("/v1/things/7", ["/v1/things/<thing_id>"]),
        ("/v1/things/mine", ["/v1/things/mine", "/v1/things/<thing_id>"]),
        ("/v1/nothing", []),
        ("/", ["/"]),
        (None, ["/v1/things", "/v1/things/mine", "/", "/v1/things/<thing_id>"]),
    ],
)
def test_given_an_app_when_a_path_is_asked_for_then_only_its_routes_are_compiled(
    path: str | None, rules: list[str]
) -> None:
    app = _app()
    app.register(path)
    app.register(path)
    assert sorted(route.path for route in (*app._static_routes, *app._dynamic_routes)) == sorted(rules)


def test_given_a_path_that_fits_several_rules_when_logged_then_by_the_rule_that_leaves_least_open() -> None:
    app = http.create_app("identity")
    for rule in ("/v1/things/<thing_id>/<part_id>", "/v1/things/<thing_id>/log", "/v1/things/mine/log"):
        app.get(rule)(dict)
    assert app.rule_of("/v1/things/7/8") == "/v1/things/<thing_id>/<part_id>"
    assert app.rule_of("/v1/things/7/log") == "/v1/things/<thing_id>/log"
    assert app.rule_of("/v1/things/mine/log") == "/v1/things/mine/log"
