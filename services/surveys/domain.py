"""Surveys, what may be answered, and what results may be shown (domain.md §2.7)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, Conflict, Invalid
from mentoring.numbers import whole
from mentoring.tables.vocabulary import PROGRAMME_OVER, PairOutcome, ProgrammeStage, SurveyName
from mentoring.values import dataclass
from surveys import disclosure
from surveys.disclosure import EVERYBODY, ROLES, Given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

LOW = 2
"""Ratings of a pair's fit up to this are reported to the organizer."""
MOST_TEXT = 2_000
MORNING = timedelta(hours=8)
"""After the start of the kick-off day, so that nobody who waited for it is asked at midnight."""
LOOKED_AT = timedelta(days=1)
"""How often a waiting survey is looked at: the date, or the stage of a draft, may have changed."""
RANGES = {"scale": (1, 5), "ten": (0, 10), "nps": (0, 10)}


DURING = (SurveyName.START, SurveyName.PAIR_FIT)
"""Surveys about the current process; open ones lapse with its end."""


AFTER = (SurveyName.GATHERING,)
"""Surveys that aren't about a pair: their results are those of each gathering."""


class NotAskedAnyMore(Conflict):
    """The process ended before this survey was answered."""

    code = "not-asked-any-more"
    message = N_("Your process has ended, so this survey isn't asked any more.")


class AlreadyAnswered(Conflict):
    """A survey can be answered only once."""

    code = "already-answered"
    message = N_("You have already answered this survey. Thank you.")


@dataclass(frozen=True)
class Question:
    """`kind`: scale (1–5), ten (0–10), nps (0–10), choice, text. `options` are (value, msgid) of a choice.

    `seen_by` is shown beside the question if its answer, or some answers, are seen other than in results.
    """

    name: str
    kind: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    seen_by: str = ""

    def value_of(self, value: Any) -> Any:
        """Return an answer in the form that is stored; raise ValueError with a msgid if it is invalid."""
        if self.kind in RANGES:
            low, high = RANGES[self.kind]
            given = None if isinstance(value, bool) else whole(str(value), low, high)
            if given is None:
                raise ValueError(N_("Choose one of the offered values."))
            return given
        if self.kind == "choice":
            if value not in [option for option, _ in self.options]:
                raise ValueError(N_("Choose one of the offered values."))
            return value
        if not isinstance(value, str) or len(value) > MOST_TEXT:
            raise ValueError(N_("This is too long: at most %(most)s characters."))
        return value.strip()

    def results(self, answers: Sequence[Given], now: datetime) -> dict[str, Result]:
        """Return a question's results for everybody and for each role; texts aren't split by role."""
        if self.kind == "text":
            texts = disclosure.texts(answers, now)
            nothing = {cut: Result(self.name, self.kind, 0) for cut in ROLES}
            return {EVERYBODY: Result(self.name, self.kind, len(texts or ()), texts=texts)} | nothing
        return {cut: self._result([one.value for one in those]) for cut, those in disclosure.cuts(answers, now).items()}

    def _result(self, given: Sequence[Any]) -> Result:
        if not given:
            return Result(self.name, self.kind, 0)
        counts = {str(value): number for value, number in sorted(Counter(given).items(), key=lambda one: str(one[0]))}
        if self.kind == "choice":
            return Result(self.name, self.kind, len(given), counts=counts)
        nps = _nps(given) if self.kind == "nps" else None
        return Result(self.name, self.kind, len(given), round(fmean(given), 2), nps, counts)


