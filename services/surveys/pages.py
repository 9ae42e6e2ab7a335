"""Pages of surveys: mine, one to answer (also from the mail), results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from mentoring import http, links, web
from mentoring.errors import N_, Invalid
from mentoring.tables.vocabulary import Role
from surveys import disclosure, domain, use_cases

if TYPE_CHECKING:
    from mentoring.context import Context

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
    found = use_cases.mine(http.context(), pair_id)
    return PAGES.render("mine.html", http.context(), surveys=found, titles=domain.SURVEYS)


@router.get("/surveys/results/<programme_id>")
def results(programme_id: str) -> Html:
    """Show a programme's results."""
    context = http.context()
    programme, found = use_cases.results(context, programme_id)
    return PAGES.render(
        "results.html",
        context,
        programme=programme,
        accent=programme.accent,
        found=found,
        fewest=disclosure.FEWEST,
        quiet=disclosure.QUIET.days,
        roles=ROLES,
        paged=lambda texts, name: web.paged(texts, name, TEXTS),
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
    assignment, survey = use_cases.read(context, programme_id, assignment_id)
    return PAGES.render(
        "survey.html",
        http.context(),
        status,
        assignment=assignment,
        survey=survey,
        ranges=domain.RANGES,
        action=action,
        **values,
    )


def _take(context: Context, programme_id: str, assignment_id: str, action: str) -> Html:
    typed = {name: values[-1] for name, values in web.forms.typed().items() if values}
    try:
        use_cases.answer(context, programme_id, assignment_id, typed)
    except Invalid as error:
        return _show(context, programme_id, assignment_id, action, 422, **web.kept(error))
    except (domain.AlreadyAnswered, domain.NotAskedAnyMore):  # a second click, or too late: the page says so
        return web.redirect(action)
    return web.redirect(action, flash=N_("Thank you. Your partner never sees what you answered."))
