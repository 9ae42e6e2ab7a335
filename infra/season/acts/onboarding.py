"""People learn what mentoring is: the organizer gives them their lists, a workshop is one of the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.season.acts.season import listed
from infra.season.people import expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.season.acts.season import Gathering, Season
    from infra.season.people import Person

TOGETHER = 40
"""For so many people steps are waived at once."""
AT_WORKSHOP = {
    "what": "gathering",
    "texts": {"pl": {"title": "Przyjdź na warsztat"}, "en": {"title": "Come to the workshop"}},
}


def give_lists(season: Season, workshop: Gathering) -> None:
    """The organizer takes the starter lists, adds being at the workshop to each, and gives them to people."""
    organizer, here = season.organizer, f"/v1/onboarding/{season.programme_id}"
    for role in ("mentor", "mentee"):
        path = f"{here}/lists/{role}"
        organizer.post(path, AT_WORKSHOP | {"about": workshop.gathering_id}, organizer.etag(path))
    organizer.put(f"{here}/lists", {"given": True}, organizer.etag(f"{here}/lists"))
    season.stage.settle()
    people = listed(organizer, f"{here}/people")
    arrivals = {one["participant_id"]: one["arrival"] for one in people}
    expect(
        arrivals == dict.fromkeys(season.emails, "not_begun"), f"{len(arrivals)} people have their lists: {arrivals}"
    )


def take_steps(season: Season, people: Sequence[Person]) -> None:
    """People read what there is to read and answer the quiz, one answer wrong; being at the workshop stays open."""
    here = f"/v1/onboarding/{season.programme_id}"
    for person in people:
        for part in person.get(here)["items"]:
            for step in part["steps"]:
                if step["what"] == "quiz":
                    _answer(person, f"{here}/steps/{step['step_id']}/answers", len(step["questions"]))
                elif step["what"] != "gathering":
                    person.post(f"{here}/steps/{step['step_id']}/done")
        left = [part["left"] for part in person.get(here)["items"]]
        expect(set(left) == {1}, f"{left} steps are left to {person.email} before the workshop")


def read(season: Season, person: Person, number: int) -> None:
    """Somebody takes the first steps only."""
    here = f"/v1/onboarding/{season.programme_id}"
    for step in person.get(here)["items"][0]["steps"][:number]:
        person.post(f"{here}/steps/{step['step_id']}/done")


def waive(season: Season, participants: Sequence[str], why: str) -> None:
    """The organizer waives what is left to some people, and says why."""
    here = f"/v1/onboarding/{season.programme_id}/people"
    for start in range(0, len(participants), TOGETHER):
        some = participants[start : start + TOGETHER]
        waived = season.organizer.post(f"{here}/waiving", {"people": some, "why": why})["waived"]
        expect(waived == len(some), f"for {waived} of {len(some)} people the rest was waived")
    season.stage.settle()


def _answer(person: Person, path: str, questions: int) -> None:
    told = person.post(path, {"answers": [0] * questions})["items"]
    known = all(one["why"] and one["right"] == (one["right_answer"] == 0) for one in told)
    expect(known and len(told) == questions, f"a quiz doesn't explain its answers to {person.email}: {told}")


def check_settled(season: Season, workshop: Gathering, thorough: Sequence[Person]) -> None:
    """Who took all steps and was at the workshop is ready; for others who were there the organizer waives the rest."""
    there = {person.email for person in workshop.present}
    both = there & {person.email for person in thorough}
    expect(_arrived(season, "settled") == both, f"{_arrived(season, 'settled')} are ready, not {both}")
    expect(_arrived(season, "begun") == (there | {one.email for one in thorough}) - both, "others have begun")
    rest = [one for one in season.emails if season.emails[one] in there - both]
    waive(season, rest, "Omówione na warsztacie.")
    expect(_arrived(season, "settled") == there, "who was at the workshop isn't ready")


def _arrived(season: Season, arrival: str) -> set[str]:
    people: list[dict[str, Any]] = listed(season.organizer, f"/v1/onboarding/{season.programme_id}/people")
    return {season.emails[one["participant_id"]] for one in people if one["arrival"] == arrival}


def check_reminders(season: Season, workshop: Gathering) -> None:
    """Who wasn't at the workshop was reminded, at most twice; nobody else was."""
    mails = [mail.to for mail in season.stage.mails(kind="onboarding_reminder")]
    late = set(season.emails.values()) - {person.email for person in workshop.present}
    expect(set(mails) == late, f"{set(mails) ^ late} were reminded of their onboarding, or should have been")
    expect(all(mails.count(one) <= 2 * _roles(season, one) for one in late), f"too many reminders: {mails}")


def _roles(season: Season, email: str) -> int:
    return list(season.emails.values()).count(email)
