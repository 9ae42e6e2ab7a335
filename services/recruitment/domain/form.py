"""What a programme's application form asks: its own questions, and the usual fields as the organizers need them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from mentoring import ids
from mentoring.errors import N_, Invalid, NotFound
from mentoring.letters import plain
from mentoring.questions import COUNTING, RULES, Option, Question
from mentoring.tables.vocabulary import FieldUse, QuestionKind, Role
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ADJUSTABLE = (
    "city", "languages", "department", "position", "manager_email", "goal", "experience", "style", "mode",
    "hours_per_month", "availability", "choices", "not_with", "phone", "prefers",
)  # fmt: skip
"""Fields without which the process works; the others are always asked, as they are in every programme."""
NEVER_REQUIRED = ("mode", "choices", "not_with", "prefers")
"""Fields that say something without an answer, too."""
ONE_ROLE = {"goal": Role.MENTEE, "choices": Role.MENTEE, "experience": Role.MENTOR}
"""Fields that only one role is asked."""
USUAL = dict.fromkeys(ADJUSTABLE, FieldUse.OPTIONAL) | {"goal": FieldUse.REQUIRED}
"""Field → whether it may stay empty, unless the organizers say otherwise."""
MOST_QUESTIONS, MOST_REMOVED, MOST_OPTIONS = 40, 60, 30
LONGEST, LONGEST_OPTION, MOST_WEIGHT = 400, 150, 1000
WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.CHOICES)


def fields_of(role: str) -> tuple[str, ...]:
    """Return the adjustable fields that a role is asked."""
    return tuple(name for name in ADJUSTABLE if ONE_ROLE.get(name, role) == role)


@dataclass(frozen=True)
class Form:
    """The questions in their order, with those that aren't asked any more, and role → field → what differs from usual.

    Every verb returns the form after it, or raises `Invalid` with the fields that are wrong.
    """

    questions: tuple[Question, ...] = ()
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, questions: Sequence[Mapping[str, Any]], fields: Mapping[str, Mapping[str, str]]) -> Form:
        """Return a form from JSON."""
        return cls(tuple(map(Question.of, questions)), fields)

    @property
    def asked(self) -> tuple[Question, ...]:
        """Return the questions that are asked."""
        return tuple(one for one in self.questions if not one.removed)

    def asks(self, role: str) -> list[Question]:
        """Return what a role is asked, in order."""
        return [one for one in self.asked if role in one.roles]

    def use(self, role: str, name: str) -> FieldUse:
        """Return whether a role may leave a field empty."""
        return FieldUse(self.fields.get(role, {}).get(name, USUAL[name]))

    def hidden(self, role: str) -> set[str]:
        """Return the fields a role isn't asked."""
        return {name for name in fields_of(role) if self.use(role, name) == FieldUse.HIDDEN}

    def required(self, role: str) -> set[str]:
        """Return the adjustable fields a role has to fill in."""
        return {name for name in fields_of(role) if self.use(role, name) == FieldUse.REQUIRED}

    def insists(self, role: str) -> set[str]:
        """Return the fields that the organizers made required: those that people from a file are asked for."""
        return {name for name, use in self.fields.get(role, {}).items() if use == FieldUse.REQUIRED}

    def kept(self, role: str, profile: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """Return a profile, or a part of one, with what was said before of all that isn't asked: that isn't lost."""
        found = {**profile, **{name: before[name] for name in self.hidden(role) if before.get(name)}}
        asked = {one.id for one in self.asks(role)}
        earlier = {key: one for key, one in before.get("answers", {}).items() if key not in asked}
        answers = earlier | found.pop("answers", {})
        return found | ({"answers": answers} if answers else {})

    def unused(self) -> set[str]:
        """Return the fields that nobody is asked."""
        asked = {name for role in Role for name in set(fields_of(role)) - self.hidden(role)}
        return set(ADJUSTABLE) - asked

    def question(self, question_id: str) -> Question:
        """Return a question; raises `NotFound`."""
        found = next((one for one in self.questions if one.id == question_id), None)
        if found is None:
            raise NotFound
        return found

    def add(self, wanted: Question) -> Form:
        """Ask one more question, as the last one."""
        return self._with((*self.questions, checked(wanted)))

    def change(self, wanted: Question) -> Form:
        """Change a question; of which kind it is stays."""
        before = self.question(wanted.id)
        kept = checked(replace(wanted, kind=before.kind, removed=before.removed))
        return self._with(tuple(kept if one.id == kept.id else one for one in self.questions))

    def move(self, question_id: str, by: int) -> Form:
        """Ask a question earlier (-1) or later (1); at the end nothing changes."""
        asked = [one.id for one in self.asked]
        if question_id not in asked:
            raise NotFound
        place = asked.index(question_id)
        if not 0 <= place + by < len(asked):
            return self
        other = asked[place + by]
        swapped = {question_id: self.question(other), other: self.question(question_id)}
        return replace(self, questions=tuple(swapped.get(one.id, one) for one in self.questions))

    def remove(self, question_id: str, *, for_good: bool) -> Form:
        """Ask a question no more; it is only kept for its answers, unless there can't be any."""
        gone = replace(self.question(question_id), removed=True)
        rest = tuple(one for one in self.questions if one.id != question_id)
        return replace(self, questions=rest) if for_good else self._with((*rest, gone))

    def restore(self, question_id: str) -> Form:
        """Ask a question again, as the last one."""
        back = replace(self.question(question_id), removed=False)
        return self._with((*(one for one in self.questions if one.id != question_id), back))

    def settle(self, role: str, uses: Mapping[str, str]) -> Form:
        """Say of which fields a role may leave empty, has to fill in, or isn't asked."""
        wrong = {
            f"/{name}": N_("This can't be chosen for this field.")
            for name, use in uses.items()
            if name not in fields_of(role) or (use == FieldUse.REQUIRED and name in NEVER_REQUIRED)
        }
        if wrong:
            raise Invalid(fields=wrong)
        plain_form = Form()
        kept = {name: use for name, use in uses.items() if use != plain_form.use(role, name)}
        return replace(self, fields={**self.fields, role: kept})

    def become(self, wanted: Sequence[Question], *, for_good: bool) -> Form:
        """Take other questions in this order; those that are missing are asked no more."""
        known = {one.id: one for one in self.questions}
        kept = tuple(
            checked(replace(one, kind=known[one.id].kind) if one.id in known else one, f"/questions/{place}")
            for place, one in enumerate(wanted)
        )
        named = {one.id for one in kept}
        rest = () if for_good else tuple(replace(one, removed=True) for one in self.questions if one.id not in named)
        return self._with((*kept, *rest))

    def renewed(self) -> Form:
        """Return the form as one that nobody has answered begins: without what isn't asked or chosen any more."""
        asked = (replace(one, options=one.open) for one in self.asked)
        return Form().settled(self.fields).become(tuple(asked), for_good=True)

    def settled(self, uses: Mapping[str, Mapping[str, str]]) -> Form:
        """Say of several roles at once what `settle` says of one."""
        form = self
        for role, told in uses.items():
            form = form.settle(role, told)
        return form

    def _with(self, questions: tuple[Question, ...]) -> Form:
        asked = sum(not one.removed for one in questions)
        if asked > MOST_QUESTIONS or len(questions) - asked > MOST_REMOVED:
            most = N_("At most 40 questions can be asked, and 60 kept that aren't asked any more.")
            raise Invalid(fields={"/text": most})
        return replace(self, questions=questions)


def options(before: Sequence[Option], typed: Sequence[Mapping[str, str]]) -> tuple[Option, ...]:
    """Return the options that somebody typed, each by language, with those that were there and are gone at the end.

    Who has a text in common with an earlier one is that one; the others take the places of those that were renamed,
    where there are as many lines as before.
    """
    left = {one.id: one for one in before}
    found: list[Option | None] = []
    for texts in typed:
        folded = {plain(text) for text in texts.values()}
        same = next((one for one in left.values() if folded & {plain(text) for text in one.text.values()}), None)
        if same is not None:
            del left[same.id]
        found.append(Option(same.id, texts) if same is not None else None)
    were = [one for one in before if not one.gone]
    renamed = len(were) == len(typed)
    made: list[Option] = []
    for place, (texts, one) in enumerate(zip(typed, found, strict=True)):
        if one is None and renamed and were[place].id in left:
            one = Option(left.pop(were[place].id).id, texts)  # noqa: PLW2901 - the one that stood here before
        made.append(one or Option(ids.new()[:8], texts))
    return (*made, *(replace(one, gone=True) for one in left.values()))


def checked(one: Question, at: str = "") -> Question:
    """Return a question that can be asked; raises `Invalid` with all that is wrong."""
    wrong = {f"{at}/{name}": why for name, why in _wrong(one).items()}
    if wrong:
        raise Invalid(fields=wrong)
    return one


def _wrong(one: Question) -> dict[str, str]:
    found: dict[str, str] = {}
    if not any(one.text.values()):
        found["text"] = N_("Write the question in Polish or in English.")
    long = [*one.text.values(), *one.to_mentors.values(), *one.low.values(), *one.high.values()]
    if any(len(text) > LONGEST for text in long):
        found["text"] = N_("At most 400 characters.")
    if not one.roles:
        found["roles"] = N_("Choose who is asked.")
    if not 0 <= one.weight <= MOST_WEIGHT:
        found["weight"] = N_("A number from 0 to 1000.")
    together = set(one.roles) == set(Role)
    if one.weight and not (together and one.kind in COUNTING):
        found["weight"] = N_("Only what both mentors and mentees choose can count for the pairing.")
    if one.rule and not (together and one.rule in RULES.get(one.kind, ())):
        found["rule"] = N_("Only what both mentors and mentees choose can count for the pairing.")
    return found | (_wrong_options(one) if one.kind in WITH_OPTIONS else {})


def _wrong_options(one: Question) -> dict[str, str]:
    texts = [option.text for option in one.open]
    if not 1 < len(texts) <= MOST_OPTIONS:
        return {"options": N_("Give from 2 to 30 options, one per line.")}
    if any(not text or len(text) > LONGEST_OPTION for option in texts for text in option.values()):
        return {"options": N_("Each option has from 1 to 150 characters.")}
    if any(not option for option in texts):
        return {"options": N_("Each option has from 1 to 150 characters.")}
    for locale in {language for option in texts for language in option}:
        folded = [plain(option[locale]) for option in texts if locale in option]
        if len(set(folded)) < len(folded):
            return {"options": N_("Two options are the same.")}
    return {}
