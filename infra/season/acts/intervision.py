"""Mentors help each other to think: groups find a date, meet with a case, and a day later its words are erased."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from infra.season.acts.gatherings import come_up, end
from infra.season.acts.monitoring import advance
from infra.season.acts.season import DAY, HOUR, MINUTE, Gathering, iso, listed
from infra.season.people import expect
from infra.season.planted import texts_of_mail

if TYPE_CHECKING:
    from datetime import datetime

    from infra.season.acts.season import Season
    from infra.season.people import Person

LEAST, SIZE, MINUTES = 4, 5, 90
"""People of the smallest group and of the usual one, and how long they meet."""
CASE = {
    "case": "Osoba, którą wspieram, przychodzi bez tematu i czeka, aż zacznę.",
    "tried": "Pytałem, co się zmieniło od ostatniego razu.",
    "question": "Jak oddać jej ster?",
}


@dataclass(slots=True)
class Circle:
    """A group: its number, its people by person id, and what each of them is at its meeting."""

    circle_id: str
    number: int
    people: dict[str, Person]
    gathering: Gathering | None = None
    roles: dict[str, str] = field(default_factory=dict)

    def path(self, season: Season) -> str:
        """Return the path of its JSON."""
        return f"/v1/circles/{season.programme_id}/{self.circle_id}"

    def who(self, role: str) -> Person:
        """Return who has a role, the first of several."""
        return next(self.people[one] for one, its in self.roles.items() if its == role)


def help_each_other(season: Season, starts_at: datetime) -> None:
    """All groups meet at one instant, each with a case; those of the first one follow the steps of the method."""
    mentors = [one for one in _participants(season) if one["role"] == "mentor"]
    if len(mentors) < LEAST:
        return
    circles = _form(season)
    for circle in circles:
        _find_date(season, circle, starts_at)
        _write_case(season, circle, planted=circle is circles[0])
    season.stage.settle()
    _meet(season, circles)
    _check_erased(season, circles)


def _participants(season: Season) -> list[dict[str, Any]]:
    return listed(season.organizer, f"/v1/programmes/{season.programme_id}/participants")


def _form(season: Season) -> list[Circle]:
    """The organizer has groups proposed, and sends them: everybody is told who is in theirs."""
    organizer, here = season.organizer, f"/v1/intervision/{season.programme_id}"
    made = organizer.post(f"{here}/rounds", {"role": "mentor", "size": SIZE, "minutes": MINUTES, "ready": True})
    expect(not made["together"], f"some are in one group who must not be: {made['together']}")
    organizer.post(f"{here}/rounds/{made['round_id']}/sending", etag=organizer.tag)
    season.stage.settle()
    ids = {one["number"]: one["circle_id"] for one in organizer.get(here)["groups"]}
    circles = [
        Circle(
            ids[group["group"]],
            group["group"],
            {one["person_id"]: season.person(season.emails[one["participant_id"]]) for one in group["people"]},
        )
        for group in made["groups"]
    ]
    told = {mail.to for mail in season.stage.mails(kind="circle_formed")}
    formed = {person.email for circle in circles for person in circle.people.values()}
    expect(told == formed, f"{len(told)} are told of their group, {len(formed)} are in one")
    return circles


def _find_date(season: Season, circle: Circle, starts_at: datetime) -> None:
    """One proposes two times, the others take one of them; the last answer fixes it, and roles are drawn."""
    (first, *others), answers = circle.people.values(), f"{circle.path(season)}/answers"
    times = first.post(answers, {"times": [iso(starts_at), iso(starts_at + HOUR)]})["times"]
    (wanted,) = [one["option_id"] for one in times if one["at"] == iso(starts_at)]
    for person in others:
        person.post(answers, {"yes": [wanted]})
    found = first.get(circle.path(season))
    expect(found["starts_at"] == iso(starts_at), f"group {circle.number} meets at {found['starts_at']}")
    circle.roles = {one["person_id"]: one["role"] for one in found["people"]}
    once = [role for role in circle.roles.values() if role != "consultant"]
    expect(sorted(once) == ["moderator", "presenter", "time_keeper"], f"in group {circle.number} are {circle.roles}")
    circle.gathering = Gathering(found["gathering_id"], starts_at, MINUTES)
    circle.gathering.coming = list(circle.people.values())
    circle.gathering.signed_up = {one.email for one in circle.people.values()}
    season.gatherings.append(circle.gathering)


def _write_case(season: Season, circle: Circle, *, planted: bool) -> None:
    """Who presents writes a case, in which nobody is named; nobody beside the group can open it, nor organizers."""
    words = {name: season.erasable(f"case.{name}", text) if planted else text for name, text in CASE.items()}
    card = circle.who("presenter").put(f"{circle.path(season)}/card", words, first=True)
    expect(card["shown"] and not card["found"], f"the case of group {circle.number} is held back: {card['found']}")


def _meet(season: Season, circles: list[Circle]) -> None:
    gatherings = [circle.gathering for circle in circles if circle.gathering is not None]
    come_up(season, gatherings[0])
    for circle, gathering in zip(circles, gatherings, strict=True):
        for person in circle.people.values():
            person.post(f"{circle.path(season)}/entries", {"confidential": True})
        gathering.present = list(gathering.coming)
    _check_who_reads(season, circles[0])
    _follow_steps(season, circles[0])
    for gathering in gatherings:
        end(season, gathering)
    for circle in circles:
        circle.who("moderator").post(f"{circle.path(season)}/themes", {"theme": "goals"})
        season.circled += [
            {"group": circle.number, "email": person.email, "role": circle.roles[one]}
            for one, person in circle.people.items()
        ]
    _check_desk(season, circles)


def _check_who_reads(season: Season, circle: Circle) -> None:
    """Everybody of the group reads the case, nobody else does."""
    path = f"{circle.path(season)}/card"
    for person in circle.people.values():
        card = person.get(path)
        read = season.erased.found_in([card[name] for name in CASE])
        expect(read == season.erased.words.keys(), f"{person.email} reads only {read} of the case")
    outside = next(pair.mentee for pair in season.pairs if pair.mentee.email not in _emails(circle))
    for person in (season.organizer, outside):
        expect(person.status(path) == HTTPStatus.NOT_FOUND, f"{person.email} can open the case of a group")


def _emails(circle: Circle) -> set[str]:
    return {person.email for person in circle.people.values()}


def _follow_steps(season: Season, circle: Circle) -> None:
    """The moderator goes from step to step; the others see the same one."""
    path, moderator, other = f"{circle.path(season)}/steps", circle.who("moderator"), circle.who("consultant")
    steps = moderator.get(path)["steps"]
    for number, step in enumerate(steps, 1):
        moderator.get(path)
        moderator.post(path, {"do": "start" if number == 1 else "next"}, moderator.tag)
        seen = other.get(path)
        expect(seen["step"] == step["step"], f"{other.email} sees the step {seen['step']}, it is {step['step']}")
        season.stage.move_to(iso(season.now + step["minutes"] * MINUTE))
    moderator.get(path)
    over = moderator.post(path, {"do": "end"}, moderator.tag)
    expect(over["state"] == "over", f"after {len(steps)} steps the method is {over['state']}")
    season.stage.settle()


def _check_desk(season: Season, circles: list[Circle]) -> None:
    """Organizers see when each group met, who came, and a word for what it was about."""
    shown = {one["number"]: one for one in season.organizer.get(f"/v1/intervision/{season.programme_id}")["groups"]}
    for circle in circles:
        (met,) = shown[circle.number]["meetings"]
        told = (len(met["present"]), met["theme"], met["ahead"])
        expect(told == (len(circle.people), "goals", False), f"of group {circle.number} organizers see {told}")
    season.circles = len(circles)


def _check_erased(season: Season, circles: list[Circle]) -> None:
    """A case is there for its author until a day after the end; then nobody can open it any more."""
    ends_at = max(circle.gathering.ends_at for circle in circles if circle.gathering is not None)
    for circle in circles:
        mine = circle.who("presenter").get("/v1/circles/cards")["items"]
        expect(len(mine) == 1, f"{len(mine)} cases before they are erased")
    advance(season, ends_at + DAY + MINUTE)
    for circle in circles:
        author = circle.who("presenter")
        mine = author.get("/v1/circles/cards")["items"]
        expect(not mine, f"{author.email} still has {len(mine)} cases")
        expect(author.status(f"{circle.path(season)}/card") == HTTPStatus.NOT_FOUND, "a case can be opened for ever")
        season.cards_erased += 1
    mails = [mail for mail in season.stage.mails() if mail.kind.startswith("circle_")]
    found = season.erased.found_in(text for mail in mails for text in texts_of_mail(season.stage.eml(mail)))
    expect(not found, f"mails to groups quote {found}")
