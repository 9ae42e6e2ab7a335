"""Two people in two zones arrange, move, hold and call off meetings by mail and with their calendars, on the template.

What their calendars show is what a program shows that knows nothing but the mails. Only the first proposal of a time is
made without a mail: there is nothing yet to answer.
"""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from infra.local.deploy import INBOUND_DOMAIN
from infra.season import acts
from infra.season.acts import calendars
from infra.season.calendar_program import Component, published, read

if TYPE_CHECKING:
    from datetime import datetime

    from infra.season.people import Mail, Person

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _event(season: acts.Season, mail: Mail, method: str) -> Component:
    """Return the meeting in a raw mail, whose head names the method as its calendar does (RFC 6047 §2.4)."""
    message = email.message_from_bytes(season.stage.eml(mail), policy=email.policy.default)
    (part,) = (one for one in message.walk() if one.get_content_type() == "text/calendar")
    assert part.get_param("method") == method
    content: Any = part.get_payload(decode=True)
    whole = read(content)
    assert whole.one("METHOD").value == method
    (event,) = (one for one in whole.parts if one.name == "VEVENT")
    return event


def _told(season: acts.Season, to: Person, kind: str, method: str, starts_at: datetime) -> tuple[Mail, Component]:
    """Wait for a mail, which says when the meeting is where its reader lives and asks their calendar there."""
    mail = to.next_mail(kind)
    event = _event(season, mail, method)
    hour = f"{starts_at.astimezone(ZoneInfo(to.zone)):%H:%M}"
    assert hour in season.stage.part(mail, "text/plain").decode()
    assert event.one("DTSTART").value == f"{starts_at:%Y%m%dT%H%M%SZ}"
    assert event.one("ORGANIZER").value.endswith(f"@{INBOUND_DOMAIN}")
    return mail, event


def _answers(event: Component) -> dict[str, str]:
    return {one.value.removeprefix("mailto:"): one.parameters["PARTSTAT"] for one in event.all("ATTENDEE")}


def _shown(season: acts.Season, *people: Person) -> list[dict[str, Any]]:
    """Return what the calendars of people show, once all mails have come."""
    season.stage.settle()
    season.stage.move_to(acts.iso(season.now + MINUTE))  # nobody answers twice in a second
    found = [calendars.calendar_of(season, one).all() for one in people]
    return [{uid: (one.status, one.start) for uid, one in each.items()} for each in found]


def _fed(person: Person) -> dict[str, Any]:
    """Return what the feed of somebody shows to a program, which has no session."""
    person.post("/v1/meetings/calendar")
    feed = published(person.stage.fetch(person.get("/v1/meetings/calendar")["url"]))
    return {uid: (one.status, one.start) for uid, one in feed.items()}


def test_given_warsaw_and_new_york_when_calendars_answer_then_meetings_are_arranged_moved_held_and_called_off(
    running: acts.Season,
) -> None:
    season, pair = running, running.pairs[1]
    mentor, mentee = pair.both
    calendars.move_to_zone(mentor, "America/New_York")
    start = (season.now + 2 * acts.DAY).replace(hour=14, minute=0, second=0, microsecond=0)

    # Asked: the calendar of who is asked shows it as tentative; who asks has nothing yet.
    acts.propose(season, pair, start)
    mail = season.stage.mails(mentee.email, "meeting_invitation")[-1]
    event = _event(season, mail, "REQUEST")
    assert event.one("STATUS").value == "TENTATIVE"
    assert _answers(event) == {mentor.email: "ACCEPTED", mentee.email: "NEEDS-ACTION"}
    assert {one.parameters["RSVP"] for one in event.all("ATTENDEE")} == {"TRUE"}
    uid = calendars.uid_in(season, mail)
    assert _shown(season, mentor, mentee) == [{}, {uid: ("TENTATIVE", start)}]

    # «Maybe»: the partner hears of it. Then another time, and the partner's «yes».
    calendars.answer(season, mentee, mail, "TENTATIVE")
    assert mentor.next_mail("meeting_doubted").subject
    _shown(season, mentee)
    calendars.counter(season, mentee, mail, start + HOUR)
    asked, event = _told(season, mentor, "meeting_invitation", "REQUEST", start + HOUR)
    assert _answers(event) == {mentor.email: "NEEDS-ACTION", mentee.email: "ACCEPTED"}
    assert _shown(season, mentor, mentee) == [{uid: ("TENTATIVE", start + HOUR)}] * 2
    calendars.answer(season, mentor, asked, "ACCEPTED")
    confirmed, _ = _told(season, mentor, "meeting_confirmed", "REQUEST", start + HOUR)
    calendars.check_confirmed(season, pair, confirmed, start + HOUR)

    # Moved by the one who had agreed, and agreed by the other.
    _shown(season, mentor)
    calendars.counter(season, mentor, confirmed, start + 3 * HOUR)
    asked, _ = _told(season, mentee, "meeting_invitation", "REQUEST", start + 3 * HOUR)
    assert _shown(season, mentor, mentee) == [{uid: ("TENTATIVE", start + 3 * HOUR)}] * 2
    calendars.answer(season, mentee, asked, "ACCEPTED")
    confirmed, _ = _told(season, mentor, "meeting_confirmed", "REQUEST", start + 3 * HOUR)
    calendars.check_confirmed(season, pair, confirmed, start + 3 * HOUR)
    stands = {uid: ("CONFIRMED", start + 3 * HOUR)}

    # Another one is agreed on and called off with «no»: it leaves both calendars.
    other = acts.propose(season, pair, start + acts.DAY)
    calendars.answer(season, mentee, other, "ACCEPTED")
    both, _ = _told(season, mentor, "meeting_confirmed", "REQUEST", start + acts.DAY)
    calendars.check_confirmed(season, pair, both, start + acts.DAY)
    assert len(_shown(season, mentor)[0]) == 2
    calendars.answer(season, mentor, both, "DECLINED")
    _, event = _told(season, mentee, "meeting_cancelled", "CANCEL", start + acts.DAY)
    assert event.one("STATUS").value == "CANCELLED"
    assert _shown(season, mentor, mentee) == [stands] * 2

    # The feeds say the same, without a session; after the meeting one click closes it, and calendars keep it.
    assert _fed(mentor) == _fed(mentee) == stands
    acts.advance(season, start + 5 * HOUR)
    reminded = season.stage.mails(mentor.email, "meeting_reminder")[-1]
    at = (start + 3 * HOUR).astimezone(ZoneInfo(mentor.zone))
    assert f"{at:%H:%M}" in season.stage.part(reminded, "text/plain").decode()
    mentee.click(mentee.next_mail("meeting_outcome"), "/meetings/outcome/", "held")
    season.stage.settle()
    items = mentor.get(f"/v1/meetings/pair/{pair.pair_id}")["items"]
    assert {one["starts_at"]: one["state"] for one in items}[acts.iso(start + 3 * HOUR)] == "held"
    assert _shown(season, mentor, mentee) == [stands] * 2
