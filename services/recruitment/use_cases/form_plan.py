"""What the application form of a programme asks: read for whoever answers, changed by its organizers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mentoring import access, ids
from mentoring.events.recruitment import ProgrammeChanged
from mentoring.store import retrying
from mentoring.tables.recruitment import FormPlan
from mentoring.tables.vocabulary import Act, ProgrammeStage, Role
from recruitment import domain, store
from recruitment.counting import Tally
from recruitment.domain.form import Form
from recruitment.use_cases import auditing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mentoring.context import Context
    from mentoring.questions import Question
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme


class Did(StrEnum):
    """What organizers did with the form, as the audit has it."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"
    RESTORED = "restored"
    FIELDS = "fields"
    ALL = "all"


def of(context: Context, programme_id: str) -> Form:
    """Return what a programme's form asks; the caller has checked the user."""
    return store.form(context.store.get(FormPlan, *FormPlan.key(programme_id)))


def form_of(plan: FormPlan) -> Form:
    """Return what a plan asks."""
    return store.form(plan)


def new_id() -> str:
    """Return the id of a new question."""
    return ids.new()[:8]


def organized(context: Context, programme_id: str) -> tuple[Programme, FormPlan]:
    """Return a programme and the plan of its form, to the organizers who decide."""
    programme = access.organizer(context, programme_id, also=[FormPlan.key(programme_id)])
    return programme, _plan(context, programme_id)


def _plan(context: Context, programme_id: str) -> FormPlan:
    key = FormPlan.key(programme_id)
    return context.store.get(FormPlan, *key) or FormPlan(*key, programme_id=programme_id)


def add(context: Context, programme_id: str, question: Question, expected: str) -> FormPlan:
    """Ask one more question."""
    return _change(context, programme_id, expected, Did.ADDED, lambda form, _: form.add(question), question.id)


def change(context: Context, programme_id: str, question: Question, expected: str) -> FormPlan:
    """Change a question; answers to it stay."""
    return _change(context, programme_id, expected, Did.CHANGED, lambda form, _: form.change(question), question.id)


def move(context: Context, programme_id: str, question_id: str, by: int, expected: str) -> FormPlan:
    """Ask a question earlier or later."""
    return _change(context, programme_id, expected, Did.MOVED, lambda form, _: form.move(question_id, by), question_id)


def remove(context: Context, programme_id: str, question_id: str, expected: str) -> FormPlan:
    """Ask a question no more; answers to it stay."""

    def verb(form: Form, new: bool) -> Form:  # noqa: FBT001 - as `_change` calls it
        return form.remove(question_id, for_good=new)

    return _change(context, programme_id, expected, Did.REMOVED, verb, question_id)


def restore(context: Context, programme_id: str, question_id: str, expected: str) -> FormPlan:
    """Ask a question again."""
    return _change(
        context, programme_id, expected, Did.RESTORED, lambda form, _: form.restore(question_id), question_id
    )


def settle(context: Context, programme_id: str, role: str, uses: Mapping[str, str], expected: str) -> FormPlan:
    """Say which of the usual fields a role may leave empty, has to fill in, or isn't asked."""
    return _change(context, programme_id, expected, Did.FIELDS, lambda form, _: form.settle(role, uses))


def become(
    context: Context,
    programme_id: str,
    questions: Sequence[Question],
    uses: Mapping[str, Mapping[str, str]],
    expected: str,
) -> FormPlan:
    """Take all questions, in order, and all uses of fields at once."""
    return _change(
        context, programme_id, expected, Did.ALL, lambda form, new: form.settled(uses).become(questions, for_good=new)
    )


def begin(uow: UnitOfWork, programme_id: str, form: Form) -> None:
    """Add to a new programme what its form asks; nothing, where it is the usual."""
    if form == Form():
        return
    plan = FormPlan(*FormPlan.key(programme_id), programme_id=programme_id)
    store.keep_form(plan, form)
    uow.save(plan)


@retrying
def _change(
    context: Context,
    programme_id: str,
    expected: str,
    did: Did,
    verb: Callable[[Form, bool], Form],
    question_id: str = "",
) -> FormPlan:
    """Change the form in the expected version of its plan; the verb hears whether nobody can have answered it yet."""
    tally = Tally.keys(programme_id)
    programme = access.organizer(context, programme_id, also=[FormPlan.key(programme_id), *tally])
    plan = _plan(context, programme_id)
    plan.expect(expected)
    new = programme.stage == ProgrammeStage.DRAFT and not Tally.of(context, programme_id).count()
    before = store.form(plan)
    after = verb(before, new)
    store.keep_form(plan, after)
    uow = context.begin()
    uow.save(plan)
    if after != before:
        facts = {"did": str(did)} | _told(before, after, question_id)
        auditing.note(context, uow, auditing.programme(programme_id), Act.FORM, **facts)
    uow.publish(ProgrammeChanged(programme_id), aggregate=plan)
    uow.commit()
    return plan


def _told(before: Form, after: Form, question_id: str) -> dict[str, Any]:
    """Return how the question is worded, as it is or was, and which usual fields are asked otherwise than before."""
    texts = [one.text for form in (after, before) for one in form.questions if question_id and one.id == question_id]
    fields = sorted(
        {
            name
            for role in Role
            for name in domain.form.fields_of(role)
            if before.use(role, name) != after.use(role, name)
        }
    )
    return ({"question": dict(texts[0])} if texts else {}) | ({"fields": fields} if fields else {})
