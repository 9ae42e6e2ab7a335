"""A router for pages, which stay out of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler.router import APIGatewayRouter

F = TypeVar("F", bound=Callable[..., Any])


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
