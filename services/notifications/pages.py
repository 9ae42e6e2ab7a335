"""Unsubscribing: a page for people, one POST for mail programs (RFC 8058)."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from mentoring import http, links, web
from notifications import use_cases

PAGES = web.Pages("notifications")
router = http.PageRouter()


@router.get("/unsubscribe/<token>")
def page(token: str) -> Response[str]:
    """Ask once more."""
    links.read("unsubscribe", token, http.context().clock())
    return PAGES.render("unsubscribe.html", http.context(), token=token, done=False)


@router.post("/unsubscribe/<token>")
def unsubscribe(token: str) -> Response[str]:
    """Stop nudges, surveys and digests to this address."""
    use_cases.unsubscribe(http.context(), token)
    return PAGES.render("unsubscribe.html", http.context(), token=token, done=True)
