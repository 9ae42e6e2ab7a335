"""JSON of applying: what the form asks, one's own application as a draft, sent, changed; mentors to wish for.

Answers are those of the form: field → text, or list of texts where several can be chosen. They are read and refused as
on the page: a draft keeps whatever is wrong in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from mentoring.tables.vocabulary import Role
from recruitment import domain
from recruitment.routes.form_plan import QuestionBody
from recruitment.use_cases import agreeing, answering, applications, changing, form_plan, wishing

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Application, Programme

router = http.Router()

Text = Annotated[str, Field(max_length=60_000)]
Answer = Text | Annotated[list[Text], Field(max_length=400)]
MINE = "/v1/programmes/<programme_id>/mine/<role>"


class AnswersBody(http.Model):
    """Answers of the form, all of them: what is left out is empty."""

    answers: dict[Annotated[str, Field(max_length=80)], Answer] = Field(max_length=200)


class WrongView(http.View):
    """An answer that can't be sent like that: its field, a code, and the reason in words."""

    field: str
    code: str
    reason: str


class FormAskedView(http.View):
    """What a role is asked: own questions, fields that aren't asked, and those that can't stay empty."""

    questions: list[QuestionBody]
    hidden: list[str]
    required: list[str]
    topics: list[str]


class MyApplicationView(http.Versioned):
    """One's own application: as the form shows it now, what of it can't be sent, and what it asks."""

    application_id: str
    role: str
    state: str
    submitted_at: str | None
    decided_at: str | None
    message: str
    answers: dict[str, str | list[str]]
    unsent: bool = Field(description="Whether something was begun that organizers don't see yet.")
    wrong: list[WrongView]
    asked: FormAskedView


class MentorView(http.View):
    """A mentor who agreed to be listed: `free` places now. Its id goes into the answer `choices`, best first."""

    mentor_id: str
    name: str
    department: str
    position: str
    topics: list[str]
    free: int


class MentorList(http.View):
    """Mentors who may be wished for."""

    items: list[MentorView]
    next: str | None


def _view(programme: Programme, role: str, application: Application | None) -> MyApplicationView:
    context = http.context()
    said = answering.typed(context, programme, application)
    unsent = answering.drafted(application)
    found = answering.read(context, programme, role, said, application)[1] if unsent else {}
    refused = answering.wrong(context, programme, said, found)
    inside = changing.inside(context, programme, application)
    shown = application or applications.unsaved(context, programme.programme_id, role)
    if inside is not None and inside.profile.get("paused"):
        said["paused"] = "yes"
    form = form_plan.of(context, programme.programme_id)
    asked = FormAskedView(
        questions=[QuestionBody.of(one) for one in form.asks(role)],
        hidden=sorted(form.hidden(role)),
        required=sorted(form.required(role)),
        topics=list(programme.topics),
    )
    wrong = [
        WrongView(field=name, code=why.code, reason=answering.worded(context, why)) for name, why in refused.items()
    ]
    beside = {
        name: getattr(shown, name) for name in ("application_id", "state", "submitted_at", "decided_at", "message")
    }
    told = {"role": role, "answers": said, "unsent": unsent, "wrong": wrong, "asked": asked}
    return MyApplicationView.of(inside or shown, **beside, **told)


@router.get(MINE)
def read_mine(programme_id: str, role: str) -> MyApplicationView:
    """Return one's own application in a role; before anything was saved, an empty draft."""
    return _view(*_mine(programme_id, role))


@router.put(MINE)
def save_mine(programme_id: str, role: str, body: AnswersBody) -> MyApplicationView:
    """Save a draft, whatever is wrong in it; what organizers have seen stays as it was sent."""
    return _kept(programme_id, role, body, send=False)


@router.put(f"{MINE}/sent")
def send_mine(programme_id: str, role: str, body: AnswersBody) -> MyApplicationView:
    """Send an application, or change what was sent or what somebody says who takes part.

    If something can't be sent like that, nothing is saved.
    """
    return _kept(programme_id, role, body, send=True)


@router.post(f"{MINE}/news")
def want_news(programme_id: str, role: str) -> MyApplicationView:
    """Want to be told of the next editions, also once this one is over; no other consent is given with it."""
    agreeing.tell_me_there(http.context(), programme_id, role, wants=True)
    return _view(*_mine(programme_id, role))


@router.delete(f"{MINE}/news", status=204)
def want_no_news(programme_id: str, role: str) -> None:
    """Take it back: nobody asks whether one would like to come again."""
    agreeing.tell_me_there(http.context(), programme_id, role, wants=False)


def _kept(programme_id: str, role: str, body: AnswersBody, *, send: bool) -> MyApplicationView:
    context = http.context()
    said = {name: value for name, value in body.answers.items() if value}
    answering.put(context, programme_id, role, domain.Draft(said, "", http.expected()), send=send)
    return _view(*_mine(programme_id, role))


def _mine(programme_id: str, role: str) -> tuple[Programme, str, Application | None]:
    programme, application = applications.mine(http.context(), programme_id, role)
    return programme, role, application


@router.get("/v1/programmes/<programme_id>/mentors", paged=True)
def list_mentors(
    programme_id: str,
    q: Annotated[str, Query(max_length=100)] = "",
    topic: Annotated[str, Query(max_length=100)] = "",
) -> MentorList:
    """Return the mentors whom who applies as a mentee may wish for, by name."""
    context = http.context()
    programme, _ = applications.mine(context, programme_id, Role.MENTEE)
    listed = wishing.mentors(context, programme.slug)[2]
    fitting = sorted((one for one in listed if one.fits(q, topic)), key=_place)
    page, following = http.page_of(fitting, _place)
    shown = [MentorView.of(one, mentor_id=one.id) for one in page]
    return MentorList(items=shown, next=following)


def _place(one: wishing.Listed) -> str:
    return f"{one.name.casefold()} {one.id}"
