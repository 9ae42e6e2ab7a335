"""A browser whose access token ran out while its session goes on: renewed before anything else is done.

An access token lives for minutes, and the cookie that renews it is sent to `/session` alone. A third cookie, which
says nothing but that there is one, lets every page send the browser there and have it back: a public page then shows
who is signed in, and a form is not refused (307 keeps it).
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
    """Return whether a page is asked for by nobody, from a browser that has a session to renew."""
    own = event.path.startswith(("/session", "/static"))
    return context.principal.anonymous and not is_json(event.path) and not own and bool(cookies(event).get(HINT))


def to_renewal(event: APIGatewayProxyEvent, *, optional: bool = False) -> Response[str]:
    """Send the browser to renew its session and come back; 307 keeps the form that was being sent.

    `optional`: it comes back too when there is nothing to renew, as nobody.
    """
    query = event.raw_event.get("multiValueQueryStringParameters") or {}
    parameters = "&".join(f"{quote(name)}={quote(value)}" for name, values in query.items() for value in values)
    here = event.path + (f"?{parameters}" if parameters else "")
    status = 303 if event.http_method in SAFE else 307
    address = f"/session/refresh?next={quote(here, safe='')}" + (f"&{OPTIONAL}=1" if optional else "")
    return Response(status_code=status, headers={"Location": address}, body="")
