"""A router whose routes are pages: they stay out of the OpenAPI document."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler.router import APIGatewayRouter

F = TypeVar("F", bound=Callable[..., Any])


class PageRouter(APIGatewayRouter):
    """`get`, `post` … as in powertools, with `include_in_schema=False`."""

    def route(self, *args: Any, **kwargs: Any) -> Callable[[F], F]:
        """Register a page route."""
        register: Callable[[F], F] = functools.partial(super().route, **kwargs | {"include_in_schema": False})(*args)
        return register
