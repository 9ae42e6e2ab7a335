"""The HTTP edge of a service: one app, problem details, principals, ETags, cursors, idempotency keys.

JSON lives under `/v1`; everything else is a page. Both call the same use cases.
"""

from mentoring.http.app import create_app, handler
from mentoring.http.conditional import expected
from mentoring.http.current import context, is_fragment, request
from mentoring.http.cursor import page_of, part_of
from mentoring.http.models import Model, Versioned, View
from mentoring.http.resent import request_key
from mentoring.http.routers import PageRouter, Router

__all__ = [
    "Model",
    "PageRouter",
    "Router",
    "Versioned",
    "View",
    "context",
    "create_app",
    "expected",
    "handler",
    "is_fragment",
    "page_of",
    "part_of",
    "request",
    "request_key",
]
