"""The demonstration programme of `make up`: a season as its organizer meets it in month four.

It is lived through the public API from its announcement to today: `script` has what pairs do and write, `scenes` how
they do it, `desk` what the organizer does. Between, time passes as it would (`infra.local.passing`): reminders, nudges
and reports come when they are due.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from infra.season import acts
from infra.season.acts import ORGANIZER, breakouts, onboarding
from infra.season.acts.season import DAY, HOUR, MINUTE, iso
from infra.season.demonstration import desk
from infra.season.demonstration.scenes import Scene, in_days
from infra.season.demonstration.script import AGO, WEEKS, Agenda, Calendar, address, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from infra.season.people import Person, Stage

__all__ = ["AGO", "ORGANIZER", "Demonstration"]

TOGETHER = 3
"""So many people act at the same time: more wait for one another on two cores."""
BETWEEN = 6 * MINUTE
"""Between those who act on a morning."""
SHOWN_EACH = 4
"""Weeks between lines that say how far it is."""
EVENING = 2 * HOUR
"""So long before it is shown the last things happen."""


class Demonstration:
    """`play()` makes the programme and returns the addresses of one mentor and one mentee.

    It ends at `ends`, which the stack's clock is behind of by `AGO`; without, as much later than the clock stands at.
    """

    def __init__(self, stage: Stage, say: Callable[[str], None], ends: datetime | None = None) -> None:
        self.season = acts.Season(stage, say, plants=False)
        now = self.season.now
        self.ends = ends or now + AGO
        self.days = Calendar.ending(self.ends)
        self.agenda = Agenda()
        self.scenes: list[Scene] = []
        self._pool = ThreadPoolExecutor(TOGETHER)
        self._told = 0

    def play(self) -> tuple[str, str]:
        """Live through the season; the clock then stands where it ends."""
        with self._pool:
            self._recruit()
            self._enter_pairs()
            for at in sorted(self.agenda.entries):
                if at < self.ends - EVENING:
                    self._live(at)
                    self._tell(at)
                    self._act(self.agenda.entries[at].values())
            self._live(self.ends - EVENING)
            self._finish()
            self._live(self.ends - MINUTE)
        shown = self.scenes[0].pair
        return shown.mentor.email, shown.mentee.email

    def _live(self, to: datetime) -> None:
        """Let time pass, with whatever is due."""
        self.season.stage.settle()
        self.season.stage.move_to(iso(to), living=True)

    def _tell(self, at: datetime) -> None:
        """Say how far it is, every few weeks."""
        week = (at - self.days.at("0 Mon")) // (7 * DAY)
        if week % SHOWN_EACH == 0 and week > self._told:
            self._told = week
            self.season.say(f"  {week} of {WEEKS} weeks")

    def _act(self, groups: Iterable[list[Callable[[], object]]]) -> None:
        """Let groups act, some at the same time and minutes apart; what one group does is done one by one."""
        waiting = list(groups)
        while waiting:
            now, waiting = waiting[:TOGETHER], waiting[TOGETHER:]
            list(self._pool.map(_do_all, now))
            if waiting:
                self.season.stage.move_to(iso(self.season.now + BETWEEN))
        self.season.stage.settle()

    def _everybody(self) -> list[Person]:
        """Return everybody who has a part in the script, once."""
        return [self.season.person(address(name)) for name in dict.fromkeys(
            one[role] for one in pairs() for role in ("mentee", "mentor")
        )]  # fmt: skip

    def _recruit(self) -> None:
        """People apply, are accepted, and paired; the programme opens."""
        season, days = self.season, self.days
        self._live(days.at("0 Mon"))
        desk.found(season, days)
        self._live(days.at("0 Fri"))
        desk.accept(season)
        self._live(days.at("1 Mon"))
        desk.propose_pairs(season)
        self._live(days.at("1 Wed"))
        for one in pairs():
            if one.get("language"):
                season.person(address(one["mentor"])).locale = one["language"]
        people = self._everybody()
        self._act([partial(self._settle_in, person)] for person in people)
        self._act([partial(desk.agree, season, person)] for person in people)
        desk.prepare_people(season)
        season.stage.settle()
        onboarding.read(season, people[0], 3)
        onboarding.read(season, people[2], 2)
        desk.waive_the_rest(season, [people[0], people[2]])
        self._live(days.at("2 Mon"))
        self.scenes = [
            Scene(season, pair, told, number)
            for number, (pair, told) in enumerate(zip(desk.begin(season), pairs(), strict=True))
        ]
        opening = desk.announce(season, desk.OPENING, days.at("2 Wed 16:00"))
        season.stage.settle()
        self._act([partial(desk.come, season, opening, person)] for person in people[: desk.OPENED])
        self._live(days.at("2 Wed 16:05"))
        desk.note_who_came(season, opening)
        breakouts.talk_in_rooms(season, opening, [])
        self._live(days.at("2 Wed 18:00"))
        for person in people[4:12]:
            self.agenda.enter(days.at("2 Fri"), person.email, partial(desk.say_how_it_was, opening, person))

    def _settle_in(self, person: Person) -> None:
        """Somebody signs in for the first time, and says which language they read."""
        person.get("/v1/me")
        if person.locale != "pl":
            person.patch("/v1/me", {"locale": person.locale}, person.tag)

    def _enter_pairs(self) -> None:
        season, days = self.season, self.days
        for scene in self.scenes:
            scene.enter(self.agenda, days, self.ends)
            if help_wanted := scene.told.get("help"):
                at = days.at(help_wanted["at"])
                self.agenda.enter(at, scene.pair.pair_id, scene.ask_for_help)
                self.agenda.enter(at, scene.pair.pair_id, partial(scene.desk, "mentee", help_wanted["asked"]))
                answered = partial(desk.answer_plea, season, scene.pair.mentee, help_wanted["answered"])
                self.agenda.enter(at + 5 * HOUR, "organizer", answered)
                done = partial(desk.tick_off, season, scene.pair.pair_id)
                self.agenda.enter(days.at(help_wanted["done"]), "organizer", done)
        self.agenda.enter(days.at("16 Mon"), "organizer", partial(desk.recruit_again, season, self.ends))
        self.agenda.enter(days.at("16 Fri"), "organizer", self._look_ahead)

    def _look_ahead(self) -> None:
        """Mail to somebody comes back; a meeting of all mentors is announced."""
        for scene in self.scenes:
            if who := scene.told.get("unreachable"):
                self.season.stage.come_back(scene.people[who].email)
        starts_at = in_days(self.ends, 9, 15)
        self.ahead = desk.announce(self.season, desk.AHEAD, starts_at, seats_online=desk.SEATS, open=True)

    def _finish(self) -> None:
        """What happened today: sign-ups, times for next week, and somebody who needs help."""
        mentors = list(dict.fromkeys(scene.pair.mentor for scene in self.scenes))
        groups: list[list[Callable[[], object]]] = [
            [partial(desk.come, self.season, self.ahead, person)] for person in mentors[: desk.COMING]
        ]
        coming = [scene for scene in self.scenes if "ahead" in scene.told]
        for number, scene in enumerate(coming):
            at = in_days(self.ends, 3 + number % 4, 14 + number % 3)
            groups.append([partial(scene.arrange, at, scene.told["ahead"], agreed=number % 4 != 3)])  # noqa: PLR2004
        groups += [[scene.ask_for_help] for scene in self.scenes if scene.told.get("at_last") == "help"]
        groups += [
            [partial(desk.look_after, self.season, scene.pair.pair_id)]
            for scene in self.scenes
            if "not_good" in scene.told
        ]
        groups += [
            [partial(scene.desk, "mentee", scene.told["at_last_words"])]
            for scene in self.scenes
            if "at_last_words" in scene.told
        ]
        self._act(groups)


def _do_all(some: list[Callable[[], object]]) -> None:
    for one in some:
        one()
