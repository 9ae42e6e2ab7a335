"""Routers: for JSON routes, which are in the OpenAPI document, and for pages, which aren't."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from mentoring.http.success import Success

if TYPE_CHECKING:
    from mentoring.http.models import Model
    from mentoring.http.success import Expects

F = TypeVar("F", bound=Callable[..., Any])
Route = TypeVar("Route", bound="Callable[..., Model | None]")


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
