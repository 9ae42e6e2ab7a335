"""JSON of onboarding for organizers: the lists, what holds for everybody, who is how far."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gatherings.domain.onboarding import MOST_CHOICES, MOST_QUESTIONS, Question, Step
from gatherings.use_cases.onboarding import lists as use_cases
from gatherings.use_cases.onboarding import people
from mentoring import http
from mentoring.errors import NotFound
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import Arrival, OnboardingKind, OnboardingState, Role

if TYPE_CHECKING:
    from gatherings.use_cases.onboarding.people import Seen
    from mentoring.tables.gatherings.onboarding import OnboardingList

router = http.Router()

HERE = "/v1/onboarding/<programme_id>/lists"
STEPS = f"{HERE}/<role>"
Short = Annotated[Line, Field(min_length=1, max_length=300)]
Long = Annotated[str, Field(min_length=1, max_length=2_000)]


class StepText(http.Model):
    """A step in one language; `text` in Markdown."""

    title: Short
    text: Annotated[str, Field(max_length=8_000)] = ""


class StepTexts(http.Model):
    """A step in both languages; one suffices."""

    pl: StepText | None = None
    en: StepText | None = None


class QuestionText(http.Model):
    """A question in one language, with what can be answered, and why it is so."""

    question: Short
    choices: list[Short] = Field(max_length=MOST_CHOICES)
    why: Long


class QuestionTexts(http.Model):
    """A question in the languages of its step."""

    pl: QuestionText | None = None
    en: QuestionText | None = None


class QuestionWish(http.Model):
    """A question of a quiz; `right_answer` is the number of a choice, from 0."""

    texts: QuestionTexts
    right_answer: Annotated[int, Field(ge=0, lt=MOST_CHOICES)]


class StepWish(http.Model):
    """A step to add, or another text of one, whose kind (`what`) stays; `about` is the id of a guide or a gathering."""

    what: OnboardingKind = OnboardingKind.READING
    required: bool = True
    texts: StepTexts
    link: Annotated[Line, Field(max_length=1000)] = ""
    about: Annotated[str, Field(max_length=64)] = ""
    questions: list[QuestionWish] = Field(default_factory=list, max_length=MOST_QUESTIONS)

    def step(self) -> Step:
        """Return it as a step."""
        asked = [Question(one.texts.model_dump(exclude_none=True), one.right_answer) for one in self.questions]
        texts = self.texts.model_dump(exclude_none=True)
        return Step("", self.what, self.required, texts, self.link, self.about, tuple(asked))


class StepPlaceWish(http.Model):
    """Where a step goes in its list."""

    to: Literal["up", "down"]


class OnboardingWish(http.Model):
    """What holds for everybody; with `given`, people get their lists now, which isn't taken back."""

    given: bool = False
    comes_first: bool = False
    remind_after: Annotated[int, Field(ge=1, le=use_cases.MOST_DAYS)] = 7


class WaivingWish(http.Model):
    """For which participants a step is waived, or all that is open, and why: they read it."""

    people: list[Annotated[str, Field(max_length=64)]] = Field(max_length=people.TOGETHER)
    step_id: Annotated[str, Field(max_length=64)] = ""
    why: Short


class OnboardingView(http.Versioned):
    """What holds for a programme's onboarding: since when people have their lists, and the rest."""

    programme_id: str
    given_at: str | None
    comes_first: bool
    remind_after: int


class ListedQuestion(http.View):
    """A question of a quiz, in all its languages."""

    texts: QuestionTexts
    right_answer: int


class ListedStep(http.View):
    """A step as organizers wrote it."""

    step_id: str
    what: OnboardingKind
    required: bool
    texts: StepTexts
    link: str
    about: str
    questions: list[ListedQuestion]


class OnboardingListView(http.Versioned):
    """The steps of a role in their order; the version is that of the whole list."""

    programme_id: str
    role: Role
    items: list[ListedStep]
    next: str | None = None

    @classmethod
    def show(cls, item: OnboardingList) -> OnboardingListView:
        """Return the view of a list."""
        return cls.of(item, items=[_listed(one) for one in use_cases.steps(item)], next=None)


class AddedStepView(OnboardingListView):
    """A list with the step that was added to it (`step_id`)."""

    step_id: str


class StepStateView(http.View):
    """How a step stands for somebody; of a quiz no answers are stored."""

    step_id: str
    state: OnboardingState


