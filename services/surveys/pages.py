"""Pages of surveys: mine, one to answer (also from the mail), results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from mentoring import http, links, web
from mentoring.errors import N_, Invalid
from mentoring.gatherings import title
from mentoring.tables.vocabulary import Role
from mentoring.texts import language
from surveys import disclosure, domain
from surveys.use_cases import answering
from surveys.use_cases import results as summed

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.surveys import Assignment

PAGES = web.Pages("surveys")
router = http.PageRouter("/surveys/answer/<token>")

Html = Response[str]

TEXTS = 10
"""Texts per page of one question."""
ROLES = {Role.MENTOR: N_("Mentors"), Role.MENTEE: N_("Mentees")}


@router.get("/surveys")
def my_surveys() -> Html:
    """Show my surveys."""
    return _mine("")


@router.get("/surveys/pair/<pair_id>")
def of_pair(pair_id: str) -> Html:
    """Show my surveys of one pair."""
    return _mine(pair_id)


def _mine(pair_id: str) -> Html:
    context = http.context()
    found = [(one, _about(one, context)) for one in answering.mine(context, pair_id)]
    return PAGES.render("mine.html", context, pair_id=pair_id, surveys=found, titles=domain.SURVEYS)


def _about(one: Assignment, context: Context) -> str:
    """Return the title of the gathering that a survey is about; empty for one about a pair."""
    return str(one.titles.get(language(one.titles, context.locale), ""))


@router.get("/surveys/results/<programme_id>")
def results(programme_id: str) -> Html:
    """Show a programme's results."""
    context = http.context()
    programme, found = summed.of_programme(context, programme_id)
    after = [(one, title(one.gathering, context.locale)) for one in summed.gatherings(context, programme)]
    return _results("results.html", context, programme, found=found, after=after)


@router.get("/surveys/results/<programme_id>/<gathering_id>")
def results_of_gathering(programme_id: str, gathering_id: str) -> Html:
    """Show the results of the survey after a gathering."""
    context = http.context()
    programme, gathering, found = summed.of_gathering(context, programme_id, gathering_id)
    about = title(gathering, context.locale)
    return _results("after.html", context, programme, gathering=gathering, about=about, one=found)


def _results(template: str, context: Context, programme: Programme, **values: Any) -> Html:
    return PAGES.render(
        template,
        context,
        programme=programme,
        accent=programme.accent,
        fewest=disclosure.FEWEST,
        quiet=disclosure.QUIET.days,
        roles=ROLES,
        paged=lambda texts, name: web.paged(texts, name, TEXTS),
        **values,
    )


# Links of mails come before addresses with two variables: routes are tried in their order.


@router.get("/surveys/answer/<token>")
def link_page(token: str) -> Html:
    """Show the survey that a mail links to."""
    link = links.read("survey", token, http.context().clock())
    context = http.context().acting_as(link.person_id)
    return _show(context, link.claims["programme_id"], link.subject, f"/surveys/answer/{token}")


@router.post("/surveys/answer/<token>")
def answer_link(token: str) -> Html:
    """Answer the survey that a mail links to."""
    link = links.read("survey", token, http.context().clock())
    context = http.context().acting_as(link.person_id)
    return _take(context, link.claims["programme_id"], link.subject, f"/surveys/answer/{token}")


@router.get("/surveys/<programme_id>/<assignment_id>")
def survey_page(programme_id: str, assignment_id: str) -> Html:
    """Show a survey of mine."""
    return _show(http.context(), programme_id, assignment_id, f"/surveys/{programme_id}/{assignment_id}")


@router.post("/surveys/<programme_id>/<assignment_id>")
def answer_page(programme_id: str, assignment_id: str) -> Html:
    """Answer a survey of mine."""
    return _take(http.context(), programme_id, assignment_id, f"/surveys/{programme_id}/{assignment_id}")


def _show(
    context: Context, programme_id: str, assignment_id: str, action: str, status: int = 200, **values: object
) -> Html:
    assignment, survey = answering.read(context, programme_id, assignment_id)
    return PAGES.render(
        "survey.html",
        http.context(),
        status,
        assignment=assignment,
        about=_about(assignment, context),
        survey=survey,
        ranges=domain.RANGES,
        action=action,
        **values,
    )


def _take(context: Context, programme_id: str, assignment_id: str, action: str) -> Html:
    typed = {name: values[-1] for name, values in web.forms.typed().items() if values}
    try:
        answered = answering.answer(context, programme_id, assignment_id, typed)
    except Invalid as error:
        return _show(context, programme_id, assignment_id, action, 422, **web.kept(error))
    except (domain.AlreadyAnswered, domain.NotAskedAnyMore):  # a second click, or too late: the page says so
        return web.redirect(action)
    if answered.gathering_id:
        return web.redirect(action, flash=N_("Thank you. Nobody learns who answered what."))
    return web.redirect(action, flash=N_("Thank you. Your partner never sees what you answered."))
