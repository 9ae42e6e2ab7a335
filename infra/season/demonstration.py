"""The demonstration programme of `make up`: a season in its middle, so that every page has something to show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season import acts
from infra.season.__main__ import SAMPLE
from infra.season.acts import ORGANIZER, breakouts, gatherings, onboarding
from infra.season.acts.season import DAY, HOUR, MINUTE, iso

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from infra.season.acts.season import Gathering
    from infra.season.people import Person, Stage

__all__ = ["AGO", "ORGANIZER", "Demonstration"]

AGO = timedelta(days=4)
"""So long before it is shown the programme began: less than consumers' markers may be short of (`engine.ledger`)."""
LED = "Od lat prowadzi takie warsztaty."
AFTER = {
    "pl": "Dziękujemy za rozmowy! Kto nie zdążył kogoś poznać: w piątki o 12:00 jemy razem obiad.",
    "en": "Thank you for the talks! If you missed somebody: we have lunch together on Fridays at noon.",
}
SEATS = 8


class Demonstration:
    """`play()` makes the programme and returns the addresses of one mentor and one mentee."""

    def __init__(self, stage: Stage, say: Callable[[str], None]) -> None:
        self.season = acts.Season(stage, say, plants=False)

    def play(self) -> tuple[str, str]:
        """Play the days since the programme was announced; the clock then stands where it ends."""
        season, began = self.season, self.season.now
        acts.announce(season, "Wiosna z mentorem", "Firma Przykładowa")
        acts.take_applications(season, SAMPLE.name, SAMPLE.read_bytes())
        acts.pair_up(season)
        acts.write_guides(season)
        some = season.pairs[::2]
        for pair in some:
            acts.sign_contract(season, pair)
            acts.agree_goal(season, pair)
        workshop = self._announce(began)
        self._begin_onboarding(workshop)
        self._open(season.gatherings[-1])
        self._pass(began + AGO)
        for pair in some:
            acts.plan_meeting(season, pair, acts.first_meeting(season.now))
        gatherings.withdraw(season, workshop, workshop.coming[-1])
        season.stage.settle()
        return season.pairs[0].mentor.email, season.pairs[0].mentee.email

    def _pass(self, to: datetime) -> None:
        """Let time pass, with what is due of gatherings."""
        self.season.stage.move_to(iso(to))
        self.season.stage.run("GatheringsSchedule", iso(to))
        self.season.stage.settle()

    def _people(self) -> list[Person]:
        """Return everybody, the mentor first who is shown, then the mentee."""
        shown = self.season.pairs[0].both
        everybody = [self.season.person(email) for email in dict.fromkeys(self.season.emails.values())]
        return [*shown, *(one for one in everybody if one not in shown)]

    def _announce(self, began: datetime) -> Gathering:
        """A workshop ahead, where the mentee waits first, and an opening the day after tomorrow."""
        season, (mentor, mentee, *others) = self.season, self._people()
        ahead = (began + AGO + 5 * DAY).replace(hour=15, minute=0, second=0, microsecond=0)
        workshop = gatherings.plan(season, gatherings.WORKSHOP, ahead, seats_online=SEATS, open=True)
        gatherings.announce_gathering(season, workshop)
        wanted = [mentor, *others[: SEATS - 1], mentee, *others[SEATS - 1 : SEATS + 1]]
        gatherings.sign_up(season, workshop, wanted, SEATS)
        evening = (began + 2 * DAY).replace(hour=15, minute=0, second=0, microsecond=0)
        opening = gatherings.plan(season, gatherings.OPENING, evening)
        gatherings.announce_gathering(season, opening)
        gatherings.sign_up(season, opening, [mentor, mentee, *others[:10]])
        return workshop

    def _begin_onboarding(self, workshop: Gathering) -> None:
        """Everybody has their list: two have done all but the workshop, which is waived for one; others have begun."""
        season, (mentor, mentee, *others) = self.season, self._people()
        onboarding.give_lists(season, workshop)
        onboarding.take_steps(season, [mentor, others[0]])
        onboarding.read(season, mentee, 3)
        onboarding.read(season, others[1], 1)
        led = next(key for key, email in season.emails.items() if email == mentor.email)
        onboarding.waive(season, [led], LED)

    def _open(self, opening: Gathering) -> None:
        """Most come to the opening, and talk in two rounds of rooms."""
        season = self.season
        self._pass(opening.starts_at - DAY)
        self._pass(opening.starts_at - gatherings.EARLY)
        *there, late, noted, absent = opening.coming
        gatherings.confirm(season, opening, there)
        gatherings.note(season, opening, [noted], present=True)
        gatherings.note(season, opening, [absent], present=False)
        season.stage.move_to(iso(opening.starts_at + 5 * MINUTE))
        breakouts.talk_in_rooms(season, opening, [late])
        self._pass(opening.ends_at + HOUR)
        texts = {locale: gatherings.OPENING["texts"][locale] | {"after": AFTER[locale]} for locale in AFTER}
        gatherings.change(season, opening, gatherings.OPENING | {"texts": texts})
