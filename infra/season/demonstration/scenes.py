"""What a pair of the demonstration does, each as one act of the agenda."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from infra.season.acts.season import DAY, iso
from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Pair, Season
    from infra.season.demonstration.script import Agenda, Calendar, Meeting
    from infra.season.people import Person

CODES = {
    "form": ["online"], "contact": ["room", "mail"], "notes": ["own", "unrecorded"], "feedback": ["each"],
    "camera": ["usually"], "review": ["half_way"],
}  # fmt: skip
ANSWER_DAYS, CANCEL_HOURS, LENGTH = 2, 24, 60
FIRST = {"3": "2 Fri", "4": "3 Mon"}
"""Week of a first meeting → when it is arranged: most right after the kick-off, some only once they are reminded."""
EXPECTATIONS = (
    "Że ktoś mnie zapyta, zamiast mi radzić.",
    "Jedna rzecz, którą naprawdę robię inaczej.",
    "Rozmowa z kimś spoza mojego działu.",
    "Spokój, że to, co czuję, jest normalne.",
    "Regularność. Sam bym odpuścił po miesiącu.",
    "To see my own work through somebody else's eyes.",
)
BEST = (
    "Że miałem kogoś, kto pamiętał, co mówiłem miesiąc temu.",
    "Pytania bez gotowej odpowiedzi.",
    "Stały termin. Naprawdę, to wszystko.",
    "Zobaczyłam, jak wygląda firma z drugiej strony.",
)
FIT = (
    "Dobrze się rozmawia, szkoda że tak rzadko.",
    "",
    "Świetne dopasowanie, dziękuję!",
    "",
    "Na początku byłam sceptyczna. Już nie jestem.",
)


class Scene:
    """A pair with its script; `enter` puts all it does into the agenda."""

    def __init__(self, season: Season, pair: Pair, told: dict[str, Any], number: int) -> None:
        self.season, self.pair, self.told, self.number = season, pair, told, number
        self.people: dict[str, Person] = {"mentor": pair.mentor, "mentee": pair.mentee}
        self.room, self.place = f"/v1/rooms/{pair.pair_id}", f"/v1/meetings/pair/{pair.pair_id}"
        self.goal = self.task = self.meeting = ""

    def enter(self, agenda: Agenda, days: Calendar, ends: datetime) -> None:
        """Put what the pair does until the last week into the agenda."""

        def add(at: datetime, what: Any, *given: Any) -> None:
            agenda.enter(at, self.pair.pair_id, partial(what, *given))

        add(days.at("2 Fri"), self.sign)
        add(days.at("2 Fri"), self.answer, "start")
        add(days.at("3 Fri"), self.agree, ends)
        for at, who, what, *words in self.told.get("words", []):
            add(days.at(at), getattr(self, what), who, *words)
        for one in self.told["meetings"]:
            self._enter_meeting(add, days, one)
        for at, level, word in self.told.get("progress", []):
            add(days.at(at), self.move, level, word)
        held = [one for one in self.told["meetings"] if one.is_held]
        add(days.start_of_week(held[0].at) + 7 * DAY, self.answer, "pair_fit")
        if "summary" in self.told:
            add(days.at(self.told["summary"]["at"]), self.complete, self.told["summary"])
            add(days.start_of_week(self.told["summary"]["at"]) + 7 * DAY, self.answer, "end")
        if "ended" in self.told:
            add(days.at(self.told["ended"]["at"]), self.end, self.told["ended"]["reason"])
            add(days.start_of_week(self.told["ended"]["at"]) + 7 * DAY, self.answer, "early_end")
        if "pause" in self.told:
            add(days.at(self.told["pause"]["at"]), self.rest, ends + self.told["pause"]["days"] * DAY)

    def _enter_meeting(self, add: Any, days: Calendar, one: Meeting) -> None:
        begins, monday, friday = days.at(one.at), days.start_of_week(one.at), days.end_of_week(one.at)
        if one.how == "logged":
            add(friday, self.log, begins)
        elif one.how == "called_off":
            add(monday - 3 * DAY, self.arrange, begins, one.agenda)
            add(monday, self.call_off)
            return
        else:
            early = FIRST.get(one.at.split(maxsplit=1)[0])
            add(days.at(early) if early else monday, self.arrange, begins, one.agenda)
            add(friday, self.say, "held" if one.is_held else one.how)
        if one.is_held:
            add(friday, self.follow_up, one.homework, one.takeaway)

    # Agreements ------------------------------------------------------------------------------------------------------

    def sign(self) -> None:
        """The mentor proposes a contract and signs it; the mentee does, unless the script says otherwise."""
        wish, path = self.told["contract"], f"{self.room}/contract"
        own: dict[str, dict[str, Any]] = {name: {"codes": codes} for name, codes in CODES.items()}
        own["contact"]["number"] = ANSWER_DAYS
        figures = {"frequency": wish["every"], "number": wish["number"], "length": LENGTH, "cancelling": CANCEL_HOURS}
        own |= {name: {"number": number} for name, number in figures.items()}
        draft = self.pair.mentor.get(path)["own"]
        changed = draft | own | {"limits": {"text": wish["limits"]}}
        self.pair.mentor.put(path, {"own": changed}, self.pair.mentor.tag)
        proposed = self.pair.mentor.post(f"{path}/proposal")
        self.pair.mentor.post(f"{path}/signatures", {"sha256": proposed["sha256"]})
        if not wish.get("unsigned"):
            signed = self.pair.mentee.post(f"{path}/signatures", {"sha256": proposed["sha256"]})
            expect(signed["state"] == "signed", f"the contract of {self.told['mentee']} is {signed['state']}")

    def agree(self, ends: datetime) -> None:
        """The mentee writes a goal, the mentor agrees."""
        told = self.told["goal"]
        wish = {name: told[name] for name in ("title", "why", "measure", "steps")}
        wish |= {"start_level": told["start"], "target_level": told["target"]}
        wish |= {"due_on": str((ends + told["due"] * DAY).date())}
        made = self.pair.mentee.post(f"{self.room}/goals", wish)
        self.goal = made["goal_id"]
        self.pair.mentor.post(f"{self.room}/goals/{self.goal}/agreement", {}, self.pair.mentee.tag)
        self._tag = self.pair.mentor.tag

    def move(self, level: int, word: str) -> None:
        """The mentee says where they are with the goal."""
        wish = {"current_level": level, "word": word}
        self.pair.mentee.patch(f"{self.room}/goals/{self.goal}", wish, self._tag)
        self._tag = self.pair.mentee.tag

    # Words -----------------------------------------------------------------------------------------------------------

    def message(self, who: str, text: str) -> None:
        """One writes to the other."""
        self.people[who].post(f"{self.room}/messages", {"text": text})

    def note(self, who: str, title: str, text: str) -> None:
        """One keeps a note for both."""
        self.people[who].post(f"{self.room}/notes", {"title": title, "text": text, "visibility": "pair"})

    def link(self, who: str, title: str, url: str) -> None:
        """One keeps a link for both."""
        self.people[who].post(f"{self.room}/materials", {"title": title, "url": url, "visibility": "pair"})

    def desk(self, who: str, text: str) -> None:
        """One writes to the organizers."""
        self.people[who].post(f"/v1/desk/{self.season.programme_id}/messages", {"text": text})

    # Meetings --------------------------------------------------------------------------------------------------------

    def arrange(self, starts_at: datetime, agenda: str, *, agreed: bool = True) -> None:
        """The mentor proposes a time, the mentee accepts."""
        wish = {"starts_at": iso(starts_at), "zone": self.pair.mentor.zone, "agenda": agenda}
        self.meeting = self.pair.mentor.post(self.place, wish)["meeting_id"]
        if agreed:
            self.pair.mentee.post(f"{self.place}/{self.meeting}/answers", {"answer": "accept"})

    def call_off(self) -> None:
        """The mentee can't come after all."""
        self.pair.mentee.post(f"{self.place}/{self.meeting}/cancel")

    def say(self, outcome: str) -> None:
        """The mentee says whether they met."""
        self.pair.mentee.post(f"{self.place}/{self.meeting}/outcome", {"outcome": outcome})

    def log(self, starts_at: datetime) -> None:
        """The mentee writes down that they met."""
        wish = {"starts_at": iso(starts_at), "zone": "Europe/Warsaw"}
        self.meeting = self.pair.mentee.post(f"{self.place}/log", wish)["meeting_id"]

    def follow_up(self, homework: str, takeaway: str) -> None:
        """The last homework is done, there is a new one; the mentee keeps what they take with them."""
        if self.task:
            self.pair.mentee.post(f"{self.room}/tasks/{self.task}/done")
            self.task = ""
        if homework:
            wish = {"text": homework, "visibility": "pair"}
            self.task = self.pair.mentee.post(f"{self.room}/tasks", wish)["task_id"]
        if takeaway:
            path = f"{self.room}/takeaways/{self.meeting}"
            self.pair.mentee.put(path, {"text": takeaway, "visibility": "pair"}, first=True)

    # Surveys ---------------------------------------------------------------------------------------------------------

    def answer(self, survey: str) -> None:
        """Both answer a survey about their pair, but for the few who never do."""
        for place, who in enumerate(("mentee", "mentor")):
            person = self.people[who]
            if self.told.get("unanswered") == who:
                continue
            for one in person.get("/v1/surveys")["items"]:
                if (one["pair_id"], one["survey"], one["state"]) == (self.pair.pair_id, survey, "open"):
                    path = f"/v1/surveys/{one['programme_id']}/{one['assignment_id']}/answers"
                    person.post(path, {"answers": self._answers(survey, who, place)})
                    self.season.surveys_answered += 1

    def _answers(self, survey: str, who: str, place: int) -> dict[str, Any]:
        nth, told = self.number * 2 + place, self.told
        match survey:
            case "start":
                own = told["goal"]["start"] if who == "mentee" else 4 + nth % 3
                return {"confidence": own, "expectation": EXPECTATIONS[nth % len(EXPECTATIONS)] if nth % 3 == 0 else ""}
            case "pair_fit":
                bad = told.get("not_good") == who
                words = told.get("comment", "") if bad else FIT[nth % len(FIT)]
                good = "no" if bad else "yes"
                return {"fit": told["fit"][place], "good_pair": good, "comment": words}
            case "end":
                figures = {"confidence": 8 - nth % 2, "changed": 4 + nth % 2, "recommend": 9 + nth % 2}
                return figures | {"best": BEST[nth % len(BEST)]}
        return {"why": "other", "again": "yes", "comment": "Program dobry, życie po prostu poszło dalej."}

    # The end, or not quite -------------------------------------------------------------------------------------------

    def complete(self, told: dict[str, Any]) -> None:
        """The two conclude their goal, and approve their summary."""
        goal = f"{self.room}/goals/{self.goal}"
        wish = {"state": told["state"], "reason": "", "evidence": told["evidence"], "current_level": told["level"]}
        self.pair.mentee.post(f"{goal}/conclusion", wish, self._tag)
        self.pair.mentor.post(f"{goal}/conclusion/answer", {"answer": "yes"}, self.pair.mentee.tag)
        parts = {name: told[name] for name in ("takeaways", "helped", "hindered", "next_steps", "thanks")}
        written = self.pair.mentee.put(f"{self.room}/summary", parts, first=True)
        self.pair.mentor.post(f"{self.room}/summary/approval", {"sha256": written["sha256"]})

    def end(self, reason: str) -> None:
        """The mentor ends the process early, without blame."""
        self.pair.mentor.post(f"/v1/pairs/{self.pair.pair_id}/close", {"reason": reason})

    def rest(self, until: datetime) -> None:
        """The process rests for a while."""
        self.pair.mentee.post(f"/v1/pairs/{self.pair.pair_id}/pause", {"until": iso(until)})

    def ask_for_help(self) -> None:
        """The mentee answers the last reminder: they need help."""
        mail = self.season.stage.mails(self.pair.mentee.email, "nudge")[-1]
        self.pair.mentee.click(mail, "/monitoring/answer/", "help")


def in_days(now: datetime, number: int, hour: int) -> datetime:
    """Return the hour of a working day so many days from now, or of the Monday after."""
    day = now + timedelta(days=number)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004 - Saturday, Sunday
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)
