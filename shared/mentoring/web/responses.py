"""Answers that all pages have in common: redirects, cookies, security headers."""

from __future__ import annotations

import base64
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from mentoring import links
from mentoring.errors import DomainError
from mentoring.http.current import FLASH, context, request
from mentoring.i18n import cookies, translations
from mentoring.settings import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

IN_ADDRESSES = "/?#[]@!$&'()*+,;=:%-._~"
"""Characters that stay as they are in a URL (RFC 3986 §2); all others are encoded."""

ORGANIZES = "tandem_organizes"
"""Cookie of who has just become an organizer, until the session says so itself: it shows a link, and opens nothing."""
ORGANIZES_LIFETIME = timedelta(minutes=10)
BACK = "back"
"""The query parameter that says which list a page was opened from."""
FLASH_LIFETIME = timedelta(minutes=2)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def set_cookie(name: str, value: str, *, lifetime: timedelta | None, path: str = "/", http_only: bool = True) -> Cookie:
    """Return a cookie of ours: SameSite=Lax, Secure over HTTPS; a lifetime of zero deletes it."""
    return Cookie(
        name=name,
        value=value,
        path=path,
        secure=settings().public_url.startswith("https://"),
        http_only=http_only,
        same_site=SameSite.LAX_MODE,
        max_age=None if lifetime is None else int(lifetime.total_seconds()),
    )


def organizes_now() -> tuple[Cookie, ...]:
    """Return the cookie with which the head leads to what somebody organizes, from this answer on."""
    return (set_cookie(ORGANIZES, "1", lifetime=ORGANIZES_LIFETIME),)


def redirect(
    path: str,
    flash: str = "",
    *,
    params: Mapping[str, object] | None = None,
    status: int = 303,
    set_cookies: tuple[Cookie, ...] = (),
) -> Response[str]:
    """Redirect the browser to a local path; `flash` is a msgid shown once on the next page, with its `params`.

    It is translated here, because the next page may belong to another service, whose catalogue doesn't have this text.
    """
    said = (_flash_cookie(flash, params),) if flash else ()
    return Response(
        status_code=status,
        headers={"Location": quote(local(path), safe=IN_ADDRESSES), "Cache-Control": "no-store"},
        body="",
        cookies=[*said, *set_cookies],
    )


def _flash_cookie(msgid: str, params: Mapping[str, object] | None) -> Cookie:
    here = context()
    words = translations(here.service, here.locale).gettext(msgid)
    words = words % params if params else words
    token = links.sign("flash", words, expires_at=here.clock() + FLASH_LIFETIME)
    return set_cookie(FLASH, token, lifetime=FLASH_LIFETIME)


def send_to(address: str) -> Response[str]:
    """Redirect the browser to a URL of ours on another host: a signed one of the bucket."""
    return Response(status_code=303, headers={"Location": address, "Cache-Control": "no-store"}, body="")


def sending_to(page: Response[str], address: str) -> Response[str]:
    """Allow the page's forms to be sent to the host of a URL as well, which is the bucket's."""
    return _allowing(page, "form-action 'self'", address)


def showing_from(page: Response[str], address: str) -> Response[str]:
    """Allow the page to show pictures from the host of a URL as well, which is the bucket's."""
    return _allowing(page, "img-src 'self'", address)


def _allowing(page: Response[str], what: str, address: str) -> Response[str]:
    host = "/".join(address.split("/")[:3])
    policy = str(page.headers["Content-Security-Policy"])
    page.headers["Content-Security-Policy"] = policy.replace(what, f"{what} {host}")
    return page


def attachment(content: bytes, kind: str, name: str) -> Response[str]:
    """Return a file to download; encoded here, because powertools' response validation takes bytes for text."""
    response = Response(
        status_code=200,
        content_type=kind,
        body=base64.b64encode(content).decode(),
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
    response.base64_encoded = True
    return response


def flash() -> str:
    """Return the message that the last redirect left for this page, or nothing."""
    token = cookies(request()).get(FLASH, "")
    if not token:
        return ""
    try:
        return links.read("flash", SimpleCookie(f"f={token}")["f"].value, context().clock()).subject
    except (DomainError, KeyError, CookieError):
        return ""


def back(fallback: str) -> str:
    """Return the page from which somebody came to do one thing (`?back=`), to which they return; else the fallback."""
    return local(request().query_string_parameters.get(BACK, ""), fallback)


def returning() -> str:
    """Return the query with which a form keeps where its reader came from; empty if they came by no list."""
    asked = back("")
    return f"?{urlencode({BACK: asked})}" if asked else ""


def local(path: str, fallback: str = "/home") -> str:
    """Return `path` if it stays on this site, else the fallback: no open redirects."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and not any(c in path for c in "\r\n\t")
    return path if inside else fallback
