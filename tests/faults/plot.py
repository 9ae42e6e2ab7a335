"""The season that is cut everywhere: small, but everything the product does happens in it at least once."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.season import acts
from infra.season.__main__ import SAMPLE
from infra.season.people import expect
from tests.faults import corners
from tests.faults.calendars import Diary

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.explorer import Explorer
    from tests.faults.stage import Theatre

CAST = ("Anna", "Łukasz", "Piotr", "Zofia", "Ewa")
"""Two mentors with two places each, three mentees."""


def applications(names: tuple[str, ...] = CAST) -> bytes:
    """Return the sample's rows of these people as a file."""
    head, *rows = csv.reader(io.StringIO(SAMPLE.read_text("utf-8-sig")), delimiter=";")
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *(row for row in rows if row[1] in names)])
    return out.getvalue().encode()


def scenes(season: acts.Season, theatre: Theatre, *, gathered: bool = False) -> list[Callable[[], Any]]:
    """Return the season's scenes in their order; if `gathered`, with a workshop and an opening of the whole programme."""
    from tests.faults.second import Second

    diary = Diary(season)

    def take() -> None:
        acts.take_applications(season, "zgloszenia.csv", applications())

    def agree() -> None:
        season.pairs[-1].silent = True
        for pair in season.pairs:
            acts.sign_contract(season, pair)
            acts.agree_goal(season, pair)
        acts.answer_surveys(season, season.pairs[0].both[::-1], "start")

    def share() -> None:
        pair = season.pairs[0]
        acts.write_guides(season)
        acts.read_guide(season, pair)
        acts.share_notes(season, pair)
        acts.share_file(season, pair)
        acts.keep_link(season, pair)
        acts.talk(season, [pair])
        acts.answer_plea(season, pair)
        acts.tell_everybody(season)

    def plan() -> None:
        acts.plan_opening(season, acts.first_meeting(season.now))

    def silence() -> None:
        acts.advance(season, season.now + timedelta(days=46))
        expect(season.nudges and season.matters, "nobody was nudged, or nobody told of it")

    def end() -> None:
        acts.close(season)
        acts.report(season)
        acts.answer_too_late(season, season.pairs[0])
        acts.answer_surveys(season, season.pairs[0].both[::-1], "end")

    return [
        lambda: acts.announce(season, "Wiosna z mentorem", "Firma Przykładowa"),
        take,
        lambda: acts.pair_up(season),
        *((plan, lambda: acts.hold_workshop(season), lambda: acts.hold_opening(season)) if gathered else ()),
        agree,
        lambda: acts.meet(season, 0, acts.first_meeting(season.now)),
        share,
        *corners.running(season),
        *diary.running(),
        silence,
        diary.old_link,
        *corners.warned(season),
        end,
        lambda: acts.weekly(season),
        *Second(season, theatre).scenes(),
    ]


def play(explorer: Explorer, theatre: Theatre, say: Callable[[str], None], only: int | None = None) -> None:
    """Play the scenes (the first `only` of them); after each, deliver everything once more."""
    season = acts.Season(theatre, lambda _: None)
    for number, scene in enumerate(scenes(season, theatre, gathered=True)[:only]):
        scene()
        explorer.late()
        tried = sum(row.tried for row in explorer.points.values())
        say(f"scene {number + 1}: {explorer.steps} steps, {tried} points tried")
