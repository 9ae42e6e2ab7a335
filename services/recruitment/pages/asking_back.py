"""Pages of coming again: organizers ask people of an earlier edition, and who is asked answers from the mail."""

from __future__ import annotations

from typing import Literal

from mentoring import http, web
from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import Again, Came, Public, Role
from recruitment import domain
from recruitment.pages.base import Html, of_programme
from recruitment.pages.jobs import to_job
from recruitment.use_cases import again_mails, asking_back, coming_again, programmes

router = http.PageRouter("/programmes/again/<token>")

CAME_NAMES = {
    Came.TOOK_PART: N_("everybody who took part"),
    Came.COMPLETED: N_("who completed a process"),
    Came.UNPAIRED: N_("who was accepted and never got a pair"),
    Came.WAITED: N_("who stayed on the waiting list"),
}


class AskForm(http.Model):
    """Whom to ask, as it was previewed."""

    earlier: str
    role: Literal["", Role.MENTOR, Role.MENTEE] = ""
    came: Came = Came.TOOK_PART
    tag: str


class AnswerForm(http.Model):
    """What somebody answers who is asked."""

    answer: Literal[Again.BEGUN, Again.NO]


@router.get("/organizer/programmes/<programme_id>/again")
def page(programme_id: str) -> Html:
    """Show whom of which earlier edition could be asked, and the mail; nothing is sent."""
    query = http.request().query_string_parameters
    role, came = query.get("role", ""), query.get("came", "")
    wanted = asking_back.Wanted(
        query.get("earlier", ""),
        role if role in tuple(Role) else "",
        Came(came) if came in tuple(Came) else Came.TOOK_PART,
    )
    return _page(programme_id, wanted)


def _page(programme_id: str, wanted: asking_back.Wanted, status: int = 200, problem: str = "") -> Html:
    context = http.context()
    programme, others = asking_back.editions(context, programme_id)
    found = asking_back.look(context, programme_id, wanted)[1] if wanted.earlier_id else None
    return of_programme(
        programme,
        "again_ask.html",
        status,
        others=others,
        wanted=wanted,
        found=found,
        mails=again_mails.of(programme, found) if found is not None else [],
        named=asking_back.NAMED,
        came_names=CAME_NAMES,
        open=programmes.holds_today(context, programme) == Public.OPEN,
        problem=problem,
    )


@router.post("/organizer/programmes/<programme_id>/again")
def ask(programme_id: str) -> Html:
    """Ask whom was shown, once each, in the background."""
    sent = web.form(AskForm)
    wanted = asking_back.Wanted(sent.earlier, sent.role, sent.came)
    try:
        return to_job(asking_back.ask(http.context(), programme_id, wanted, sent.tag))
    except (domain.ChangedMeanwhile, asking_back.NotOpen) as error:
        return _page(programme_id, wanted, int(error.status), error.message)


@router.get("/programmes/again/<token>")
def invited(token: str) -> Html:
    """Show who asks, and both answers; nothing happens yet."""
    return _invited(coming_again.look(http.context(), token), token)


def _invited(found: coming_again.Invited, token: str, status: int = 200, problem: str = "") -> Html:
    return of_programme(found.programme, "again.html", status, found=found, token=token, problem=problem)


@router.post("/programmes/again/<token>")
def answer(token: str) -> Html:
    """Begin an application with what was said last time, or say «not this time»."""
    context = http.context()
    if web.form(AnswerForm).answer == Again.NO:
        coming_again.decline(context, token)
        return web.redirect(f"/programmes/again/{token}", flash=N_("Thank you. We won't ask again about this edition."))
    try:
        found = coming_again.begin(context, token)
    except Conflict as error:
        return _invited(coming_again.look(context, token), token, int(error.status), error.message)
    done = N_("What you said last time stands in the form. Look at it, give your consents, and send it.")
    return web.redirect(f"/programmes/{found.programme.slug}/apply/{found.application.role}", flash=done)
