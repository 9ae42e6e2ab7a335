"""Renews a browser's session, whose access token has expired, before anything else happens.

An access token lives for minutes, and the cookie that renews it is sent to `/session` only. A third cookie, which only
says that the other one exists, lets every page redirect the browser there and back: so a public page shows who is
signed in, and a form isn't refused (307 keeps it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response

from mentoring.http.current import is_json
from mentoring.i18n import cookies

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

    from mentoring.context import Context

HINT = "tandem_session"
OPTIONAL = "optional"
SAFE = ("GET", "HEAD", "OPTIONS")


def lapsed(event: APIGatewayProxyEvent, context: Context) -> bool:
    """Return whether an anonymous request for a page comes from a browser with a session to renew."""
    own = event.path.startswith(("/session", "/static"))
    return context.principal.anonymous and not is_json(event.path) and not own and bool(cookies(event).get(HINT))


def to_renewal(event: APIGatewayProxyEvent, *, optional: bool = False) -> Response[str]:
    """Redirect the browser to renew its session and come back; 307 keeps the form that was sent.

    `optional`: it comes back even if there is nothing to renew, as an anonymous visitor.
    """
    query = event.raw_event.get("multiValueQueryStringParameters") or {}
    parameters = "&".join(f"{quote(name)}={quote(value)}" for name, values in query.items() for value in values)
    here = event.path + (f"?{parameters}" if parameters else "")
    status = 303 if event.http_method in SAFE else 307
    address = f"/session/refresh?next={quote(here, safe='')}" + (f"&{OPTIONAL}=1" if optional else "")
    return Response(status_code=status, headers={"Location": address}, body="")