@dataclass(frozen=True)
class Survey:
    """A template: `level` is Kirkpatrick's (1 reaction, 2 learning, 3 behaviour, 4 results), 0 for a start value."""

    name: SurveyName
    level: int
    title: str
    questions: tuple[Question, ...]

    def check(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers in the form that is stored; raise `Invalid` with a pointer for each wrong one."""
        questions = {question.name: question for question in self.questions}
        errors = {f"/answers/{name}": N_("We don't know this field.") for name in given if name not in questions}
        answers: dict[str, Any] = {}
        for question in self.questions:
            value = given.get(question.name)
            if value in (None, ""):
                if question.required:
                    errors[f"/answers/{question.name}"] = N_("This is required.")
                continue
            try:
                answers[question.name] = question.value_of(value)
            except ValueError as error:
                errors[f"/answers/{question.name}"] = str(error)
        if errors:
            raise Invalid(fields=errors, most=MOST_TEXT)
        return answers

    def is_low(self, answers: Mapping[str, Any]) -> bool:
        """Return whether the organizer should hear of these answers the same day."""
        return self.name == SurveyName.PAIR_FIT and (answers.get("fit", 5) <= LOW or answers.get("good_pair") == "no")


WITHOUT_NAME = N_("The organizers read this without your name, among the texts of at least five people.")
LOW_IS_TOLD = N_(
    "A 1 or 2 reaches the organizers the same day, with the names of your pair. They don't hear which of you two said "
    "so, nor the number."
)
NO_IS_TOLD = N_(
    "A “no” reaches the organizers the same day, with the names of your pair. They don't hear which of you two said so."
)
YES_NO = (("yes", N_("yes")), ("unsure", N_("not sure")), ("no", N_("no")))


def _text(name: str, text: str) -> Question:
    """Return an optional question with a free text as its answer."""
    return Question(name, "text", text, required=False, seen_by=WITHOUT_NAME)


SURVEYS = {
    one.name: one
    for one in (
        Survey(
            SurveyName.START,
            0,
            N_("Before you begin"),
            (
                Question("confidence", "ten", N_("How close are you today to what you want to reach here?")),
                _text("expectation", N_("What would make this time well spent?")),
            ),
        ),
        Survey(
            SurveyName.PAIR_FIT,
            1,
            N_("After the first meeting"),
            (
                Question("fit", "scale", N_("How well do you two fit?"), seen_by=LOW_IS_TOLD),
                Question("good_pair", "choice", N_("Is this a good pair for you?"), YES_NO, seen_by=NO_IS_TOLD),
                _text("comment", N_("Anything the organizers should know?")),
            ),
        ),
        Survey(
            SurveyName.END,
            3,
            N_("Looking back"),
            (
                Question("confidence", "ten", N_("How close are you today to what you wanted to reach?")),
                Question("changed", "scale", N_("How much do you do differently because of this process?")),
                Question("recommend", "nps", N_("Would you recommend this programme to a colleague?")),
                _text("best", N_("What helped most?")),
            ),
        ),
        Survey(
            SurveyName.EARLY_END,
            1,
            N_("Your process ended early"),
            (
                Question(
                    "why",
                    "choice",
                    N_("What was the main reason?"),
                    (
                        ("time", N_("no time")),
                        ("fit", N_("we didn't fit")),
                        ("goal", N_("the goal was reached or changed")),
                        ("other", N_("something else")),
                    ),
                ),
                Question("again", "choice", N_("Would you take part again?"), YES_NO),
                _text("comment", N_("Anything the organizers should know?")),
            ),
        ),
        Survey(
            SurveyName.GATHERING,
            1,
            N_("After the gathering"),
            (
                Question("useful", "scale", N_("How useful was it for you?")),
                _text("good", N_("What was good?")),
                _text("change", N_("What should be different next time?")),
                _text("comment", N_("Anything else?")),
            ),
        ),
    )
}


ENDS = (SurveyName.END, SurveyName.EARLY_END)
"""Surveys about a process that has ended."""


def at_agreement() -> SurveyName:
    """Return the survey at the start."""
    return SurveyName.START


def at_meeting(number: int) -> SurveyName | None:
    """Return the survey after a meeting with this number, if there is one."""
    return SurveyName.PAIR_FIT if number == 1 else None


def at_end(outcome: str, *, met: bool, decided: bool) -> SurveyName | None:
    """Return the survey at the end, None where there is nothing to look back at.

    That is a pair that never met and whose end nobody decided: one of the two left, or the programme ended. A pair that
    somebody ended may tell why it didn't begin.
    """
    if not met and not decided:
        return None
    return SurveyName.END if outcome == PairOutcome.COMPLETED else SurveyName.EARLY_END


def asked_from(
    survey: SurveyName, *, stage: ProgrammeStage, kick_off: datetime | None, waited: bool, now: datetime
) -> datetime | None:
    """Return the instant from which a pair is asked; a past one means now, None means never.

    Before the kick-off, or in a draft, people are only asked about the end. `waited` says that the survey is already
    waiting: then it comes in the morning. A future instant is at most a day away, because what it depends on may
    change: it is computed again then.
    """
    if survey in ENDS:
        return now
    if stage in PROGRAMME_OVER:
        return None
    begins = kick_off + (MORNING if waited or now < kick_off else timedelta(0)) if kick_off is not None else now
    return min(max(begins, now + LOOKED_AT) if stage == ProgrammeStage.DRAFT else begins, now + LOOKED_AT)


@dataclass(frozen=True)
class Result:
    """One question's result: `mean` for numbers, `nps` −100…100, `counts` of values, `texts` in random order.

    `n` is the number of answers; 0 if there are too few, and then everything else is None.
    """

    question: str
    kind: str
    n: int
    mean: float | None = None
    nps: int | None = None
    counts: dict[str, int] | None = None
    texts: tuple[str, ...] | None = None


def _nps(values: Sequence[int]) -> int:
    """Return promoters (9–10) minus detractors (0–6) in per cent (Reichheld 2003)."""
    promoters = sum(value >= 9 for value in values)  # noqa: PLR2004
    detractors = sum(value <= 6 for value in values)  # noqa: PLR2004
    return round(100 * (promoters - detractors) / len(values))
