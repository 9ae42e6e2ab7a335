"""JSON routes of surveys and its handler."""

from __future__ import annotations

from typing import Any

from mentoring import http
from mentoring.i18n import translations
from surveys import pages
from surveys.use_cases import answering
from surveys.use_cases import results as summed

app = http.create_app("surveys", pages.PAGES)
app.include_router(pages.router)


class QuestionView(http.View):
    """A question in the reader's language; `options` maps values to texts.

    `seen_by` says who sees the answer other than in results of at least five, if anybody does.
    """

    name: str
    kind: str
    text: str
    seen_by: str
    required: bool
    options: dict[str, str]


class AssignmentView(http.View):
    """A survey of mine, about a pair or, with a `gathering_id`, about a gathering; the other one is empty."""

    assignment_id: str
    programme_id: str
    pair_id: str
    gathering_id: str
    survey: str
    state: str
    assigned_at: str


class SurveyView(AssignmentView):
    """A survey of mine with its questions."""

    title: str
    questions: list[QuestionView]


class AssignmentList(http.View):
    """My surveys."""

    items: list[AssignmentView]
    next: str | None = None


class SurveyAnswers(http.Model):
    """Answers by the names of the questions."""

    answers: dict[str, Any]


class ResultView(http.View):
    """A question's result, from `n` answers; null and 0 if there are too few. `texts` in random order."""

    question: str
    kind: str
    n: int
    mean: float | None
    nps: int | None
    counts: dict[str, int] | None
    texts: list[str] | None


class SurveyResultView(http.View):
    """A survey's results: all, mentors, mentees; `waiting` answers aren't in any yet, because they are too few."""

    survey: str
    level: int
    assigned: int
    answered: int
    waiting: int
    results: dict[str, list[ResultView]]


class ResultList(http.View):
    """A programme's results."""

    items: list[SurveyResultView]
    next: str | None = None


@app.get("/v1/surveys", paged=True)
def my_surveys() -> AssignmentList:
    """Return my surveys."""
    found = sorted(answering.mine(http.context()), key=lambda one: one.assignment_id)
    page, following = http.page_of(found, lambda one: one.assignment_id)
    return AssignmentList(items=[AssignmentView.of(one) for one in page], next=following)


@app.get("/v1/surveys/<programme_id>/results")
def results(programme_id: str) -> ResultList:
    """Return a programme's results; those after gatherings are asked for one by one."""
    return ResultList(items=[_shown(one) for one in summed.of_programme(http.context(), programme_id)[1]])


@app.get("/v1/surveys/<programme_id>/gatherings/<gathering_id>/results")
def results_of_gathering(programme_id: str, gathering_id: str) -> SurveyResultView:
    """Return the results of the survey after a gathering."""
    return _shown(summed.of_gathering(http.context(), programme_id, gathering_id)[2])


def _shown(one: summed.SurveyResults) -> SurveyResultView:
    return SurveyResultView.of(one, survey=one.survey.name, level=one.survey.level)


@app.get("/v1/surveys/<programme_id>/<assignment_id>")
def read(programme_id: str, assignment_id: str) -> SurveyView:
    """Return one of my surveys."""
    context = http.context()
    assignment, survey = answering.read(context, programme_id, assignment_id)
    say = translations("surveys", context.locale).gettext
    questions = [
        QuestionView.of(
            one, text=say(one.text), seen_by=say(one.seen_by) if one.seen_by else "",
            options={value: say(text) for value, text in one.options},
        )
        for one in survey.questions
    ]  # fmt: skip
    return SurveyView.of(assignment, title=say(survey.title), questions=questions)


@app.post("/v1/surveys/<programme_id>/<assignment_id>/answers", status=201)
def answer(programme_id: str, assignment_id: str, body: SurveyAnswers) -> AssignmentView:
    """Answer a survey."""
    return AssignmentView.of(answering.answer(http.context(), programme_id, assignment_id, body.answers))


handler = http.handler(app)
