"""Meetings are planned by mail or with calendars, held, and confirmed by mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from infra.season.acts import calendars
from infra.season.acts.monitoring import advance
from infra.season.acts.season import DAY, HOUR, INTERVAL, PLANNED, iso
from infra.season.acts.surveys import answer_surveys
from infra.season.people import expect

if TYPE_CHECKING:
    from datetime import datetime

    from infra.season.acts.season import Pair, Season
    from infra.season.people import Mail, Stage

SATURDAY = 5
ROOMS = "https://spotkania.firma.example"


def first_meeting(now: datetime) -> datetime:
    """Return an afternoon in the working week, three days ahead or the next after."""
    days = next(days for days in range(3, 6) if (now + days * DAY).weekday() < SATURDAY)
    return (now + days * DAY).replace(hour=15, minute=0, second=0, microsecond=0)


def _hour_of(season: Season, pair: Pair, latest: datetime) -> datetime:
    """Return when a pair meets that afternoon: who is in several pairs meets them one after the other."""
    turns: list[int] = []
    for one in season.pairs:
        taken = {turn for other, turn in zip(season.pairs, turns, strict=False) if {*other.both} & {*one.both}}
        turns.append(next(turn for turn in range(len(season.pairs)) if turn not in taken))
    return latest - turns[season.pairs.index(pair)] * HOUR


def plan_meeting(season: Season, pair: Pair, latest: datetime) -> None:
    """The mentor proposes a time, the mentee accepts from the mail; both get the invitation for their calendars.

    A pair that uses its calendars accepts with them; one of them once asks for a day earlier, and the mentor agrees.
    """
    starts_at = _hour_of(season, pair, latest)
    if pair.by_plan and pair.held:
        if pair.held == 1:
            _plan_two(season, pair, starts_at)
        return
    counters = pair.by_calendar and pair.held > 0 and not season.counter_proposals
    mail = propose(season, pair, starts_at + DAY if counters else starts_at)
    asked = pair.mentee
    if counters:
        calendars.counter(season, asked, mail, starts_at)
        asked, mail = pair.mentor, pair.mentor.next_mail("meeting_invitation")
        _expect_calendar(season.stage, mail, "REQUEST", iso(starts_at))
    if pair.by_calendar:
        calendars.answer(season, asked, mail, "ACCEPTED")
    else:
        asked.click(mail, "/meetings/answer/", "accept")
    confirmed = pair.mentor.next_mail("meeting_confirmed")
    _expect_calendar(season.stage, confirmed, "REQUEST", iso(starts_at))
    if pair.by_calendar:
        calendars.check_confirmed(season, pair, confirmed, starts_at)


def _plan_two(season: Season, pair: Pair, starts_at: datetime) -> None:
    """The mentor proposes two meetings with one mail, the mentee accepts both from it; then the second is moved.

    The clocks change between the two, and the plan keeps the hour of the wall: moved, it is where the others' are.
    """
    mentor, mentee, place = pair.mentor, pair.mentee, f"/v1/meetings/pair/{pair.pair_id}"
    wish = {"starts_at": iso(starts_at), "zone": "Europe/Warsaw", "every": INTERVAL // 7, "number": 2}
    mentor.post(f"{place}/plans", wish | {"agenda": season.private("meeting.agenda", "Co się zmieniło?")})
    mentee.click(mentee.next_mail("plan_proposed"), "/meetings/plan/", "accept")
    for one in pair.both:
        _expect_calendar(season.stage, one.next_mail("plan_agreed"), "REQUEST", "")
    second = next(one for one in mentor.get(place)["items"] if one["starts_at"] > iso(starts_at))
    moved = starts_at + INTERVAL * DAY
    mentor.post(f"{place}/{second['meeting_id']}/reschedule", {"starts_at": iso(moved)})
    mentee.click(mentee.next_mail("meeting_invitation"), "/meetings/answer/", "accept")
    for one in pair.both:
        one.next_mail("meeting_confirmed")
    season.plans += 1


def propose(season: Season, pair: Pair, starts_at: datetime) -> Mail:
    """The mentor proposes a time, the second one at another place; return the mail that asks the mentee."""
    link = keep_call(season, pair)
    wish = {
        "starts_at": iso(starts_at),
        "zone": pair.mentor.zone,
        "agenda": season.private("meeting.agenda", "Co się zmieniło?"),
    }
    place = f"{ROOMS}/{season.private_part('meeting.place', 'inny')}"
    pair.mentor.post(f"/v1/meetings/pair/{pair.pair_id}", wish | ({"place": place} if pair.held == 1 else {}))
    mail = pair.mentee.next_mail("meeting_invitation")
    _expect_calendar(season.stage, mail, "REQUEST", iso(starts_at))
    told, there = season.stage.calendar(mail), place if pair.held == 1 else link
    expect(f":{there}" in told, f"mail {mail.kind} to {mail.to} doesn't say that they meet at {there}")
    return mail


def keep_call(season: Season, pair: Pair) -> str:
    """The mentor keeps the link of the room in which the two will meet, once; return it."""
    link, here = f"{ROOMS}/{season.private_part('call.link', 'pokoj')}", f"/v1/meetings/pair/{pair.pair_id}/call"
    if pair.mentor.get(here)["link"] != link:
        pair.mentor.put(here, {"link": f"Zapraszam: {link}"}, pair.mentor.etag(here))
    return link


def _expect_calendar(stage: Stage, mail: Mail, method: str, starts_at: str) -> None:
    text = stage.calendar(mail)
    compact = re.sub(r"[-:]", "", starts_at)
    expect(
        f"METHOD:{method}" in text and compact in text, f"mail {mail.kind} to {mail.to} has no {method} for {starts_at}"
    )


def hold_meeting(season: Season, pair: Pair) -> None:
    """After the meeting the mentee answers «did it take place?» with one click; homework is noted."""
    mail = pair.mentee.next_mail("meeting_outcome")
    pair.mentee.click(mail, "/meetings/outcome/", "held")
    pair.held += 1
    homework = season.private("task.pair", "Poprowadzić jedno krótkie spotkanie i zapisać, co zadziałało.")
    task = {"text": homework, "visibility": "pair"}
    pair.mentor.post(f"/v1/rooms/{pair.pair_id}/tasks", task)


def meet(season: Season, number: int, starts_at: datetime) -> None:
    """Every pair that isn't silent plans, holds and confirms a meeting; silent ones only the first."""
    arrange(season, number, starts_at)
    come_together(season, number, starts_at)


def arrange(season: Season, number: int, starts_at: datetime) -> None:
    """Every pair that meets plans it."""
    pairs = _who_meet(season, number)
    season.say(f"meeting {number + 1} of {PLANNED}: {len(pairs)} pairs")
    for pair in pairs:
        plan_meeting(season, pair, starts_at)
    season.stage.settle()


def _who_meet(season: Season, number: int) -> list[Pair]:
    return [pair for pair in season.pairs if not pair.silent or number == 0]


def come_together(season: Season, number: int, starts_at: datetime) -> None:
    """Every pair that planned a meeting holds and confirms it."""
    pairs = _who_meet(season, number)
    advance(season, starts_at + 2 * HOUR)
    for pair in pairs:
        hold_meeting(season, pair)
    season.stage.settle()
    if number == 0:
        everybody = list(dict.fromkeys(one for pair in pairs for one in (pair.mentee, pair.mentor)))
        answer_surveys(season, everybody, "pair_fit")
