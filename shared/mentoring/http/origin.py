"""Who may send changes: our own pages and programs, never a page of another site (OWASP CSRF, «verifying origin»)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_, DomainError
from mentoring.settings import settings

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent


class ForeignOrigin(DomainError):
    """A page of another site sent this form."""

    code = "foreign-origin"
    status = 403
    message = N_("This form was not sent from our own page. Open the page again and repeat it there.")


def check_origin(event: APIGatewayProxyEvent) -> None:
    """Raise `ForeignOrigin` if the browser says that the change comes from a page of another site.

    Browsers send the origin with every POST; a request without one comes from a program, which has no cookies to abuse.
    """
    origin = event.headers.get("origin")
    site = event.headers.get("sec-fetch-site")
    if origin is not None and origin != settings().origin:
        raise ForeignOrigin
    if origin is None and site not in (None, "same-origin", "none"):
        raise ForeignOrigin
