"""What the whole programme does together: a workshop and an opening before pairs meet, a closing after they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season.acts import gatherings, onboarding
from infra.season.acts.breakouts import talk_in_rooms
from infra.season.acts.season import DAY
from infra.season.acts.surveys import answer_surveys
from infra.season.people import expect

if TYPE_CHECKING:
    from datetime import datetime

    from infra.season.acts.season import Gathering, Season
    from infra.season.people import Person

THOROUGH = 2
"""The people of so many pairs take all steps of their onboarding."""
FLOOR = 5
"""So many have to answer a survey before organizers see results."""
ENOUGH = 4
"""Where more come than this, somebody doesn't after all, and somebody comes late."""


def plan_opening(season: Season, first: datetime) -> None:
    """A workshop and an opening are announced, before pairs meet for the `first` time; people sign up.

    At the opening there are fewer seats than people, and some withdraw; it is what people are asked about afterwards.
    """
    workshop = gatherings.plan(season, gatherings.WORKSHOP, (first - 2 * DAY).replace(hour=9), survey=False)
    gatherings.announce_gathering(season, workshop)
    onboarding.give_lists(season, workshop)
    gatherings.sign_up(season, workshop, in_pairs(season))
    everybody = [season.person(email) for email in dict.fromkeys(season.emails.values())]
    seats = len(everybody) - min(gatherings.MOST_WAITING, max(0, (len(everybody) - 2) // 2))
    starts_at = (first - DAY).replace(hour=16)
    opening = gatherings.plan(season, gatherings.OPENING, starts_at, seats_in_person=seats)
    gatherings.announce_gathering(season, opening)
    gatherings.sign_up(season, opening, everybody, seats)
    gatherings.move_up(season, opening)


def in_pairs(season: Season) -> list[Person]:
    """Return everybody who has a pair, once."""
    return list(dict.fromkeys(one for pair in season.pairs for one in pair.both))


def hold_workshop(season: Season) -> None:
    """Some have taken the steps of their onboarding; at the workshop mentees use the code, the host notes mentors."""
    workshop, opening = season.gatherings
    thorough = list(dict.fromkeys(one for pair in season.pairs[:THOROUGH] for one in pair.both))
    onboarding.take_steps(season, thorough)
    gatherings.come_up(season, workshop)
    gatherings.let_lapse(season, opening)
    absent = _who_misses(workshop)
    mentees = {pair.mentee for pair in season.pairs}
    gatherings.confirm(season, workshop, [one for one in workshop.coming if one in mentees and one not in absent])
    gatherings.note(
        season, workshop, [one for one in workshop.coming if one not in mentees and one not in absent], present=True
    )
    gatherings.note(season, workshop, absent, present=False)
    season.stage.settle()
    onboarding.check_settled(season, workshop, thorough)
    gatherings.end(season, workshop)


def _who_misses(one: Gathering) -> list[Person]:
    return one.coming[-1:] if len(one.coming) > ENOUGH else []


def hold_opening(season: Season) -> None:
    """People come and confirm it with the code, but for one; one comes late; they talk in two rounds of rooms."""
    opening = season.gatherings[-1]
    gatherings.come_up(season, opening)
    absent = _who_misses(opening)
    late = opening.coming[:1] if absent else []
    gatherings.confirm(season, opening, [one for one in opening.coming if one not in {*absent, *late}])
    talk_in_rooms(season, opening, late)
    gatherings.note(season, opening, absent, present=False)
    gatherings.end(season, opening)
    say_how_it_was(season, opening)


def say_how_it_was(season: Season, one: Gathering) -> None:
    """As many of those who were there as organizers have to wait for answer the four questions; then they see results.

    Nothing is shown where fewer were there.
    """
    answering = one.present[:FLOOR]
    answer_surveys(season, answering, "gathering", one.gathering_id)
    season.stage.settle()
    shown = season.organizer.get(f"/v1/surveys/{season.programme_id}/gatherings/{one.gathering_id}/results")
    told, known = (shown["assigned"], shown["answered"]), (len(one.present), len(answering))
    expect(told == known, f"of the opening were asked and have answered {told}, not {known}")


def plan_closing(season: Season, starts_at: datetime) -> None:
    """A closing is announced; those whose pairs meet sign up."""
    closing = gatherings.plan(season, gatherings.CLOSING, starts_at, survey=False)
    gatherings.announce_gathering(season, closing)
    gatherings.sign_up(season, closing, _whose_pairs_meet(season))


def _whose_pairs_meet(season: Season) -> list[Person]:
    return list(dict.fromkeys(one for pair in season.pairs if not pair.silent for one in pair.both))


def hold_closing(season: Season) -> None:
    """People are reminded twice, and come; the host notes it."""
    closing = season.gatherings[-1]
    gatherings.come_up(season, closing)
    gatherings.note(season, closing, closing.coming, present=True)
    gatherings.end(season, closing)
    told = [mail.to for mail in season.stage.mails(kind="gathering_reminder")]
    late = [one.email for one in closing.coming if told.count(one.email) < 2]  # noqa: PLR2004 - a week and a day before
    expect(not late, f"{late} weren't reminded of the closing a week and a day before")
