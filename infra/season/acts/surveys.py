"""Surveys are answered, from the mail and through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from infra.season.acts.season import Season
    from infra.season.people import Person


def answer_surveys(season: Season, people: Iterable[Person], survey: str, gathering_id: str = "") -> None:
    """Open surveys, or those about a gathering, are answered: the first from its mail, the others through the API."""
    asked = "gathering_survey" if gathering_id else "survey"
    for number, person in enumerate(people):
        for one in person.get("/v1/surveys")["items"]:
            if (one["state"], one["survey"], one["gathering_id"]) != ("open", survey, gathering_id):
                continue
            path = f"/v1/surveys/{one['programme_id']}/{one['assignment_id']}"
            answers = dict(answers_to(person.get(path)["questions"]))
            if number == 0:
                mail = season.stage.await_mails(asked, 1, person.email)[-1]
                person.click(mail, "/surveys/answer/", **{name: str(value) for name, value in answers.items()})
            else:
                person.post(f"{path}/answers", {"answers": answers})
            season.surveys_answered += 1


def answers_to(questions: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield an answer to each question that needs one, by its name."""
    for question in questions:
        kind = question["kind"]
        if kind in ("scale", "ten", "nps"):
            yield question["name"], {"scale": 5, "ten": 7, "nps": 9}[kind]
        elif kind == "choice":
            yield question["name"], next(iter(question["options"]))
