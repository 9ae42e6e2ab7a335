"""Routers: for JSON routes, which are in the OpenAPI document, and for pages, which aren't; and rules of routes.

A rule is text like `/rooms/<pair_id>`, whose placeholders are whole segments of a path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from mentoring.http.success import Success

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.http.models import Model
    from mentoring.http.success import Expects

F = TypeVar("F", bound=Callable[..., Any])
Route = TypeVar("Route", bound="Callable[..., Model | None]")
Steps = tuple[str, ...]


class JsonRoutes:
    """Decorators that register JSON routes, on an app or on a router."""

    def get(self, rule: str, *, paged: bool = False) -> Callable[[Route], Route]:
        """Register a JSON route that reads; `paged` as in `Success`."""
        return self.json("GET", rule, Success(paged=paged))

    def post(
        self,
        rule: str,
        *,
        status: int = 200,
        location: str = "",
        later: type[Model] | None = None,
        expects: Expects = "",
    ) -> Callable[[Route], Route]:
        """Register a JSON POST; the other arguments as in `Success`."""
        return self.json("POST", rule, Success(status, location=location, later=later, expects=expects))

    def put(self, rule: str) -> Callable[[Route], Route]:
        """Register a route that replaces what was read."""
        return self.json("PUT", rule, Success(expects="required"))

    def patch(self, rule: str) -> Callable[[Route], Route]:
        """Register a route that changes what was read."""
        return self.json("PATCH", rule, Success(expects="required"))

    def delete(self, rule: str, *, status: int = 200, expects: Expects = "") -> Callable[[Route], Route]:
        """Register a route that deletes; the other arguments as in `Success`."""
        return self.json("DELETE", rule, Success(status, expects=expects))

    def json(self, method: str, rule: str, success: Success) -> Callable[[Route], Route]:
        """Register a JSON route."""
        raise NotImplementedError


class Router(JsonRoutes):
    """The JSON routes of one subject, for an app to include."""

    def __init__(self) -> None:
        self.routes: list[tuple[str, str, Success, Callable[..., Model | None]]] = []

    def json(self, method: str, rule: str, success: Success) -> Callable[[Route], Route]:
        """Record a JSON route."""

        def note(function: Route) -> Route:
            self.routes.append((method, rule, success, function))
            return function

        return note


class PageRouter(APIGatewayRouter):
    """`get` and `post` as in powertools; pages aren't part of the documented API.

    `public` are the rules of public pages; all others redirect anonymous visitors to the sign-in page.
    """

    def __init__(self, *public: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.public = public

    def get(self, rule: str) -> Callable[[F], F]:  # type: ignore[override]
        """Register a page."""
        register: Callable[[F], F] = super().get(rule, include_in_schema=False)
        return register

    def post(self, rule: str) -> Callable[[F], F]:  # type: ignore[override]
        """Register a form's action."""
        register: Callable[[F], F] = super().post(rule, include_in_schema=False)
        return register


class Rules:
    """Rules in their order, found by the path they fit; each request asks several times, of up to a hundred rules."""

    def __init__(self, rules: Iterable[str] = ()) -> None:
        self._all: list[str] = []
        self._of_length: defaultdict[int, list[tuple[str, Steps]]] = defaultdict(list)
        for one in rules:
            self.add(one)

    def add(self, rule: str) -> None:
        """Add a rule after the others."""
        steps = steps_of(rule)
        self._all.append(rule)
        self._of_length[len(steps)].append((rule, steps))

    @property
    def all(self) -> list[str]:
        """Return the rules in their order."""
        return self._all

    def fitting(self, path: str) -> list[str]:
        """Return the rules that a path fits, in their order; trailing slashes are ignored."""
        given = steps_of(path)
        return [rule for rule, wanted in self._of_length.get(len(given), ()) if fits(wanted, given)]


def steps_of(text: str) -> Steps:
    """Return the segments of a rule or a path."""
    return tuple(text.rstrip("/").split("/"))


def fits(wanted: Steps, given: Steps) -> bool:
    """Return whether the segments of a path match those of a rule; an empty one fits no placeholder."""
    if len(wanted) != len(given):
        return False
    # A loop, because a generator for each of a hundred rules takes as long again (0.8 instead of 0.4 µs a rule).
    for want, step in zip(wanted, given, strict=True):
        if step != want and (step == "" or not want.startswith("<")):
            return False
    return True


def meet(one: Steps, other: Steps) -> bool:
    """Return whether some path matches both rules."""
    return len(one) == len(other) and all(
        step == twin or step.startswith("<") or twin.startswith("<") for step, twin in zip(one, other, strict=True)
    )
