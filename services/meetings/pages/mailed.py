"""Links of mails: whose they are, about which meeting, and in which zone their reader is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetings import use_cases
from meetings.pages.arranging import as_shown, zone_shown
from meetings.use_cases import suggesting
from mentoring import http, links
from mentoring.i18n import browser_zone

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.meetings import Meeting


def of_link(purpose: str, token: str) -> tuple[links.Link, Context, Meeting]:
    """Return the link, its reader's context and the meeting."""
    link, context = links.read(purpose, token, http.context().clock()), http.context()
    use_cases.look_ahead(context, link.claims["pair_id"], link.subject, link.person_id)
    item = use_cases.meeting_of_link(context, link.claims["pair_id"], link.subject)
    suggesting.read_along(context, use_cases.pair_of(context, item))
    return link, of_reader(link), item


def of_reader(link: links.Link) -> Context:
    """Return the context in the zone of the mail the link was in, unless the browser or the form told another one."""
    return as_read(link.claims["pair_id"], link.person_id)


def as_read(pair_id: str, person_id: str) -> Context:
    """Return the context in which one of a pair reads a page that a mail led to."""
    context = http.context()
    if browser_zone(http.request()) or zone_shown():
        return as_shown(context)
    known = use_cases.zone_of(context, pair_id, person_id)
    return replace(context, zone=known) if known else context
