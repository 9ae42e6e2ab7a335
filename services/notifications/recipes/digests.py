"""What is new for organizers, once a day at most, all of it in one mail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import links
from mentoring.errors import NotFound
from mentoring.events.reporting import DigestPrepared
from mentoring.i18n import day_in
from mentoring.tables.core import Item
from mentoring.tables.monitoring import URGENCIES, Matter
from mentoring.tables.recruitment import Counts, Digest
from mentoring.tables.reporting import DailyDigest
from mentoring.tables.vocabulary import MatterState
from notifications import people
from notifications.recipes import needing
from notifications.recipes.base import for_organizers, tells
from notifications.truth import reporting as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from notifications.mail import Mail, Recipient

MOST_SHOWN = 12
"""Matters in one digest, the most urgent ones; the list has all of them."""
ORDER = ("recruitment_opens", "recruitment_closes", "matching_until", "kick_off", "closing")
"""Names of the dates of which organizers are told, in the order in which they come."""


def digest(context: Context, data: DigestPrepared) -> list[Mail]:
    """Tell the organizers what is new, of what is still so: applications that wait, dates that come."""
    about = people.programme(context, data.programme_id)
    kept = context.store.get(DailyDigest, *DailyDigest.key(data.programme_id))
    if kept is None:
        raise NotFound
    told, matters_told = news(context, about, kept.told), _matters(context, about, kept.told)
    if not (told["dates"] or told["applications"] or matters_told):
        return []
    told["desk"] = links.url(f"/monitoring/{data.programme_id}/matters")
    mails = for_organizers(context, "digest", about, links.url(_home(about)), **told)
    telling = needing.Telling.of(context, about, matters_told, context.clock())

    def own(to: Recipient) -> dict[str, Any]:
        lines = [telling.line(one, to) for one in matters_told[:MOST_SHOWN]]
        return {"acts": telling.acts(to), "matters": lines, "number": len(matters_told)}

    return [replace(mail, values=mail.values | own(mail.to)) for mail in mails]


def news(context: Context, about: Programme, told: dict[str, Any]) -> dict[str, Any]:
    """Return what mails say of new applications and coming dates, as the digest or the weekly report tells them."""
    found = context.store.get_many(Item, [Digest.key(about.programme_id), *Counts.keys(about.programme_id)])
    applications = next((one for one in found if isinstance(one, Digest)), None)
    dates, home = _dates(context, about, told.get("dates", {})), _home(about)
    places = {"recruitment_opens": f"{home}/settings", "matching_until": f"/pairing/{about.programme_id}"}
    return {
        "dates": dates,
        "places": {one["date"]: links.url(places.get(one["date"], home)) for one in dates},
        "list": links.url(f"{home}/applications?state=submitted&sort=oldest"),
        **_applications(applications if Counts.undecided(found) else None, str(told.get("applications", ""))),
    }


def _home(about: Programme) -> str:
    return f"/organizer/programmes/{about.programme_id}"


def still_open(context: Context, about: Programme, told: dict[str, Any]) -> list[Matter]:
    """Return the matters that were told of and are still open."""
    keys = [Matter.key(about.programme_id, one) for one in told.get("matters", [])]
    found = context.store.get_many(Item, keys) if keys else []
    return [one for one in found if isinstance(one, Matter) and one.state is MatterState.OPEN]


def _matters(context: Context, about: Programme, told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was told of and is still open, the most urgent first, with what was tried."""
    still = sorted(still_open(context, about, told), key=lambda one: (URGENCIES.index(one.urgency), one.since))
    return needing.told(context, still)


def _applications(kept: Digest | None, until: str) -> dict[str, Any]:
    """Return new and waiting applications by role, and who waits longest; zeros where nothing waits or was told."""
    if kept is None or not until or kept.since != until:
        return {"applications": 0, "new": {}, "waiting": {}, "longest": []}
    number = sum(int(one) for one in kept.new.values())
    return {"applications": number, "new": dict(kept.new), "waiting": dict(kept.waiting), "longest": list(kept.longest)}


def _dates(context: Context, about: Programme, told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the dates that are still set as they were and still to come, the soonest first."""
    today = day_in(context.clock(), about.zone)
    return [
        {"date": name, "day": told[name]["day"], "undecided": int(told[name]["undecided"])}
        for name in ORDER
        if name in told and about.dates.get(name) == told[name]["day"] > today
    ]


TOLD = (tells(DigestPrepared, holds.digest_is_newest, digest),)