class OnboardedView(http.View):
    """Somebody's onboarding as organizers see it; `left` are the required steps that are open."""

    participant_id: str
    name: str
    role: Role
    arrival: Arrival
    total: int
    done: int
    left: int
    late: bool
    begun_at: str
    steps: list[StepStateView]

    @classmethod
    def show(cls, one: Seen) -> OnboardedView:
        """Return the view of somebody's onboarding."""
        steps = [StepStateView(step_id=step.step_id, state=state) for step, state in one.steps]
        return cls.of(one.item, name=one.name, late=one.late, steps=steps)


class OnboardedList(http.View):
    """A page of people, those who haven't begun first."""

    items: list[OnboardedView]
    next: str | None


class WaivedView(http.View):
    """For how many people something was waived."""

    waived: int


def _listed(step: Step) -> ListedStep:
    asked = [
        ListedQuestion(texts=QuestionTexts.model_validate(one.texts), right_answer=one.right) for one in step.questions
    ]
    return ListedStep.of(step, texts=StepTexts.model_validate(step.texts), questions=asked)


def _role(role: str) -> Role:
    if role not in tuple(Role):
        raise NotFound
    return Role(role)


@router.get(HERE)
def read_onboarding(programme_id: str) -> OnboardingView:
    """Return what holds for a programme's onboarding, for its organizers."""
    return OnboardingView.of(use_cases.desk(http.context(), programme_id).head)


@router.put(HERE)
def settle_onboarding(programme_id: str, body: OnboardingWish) -> OnboardingView:
    """Say what holds for everybody, or give people their lists."""
    return OnboardingView.of(
        use_cases.settle(
            http.context(),
            programme_id,
            http.expected(),
            given=body.given,
            comes_first=body.comes_first,
            remind_after=body.remind_after,
        )
    )


@router.get(STEPS)
def read_list(programme_id: str, role: str) -> OnboardingListView:
    """Return the list of a role, for organizers; the starter list where nobody has changed it."""
    of = _role(role)
    return OnboardingListView.show(use_cases.desk(http.context(), programme_id).items[of])


@router.post(STEPS, status=201, location="/v1/onboarding/{programme_id}/lists/{role}", expects="required")
def add_step(programme_id: str, role: str, body: StepWish) -> AddedStepView:
    """Add a step as the last one of a list."""
    item, step = use_cases.add(http.context(), programme_id, _role(role), body.step(), http.expected())
    items = [_listed(one) for one in use_cases.steps(item)]
    return AddedStepView.of(item, items=items, next=None, step_id=step.step_id)


@router.put(f"{STEPS}/<step_id>")
def change_step(programme_id: str, role: str, step_id: str, body: StepWish) -> OnboardingListView:
    """Change a step; whoever has done it has done it."""
    of = _role(role)
    item, _ = use_cases.change(http.context(), programme_id, of, step_id, body.step(), http.expected())
    return OnboardingListView.show(item)


@router.put(f"{STEPS}/<step_id>/place")
def move_step(programme_id: str, role: str, step_id: str, body: StepPlaceWish) -> OnboardingListView:
    """Move a step one place up or down."""
    by = -1 if body.to == "up" else 1
    return OnboardingListView.show(
        use_cases.move(http.context(), programme_id, _role(role), step_id, by, http.expected())
    )


@router.delete(f"{STEPS}/<step_id>", expects="required")
def remove_step(programme_id: str, role: str, step_id: str) -> OnboardingListView:
    """Remove a step; whoever has done it keeps it."""
    return OnboardingListView.show(
        use_cases.remove(http.context(), programme_id, _role(role), step_id, http.expected())
    )


@router.get("/v1/onboarding/<programme_id>/people", paged=True)
def list_people(programme_id: str) -> OnboardedList:
    """Return who is how far, for organizers, who hasn't begun first."""
    context = http.context()
    items, following = http.part_of(partial(people.listed, context, programme_id, ""))
    board = people.board(context, programme_id, items)
    return OnboardedList(items=[OnboardedView.show(one) for one in board.people], next=following)


@router.post("/v1/onboarding/<programme_id>/people/waiving")
def waive_steps(programme_id: str, body: WaivingWish) -> WaivedView:
    """Waive a step, or all that is open, for some people."""
    return WaivedView(waived=people.waive(http.context(), programme_id, body.people, body.step_id, body.why))
