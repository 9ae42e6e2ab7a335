"""The demonstration programme of `make up`: a season in its middle, so that every page has something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season import acts
from infra.season.__main__ import SAMPLE
from infra.season.acts import ORGANIZER

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.season.people import Stage

__all__ = ["ORGANIZER", "Demonstration"]


class Demonstration:
    """`play()` makes the programme and returns the addresses of one mentor and one mentee."""

    def __init__(self, stage: Stage, say: Callable[[str], None]) -> None:
        self.season = acts.Season(stage, say, plants=False)

    def play(self) -> tuple[str, str]:
        """Announce, take applications, pair up; half of the pairs sign, agree on a goal and plan a meeting."""
        season = self.season
        acts.announce(season, "Wiosna z mentorem", "Firma Przykładowa")
        acts.take_applications(season, SAMPLE.name, SAMPLE.read_bytes())
        acts.pair_up(season)
        acts.write_guides(season)
        for number, pair in enumerate(season.pairs):
            if number % 2:
                continue
            acts.sign_contract(season, pair)
            acts.agree_goal(season, pair)
            acts.plan_meeting(season, pair, acts.first_meeting(season.now))
        season.stage.settle()
        return season.pairs[0].mentor.email, season.pairs[0].mentee.email
