"""The page behind «we met on …» in a nudge: a day, and the meeting is noted, without signing in."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from meetings import use_cases
from meetings.pages.base import PAGES, Html
from meetings.pages.mailed import as_read
from mentoring import clock, http, links, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day, Zone
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import MeetingState
from mentoring.walltime import moment

router = http.PageRouter("/meetings/met/<token>")

USUALLY = time(12)
"""When a meeting began of which nobody says the time; on the same day an hour ago, if that is earlier."""
AN_HOUR = timedelta(hours=1)


class MetForm(http.Model):
    """On which day the two met, and at what time if they know it, in `zone`, in which the page was shown."""

    day: Day
    at: time | None = None
    zone: Zone = ""


@router.get("/meetings/met/<token>")
def met_page(token: str) -> Html:
    """Ask when the two met."""
    return _met(token)


def _met(token: str, status: int = 200, **values: object) -> Html:
    link = _link(token)
    context = as_read(link.subject, link.person_id)
    pair, found = use_cases.meetings(context.acting_as(link.person_id), link.subject)
    return PAGES.render(
        "met.html",
        context,
        status,
        pair=pair,
        partner=pair.partner_name(link.person_id),
        token=token,
        today=day_in(context.clock(), context.zone),
        first=day_in(clock.parse(pair.agreed_at), context.zone),
        held=[one for one in reversed(found) if one.state == MeetingState.HELD][:3],
        **values,
    )


@router.post("/meetings/met/<token>")
def met(token: str) -> Html:
    """Note the meeting, once for a day, and lead to what is left to do after one."""
    link = _link(token)
    context = as_read(link.subject, link.person_id).acting_as(link.person_id)
    try:
        sent = web.form(MetForm)
        _, found = use_cases.meetings(context, link.subject)
        held = [one for one in found if one.state == MeetingState.HELD]
        known = [one for one in held if day_in(clock.parse(one.starts_at), context.zone) == sent.day.isoformat()]
        noted = known[0] if known else use_cases.log(context, link.subject, _begun(sent, context.zone), context.zone)
    except Invalid as error:
        kept = web.kept(error)
        return _met(token, 422, typed=kept["typed"], errors=_at_fields(kept["errors"]))
    words = (
        N_("This meeting is noted already.") if known else N_("Noted. What do you take away, and is there homework?")
    )
    claims = {"pair_id": link.subject, "locale": context.locale}
    after = links.sign("outcome", noted.meeting_id, expires_at=link.expires_at, person_id=link.person_id, **claims)
    return web.redirect(f"/meetings/outcome/{after}", flash=words)


def _link(token: str) -> links.Link:
    return links.read("nudge", token, http.context().clock())


def _begun(sent: MetForm, zone: str) -> datetime:
    """Return when the meeting began; a day is enough."""
    at = moment(datetime.combine(sent.day, sent.at or USUALLY), zone, "/at").instant
    now = http.context().clock()
    same_day = sent.day.isoformat() == day_in(now, zone)
    return min(at, now - AN_HOUR) if sent.at is None and same_day else at


def _at_fields(errors: dict[str, str]) -> dict[str, str]:
    """Return errors at the fields of this form: what is wrong with the instant is said at its day."""
    return {("day" if name == "starts_at" else name): why for name, why in errors.items()}
