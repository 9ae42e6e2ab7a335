"""Some pairs answer invitations with their calendars, and everybody's calendar and feed are compared at the end.

Calendars are those of `calendar_program`: they know nothing but the mails that came.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from infra.local.invitations import KINDS
from infra.season.acts.season import DAY
from infra.season.calendar_program import Broken, CalendarProgram, published
from infra.season.people import SeasonFailed, expect

if TYPE_CHECKING:
    from infra.season.acts.season import Pair, Season
    from infra.season.people import Mail, Person

WARSAW, AFAR = ZoneInfo("Europe/Warsaw"), "America/New_York"
BEFORE = 21
"""Days from the start of a season to the change of clocks in Warsaw: it falls between the second and third meeting."""
PAIRS = 2
"""How many pairs use their calendars."""


def before_clocks_change(now: datetime) -> datetime:
    """Return an instant three weeks before clocks change in Warsaw, the first from `now` on."""
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0) + DAY
    while _offset(noon + BEFORE * DAY, WARSAW) == _offset(noon + (BEFORE - 1) * DAY, WARSAW):
        noon += DAY
    return noon


def _offset(instant: datetime, zone: ZoneInfo) -> object:
    return instant.astimezone(zone).utcoffset()


def choose_calendars(season: Season) -> None:
    """Two pairs of four people will use their calendars; the mentor of the second one moves to New York.

    Another pair will arrange its last two meetings by a plan.
    """
    chosen: list[Pair] = []
    for pair in season.pairs:
        if not pair.silent and not any({*pair.both} & {*one.both} for one in chosen):
            chosen.append(pair)
    for pair in chosen[:PAIRS]:
        pair.by_calendar = True
    for pair in chosen[1:PAIRS]:
        move_to_zone(pair.mentor, AFAR)
    for pair in [one for one in season.pairs if not one.silent and not one.by_calendar][:1]:
        pair.by_plan = True


def move_to_zone(person: Person, zone: str) -> None:
    """Somebody changes the zone in their account."""
    person.get("/v1/me")
    person.patch("/v1/me", {"zone": zone}, person.tag)
    person.zone = zone


def calendar_of(season: Season, person: Person) -> CalendarProgram:
    """Return somebody's calendar after all mails that have come."""
    program = season.calendars.setdefault(person.email, CalendarProgram(person.email))
    for mail in season.stage.mails(person.email):
        if mail.id not in season.calendar_mails:
            season.calendar_mails.add(mail.id)
            _receive(season, program, mail)
    return program


def _receive(season: Season, program: CalendarProgram, mail: Mail) -> None:
    content = season.stage.part(mail, "text/calendar")
    try:
        if content:
            program.receive(content)
    except Broken as error:
        raise SeasonFailed(f"mail {mail.kind} to {mail.to} carries what no calendar takes: {error}") from error


def answer(season: Season, person: Person, mail: Mail, partstat: str, of: datetime | None = None) -> None:
    """Somebody presses «yes», «maybe» or «no» in their calendar; `of`: to the one of a plan that was planned then."""
    program, uid = calendar_of(season, person), uid_in(season, mail)
    said = next(prefixes for one, prefixes in KINDS.values() if one == partstat)
    content = program.answer(uid, partstat, season.now, of)
    _send(season, person, mail, said, "REPLY", content)
    season.calendar_replies += 1


def counter(season: Season, person: Person, mail: Mail, starts_at: datetime) -> None:
    """Somebody proposes another time in their calendar."""
    program, uid = calendar_of(season, person), uid_in(season, mail)
    content = program.counter(uid, starts_at, season.now)
    _send(season, person, mail, KINDS["counter"][1], "COUNTER", content)
    season.counter_proposals += 1


def _send(season: Season, person: Person, mail: Mail, said: dict[str, str], method: str, content: bytes) -> None:
    to = season.calendars[person.email].organizer(uid_in(season, mail))
    season.stage.send_calendar(person.email, to, f"{said[person.locale]}{mail.subject}", method, content)


def uid_in(season: Season, mail: Mail) -> str:
    """Return the UID of the meeting that a mail is about."""
    lines = season.stage.calendar(mail).splitlines()
    return next(line.removeprefix("UID:") for line in lines if line.startswith("UID:"))


def check_confirmed(season: Season, pair: Pair, mail: Mail, starts_at: datetime) -> None:
    """Both calendars show the meeting as agreed by both, and each mail the time where its reader lives."""
    uid = uid_in(season, mail)
    for person, told in ((pair.mentor, mail), (pair.mentee, pair.mentee.next_mail("meeting_confirmed"))):
        shown = calendar_of(season, person).shows(uid)
        expect(shown is not None, f"{person.email} has no meeting on {starts_at} in their calendar")
        if shown is not None:
            seen = (shown.status, shown.start, shown.answers)
            agreed = ("CONFIRMED", starts_at, {one.email: "ACCEPTED" for one in pair.both})
            expect(seen == agreed, f"the calendar of {person.email} shows {seen}, not {agreed}")
        hour = f"{starts_at.astimezone(ZoneInfo(person.zone)):%H:%M}"
        text = season.stage.part(told, "text/plain").decode()
        expect(hour in text, f"mail {told.kind} to {told.to} doesn't say that it is {hour} in {person.zone}")


def fetch_feeds(season: Season, people: list[Person]) -> None:
    """Everybody makes a feed; without a session it shows the meetings that the mails brought into their calendar."""
    for person in people:
        person.post("/v1/meetings/calendar")
        url = person.get("/v1/meetings/calendar")["url"]
        try:
            feed = published(season.stage.fetch(url))
        except Broken as error:
            raise SeasonFailed(f"the feed of {person.email} is none: {error}") from error
        there = sorted((one.start, one.end, one.status) for one in feed.values())
        here = sorted((one.start, one.end, one.status) for one in calendar_of(season, person).all().values())
        expect(there == here, f"the feed of {person.email} shows {there}, their calendar {here}")
        season.feeds_fetched += 1
    for person in (one for pair in season.pairs if pair.by_calendar for one in pair.both):
        zone = ZoneInfo(person.zone)
        offsets = {_offset(one.start.astimezone(UTC), zone) for one in season.calendars[person.email].all().values()}
        expect(len(offsets) > 1, f"no clock changed between the meetings of {person.email}")
