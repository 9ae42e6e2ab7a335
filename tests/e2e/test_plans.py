"""A pair arranges four meetings with one mail, answers with its calendars, and moves one and calls off one of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from infra.season import acts
from infra.season.acts import calendars
from infra.season.calendar_program import published

if TYPE_CHECKING:
    from infra.season.people import Person

HOUR, MINUTE, WARSAW = timedelta(hours=1), timedelta(minutes=1), ZoneInfo("Europe/Warsaw")


def _shown(season: acts.Season, person: Person) -> list[tuple[Any, str]]:
    """Return what the calendar of somebody shows once all mails have come, soonest first."""
    season.stage.settle()
    season.stage.move_to(acts.iso(season.now + MINUTE))  # nobody answers twice in a second
    return sorted((one.start, one.status) for one in calendars.calendar_of(season, person).all().values())


def _fed(person: Person) -> list[tuple[Any, str]]:
    feed = published(person.stage.fetch(person.get("/v1/meetings/calendar")["url"]))
    return sorted((one.start, one.status) for one in feed.values())


def test_given_a_plan_when_answered_moved_and_called_off_by_calendar_then_both_calendars_show_each_meeting(
    running: acts.Season,
) -> None:
    season, pair = running, running.pairs[0]
    mentor, mentee = pair.both
    place = f"/v1/meetings/pair/{pair.pair_id}"
    before = [_shown(season, one) for one in (mentor, mentee)]
    first = (season.now + 5 * acts.DAY).astimezone(WARSAW).replace(hour=15, minute=0, second=0, microsecond=0)
    times = [(first + timedelta(weeks=2 * number)).astimezone(ZoneInfo("UTC")) for number in range(4)]
    wish = {"starts_at": acts.iso(times[0]), "zone": "Europe/Warsaw", "every": 2, "number": 4}

    # One mail with all dates; who is asked has them as tentative, who asks has nothing yet.
    dates = mentor.get(f"{place}/plans/dates?" + "&".join(f"{name}={value}" for name, value in wish.items()))
    assert [one["starts_at"] for one in dates["items"]] == [acts.iso(one) for one in times]
    mentor.post(f"{place}/plans", wish | {"place": "https://spotkania.firma.example/plan"})
    asked = mentee.next_mail("plan_proposed")
    text = season.stage.part(asked, "text/plain").decode()
    theirs = ZoneInfo(mentee.get("/v1/me")["zone"])  # other tests use the pair, too
    hours = Counter(f"{one.astimezone(theirs):%H:%M}" for one in times)
    assert {one: text.count(one) for one in hours} == hours
    assert _shown(season, mentor) == before[0]
    assert _shown(season, mentee) == sorted([*before[1], *((one, "TENTATIVE") for one in times)])

    # «Yes» to all of them, in the calendar: one mail of confirmation to each.
    calendars.answer(season, mentee, asked, "ACCEPTED")
    agreed = [one.next_mail("plan_agreed") for one in (mentor, mentee)]
    stands = [(one, "CONFIRMED") for one in times]
    for number, one in enumerate((mentor, mentee)):
        assert _shown(season, one) == sorted([*before[number], *stands])
        assert len(season.stage.mails(one.email, "plan_agreed")) == 1

    # One is moved on the page and agreed on in the calendar; another is called off there. The others stay.
    items = {one["starts_at"]: one["meeting_id"] for one in mentor.get(place)["items"]}
    moved = times[1] + 26 * HOUR
    mentor.post(f"{place}/{items[acts.iso(times[1])]}/reschedule", {"starts_at": acts.iso(moved)})
    mentee.next_mail("meeting_invitation")
    _shown(season, mentee)
    calendars.answer(season, mentee, agreed[1], "ACCEPTED", times[1])
    mentor.next_mail("meeting_confirmed")
    calendars.answer(season, mentor, agreed[0], "DECLINED", times[2])
    mentee.next_mail("meeting_cancelled")
    stands = [(times[0], "CONFIRMED"), (moved, "CONFIRMED"), (times[3], "CONFIRMED")]
    for number, one in enumerate((mentor, mentee)):
        assert _shown(season, one) == sorted([*before[number], *stands])
        one.post("/v1/meetings/calendar")
        assert set(stands) <= set(_fed(one))
