"""What the pages of identity share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from identity.domain import ACCESS_LIFETIME, SESSION_LIFETIME, devices
from mentoring import http, web
from mentoring.http.lapsed import HINT

if TYPE_CHECKING:
    from aws_lambda_powertools.shared.cookies import Cookie

    from identity.use_cases import Session

PAGES = web.Pages("identity")
REFRESH = "tandem_refresh"
"""Cookie of the refresh token; only pages under `/session` get it."""
ACCESS = "tandem_access"
GONE = timedelta(0)


def device() -> str:
    """Return the browser and the system that the current request comes from (`domain.devices.of`)."""
    return devices.of(http.request().headers.get("user-agent", ""))


def remember(session: Session) -> tuple[Cookie, ...]:
    """Return the cookies of a session."""
    return (
        web.set_cookie(ACCESS, session.access_token, lifetime=ACCESS_LIFETIME),
        web.set_cookie(REFRESH, session.refresh_token, lifetime=SESSION_LIFETIME, path="/session"),
        web.set_cookie(HINT, "1", lifetime=SESSION_LIFETIME),
    )


def forget() -> tuple[Cookie, ...]:
    """Return cookies that remove those of a session."""
    return (
        web.set_cookie(ACCESS, "", lifetime=GONE),
        web.set_cookie(REFRESH, "", lifetime=GONE, path="/session"),
        web.set_cookie(HINT, "", lifetime=GONE),
    )
