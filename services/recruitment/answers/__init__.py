"""What somebody answers in the application form → values of a profile, and back to the form. Pure.

An answer is a text, or a list of texts where several boxes can be ticked. `read` understands what the form sends and
what people type; whatever it doesn't understand stays in the draft as it was typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mentoring import consents, letters
from mentoring.errors import N_
from mentoring.questions import PREFIX
from mentoring.tables.vocabulary import Role
from recruitment.answers import week
from recruitment.domain.form import Form
from recruitment.imports import as_text, cells, own, profiles, times
from recruitment.imports.cells import Rejected
from recruitment.imports.words import DAY_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mentoring.questions import Question
    from mentoring.tables.recruitment import Language, Profile

    Answers = Mapping[str, str | list[str]]

LABELS = {
    "first_name": N_("First name"),
    "last_name": N_("Surname"),
    "form": N_("How should we write to you?"),
    "city": N_("City"),
    "zone": N_("Time zone"),
    "languages": N_("Languages"),
    "department": N_("Department"),
    "position": N_("Position"),
    "manager_email": N_("Line manager's email"),
    "topics": N_("Topics"),
    "goal": N_("Your goal"),
    "experience": N_("Your experience and what you help with"),
    "capacity": N_("How many mentees can you take?"),
    "style": N_("Style"),
    "mode": N_("How do you want to meet?"),
    "hours_per_month": N_("Hours a month"),
    "availability": N_("When you can meet"),
    "choices": N_("Mentors you would like, best first"),
    "not_with": N_("Whom should we not pair you with?"),
    "phone": N_("Phone"),
    "prefers": N_("How would you rather be reached?"),
    "rules_consent": N_("The rules"),
    "privacy_consent": N_("Use of your data"),
}
"""Field → what it is called, in the order of the form."""
CHANGEABLE = (
    "languages", "department", "position", "manager_email", "city", "topics", "goal", "experience", "capacity",
    "style", "mode", "hours_per_month", "availability", "choices", "not_with",
)  # fmt: skip
"""What who takes part may change here; name, zone and phone are in their account, consents stay as they were given."""
BESIDE = {
    "rank": "topics",
    "first_topic": "topics",
    "own_topics": "topics",
    "other_language": "languages",
    "other_level": "languages",
    "week": "availability",
    "listed": "listed",
    "news": "news",
    "paused": "capacity",
}
"""Further inputs of the form → the field they belong to."""
COMMON = ("pl", "en", "uk", "de", "fr", "es")
"""Languages that have a line of their own in the form."""
LEVEL_NAMES = {
    "A1": N_("a few words"),
    "A2": N_("simple conversations"),
    "B1": N_("familiar topics"),
    "B2": N_("at ease at work"),
    "C1": N_("fluently"),
    "C2": N_("native"),
}
"""CEFR level → what it means."""
SEATS = ("1", "2", "3", "4", "5", "6", "8", "10", "0")
"""Mentees to choose from; none is for who comes back later."""
HOURS = ("1", "2", "3", "4", "6", "8", "10")
"""Hours a month to choose from."""
MISSING = {
    "goal": N_("Write your goal in one to three sentences."),
    "availability": N_("Mark at least one time when you can meet, or type one."),
}
"""Field → what is said where it is required and empty."""
_BETWEEN = re.compile(r"[,;\n]")
UNREAD: dict[str, Any] = {
    **dict.fromkeys(LABELS, ""), "form": "n", "languages": [], "mode": "online", "hours_per_month": None,
    "availability": [], "capacity": None, "choices": [], "not_with": [], **cells.BLANK,
}  # fmt: skip
"""The value of an answer that a draft doesn't have yet, or not in a form that can be read."""


def read(  # noqa: PLR0913 - a value for each thing that the organizers set
    typed: Answers,
    role: str,
    email: str,
    offered: Sequence[str],
    *,
    own_topics: bool = True,
    form: Form | None = None,
    mentors: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], dict[str, Rejected]]:
    """Return the values of all fields, and why some can't be sent.

    `offered` are the programme's topics; `form` is what it asks: what it doesn't ask is as if it weren't typed, and
    `answers` are those to its own questions. `mentors` is id → address of those who may be wished for.
    """
    form = form or Form()
    hidden, required = form.hidden(role), form.required(role)
    typed = {name: said for name, said in typed.items() if name not in hidden and BESIDE.get(name) not in hidden}
    raw = {name: _line(typed, name) for name in LABELS} | {"role": role, "email": email}
    raw |= {"topics": "-", "languages": ", ".join(languages(typed))}
    wished = [(mentors or {}).get(one, one) for one in listed(typed, "choices")]
    raw["choices"] = ", ".join(one for one in wished if "@" in one)
    values, refused = cells.read_cells(raw)
    if any("@" not in one for one in wished):
        refused["choices"] = Rejected("unlisted", N_("Somebody you chose isn't in the list any more. Choose again."))
    values["news"] = bool(_line(typed, "news"))
    values["listed"] = bool(_line(typed, "listed")) and role == Role.MENTOR
    refused.pop("topics", None)
    values["topics"] = topics(typed, offered)
    if why := _wrong_topics(values["topics"], offered, own_topics=own_topics):
        refused["topics"] = why
        values["topics"] = []
    slots = times.slots(raw["availability"])
    if slots is not None:
        refused.pop("availability", None)
        values["availability"] = week.merged([*slots, *week.of_cells(listed(typed, "week"))])
    for name in required:
        if name not in refused and not values.get(name):
            refused[name] = Rejected("missing", MISSING.get(name, N_("This is required.")))
    if "zone" in refused and refused["zone"].params:
        refused["zone"] = Rejected("zone", N_("Which one do you mean? Choose below."))
    answers, wrong = own.read_all(form.asks(role), {name: listed(typed, name) for name in typed})
    values["answers"] = answers
    return UNREAD | values, {name: refused[name] for name in LABELS if name in refused} | wrong


def asked(role: str) -> set[str]:
    """Return the fields that a role is asked."""
    return set(LABELS) - ({"goal", "choices"} if role == Role.MENTOR else {"experience", "capacity"})


def topics(typed: Answers, offered: Sequence[str]) -> list[str]:
    """Return the topics somebody chose and typed, the most important first; an offered one is kept whole."""
    ticked = [letters.line(one) for one in listed(typed, "topics")]
    chosen = [part.strip() for one in ticked for part in ([one] if one in offered else _BETWEEN.split(one))]
    chosen += [letters.line(one) for one in _line(typed, "own_topics").splitlines()]
    first, ranked = _line(typed, "first_topic"), listed(typed, "rank")
    found = list(dict.fromkeys(one for one in chosen if one))
    return sorted(found, key=lambda one: (one != first, ranked.index(one) if one in ranked else len(ranked)))


def _wrong_topics(found: Sequence[str], offered: Sequence[str], *, own_topics: bool) -> Rejected | None:
    if not 1 <= len(found) <= cells.MOST_TOPICS:
        return Rejected("topics", N_("Choose from one to five topics."))
    if any(len(one) > cells.NAME for one in found):
        return Rejected("too-long", N_("This is too long: at most %(most)s characters."), most=cells.NAME)
    foreign = next((one for one in found if one not in offered), None) if offered and not own_topics else None
    return Rejected("topics", N_("“%(topic)s” isn't on the list."), topic=foreign) if foreign else None


def languages(typed: Answers) -> list[str]:
    """Return the languages somebody chose and typed, each with its level, as a cell has them."""
    other = f"{_line(typed, 'other_language')} {_line(typed, 'other_level')}".strip()
    return [one for one in [*listed(typed, "languages"), other if _line(typed, "other_language") else ""] if one]


def spoken(typed: Answers) -> tuple[dict[str, str], str]:
    """Return the languages that have a line of their own, each with its level, and what was typed that names none."""
    found: dict[str, str] = {}
    left: list[str] = []
    for one in languages(typed):
        try:
            read_: list[Language] = cells.READERS["languages"](one)
        except Rejected:
            left.append(one)
            continue
        found |= {language["code"]: language["level"] for language in read_}
    return found, ", ".join(left)


def said_to(questions: Iterable[Question], typed: Answers, locale: str) -> dict[str, str]:
    """Return what somebody chose or typed as answers to own questions, in words, by field."""
    found = {}
    for one in questions:
        parts = [one.option(part, locale) or part for part in listed(typed, one.name)]
        found[one.name] = "; ".join(part for part in parts if part)
    return found


def told(typed: Answers, offered: Sequence[str], locale: str) -> dict[str, str]:
    """Return what somebody answered in words, by field; nothing where they didn't."""
    found = {name: _line(typed, name) for name in LABELS}
    times = [found["availability"], week.text(week.of_cells(listed(typed, "week")), DAY_NAMES[locale])]
    return found | {
        "topics": "; ".join(topics(typed, offered)),
        "languages": ", ".join(languages(typed)),
        "availability": ", ".join(filter(None, times)),
    }


def form_of(profile: Profile, role: str, locale: str, offered: Sequence[str]) -> dict[str, str | list[str]]:
    """Return the answers that make a profile, as the form shows them.

    A consent that only a file reports isn't ticked: people give it themselves, or not.
    """
    given = [one for one in profile["consents"] if one.get("by") != profiles.FILE]
    own: Any = {**profile, "consents": given}
    grid = week.Grid.of(profile["availability"])
    hours = profile["hours_per_month"]
    typed: dict[str, str | list[str]] = {**as_text(own, role, locale)}
    said = profile.get("answers", {})
    typed |= {f"{PREFIX}{key}": one if isinstance(one, list) else str(one) for key, one in said.items()}
    return typed | {
        "form": "" if profile["form"] == "n" else profile["form"],
        "mode": profile["mode"],
        "prefers": profile.get("prefers", ""),
        "listed": "yes" if profile.get("listed") else "",
        "news": "yes" if consents.wants_news(profile["consents"]) else "",
        "hours_per_month": "" if hours is None else f"{hours:g}",
        "topics": [one for one in profile["topics"] if one in offered],
        "own_topics": "\n".join(one for one in profile["topics"] if one not in offered),
        "rank": list(profile["topics"]),
        "languages": [f"{one['code']} {one['level']}".strip() for one in profile["languages"]],
        "week": sorted(grid.marked),
        "availability": week.text(grid.beside, DAY_NAMES[locale]),
    }


def listed(typed: Answers, name: str) -> list[str]:
    """Return an answer as a list."""
    found = typed.get(name, [])
    return [found] if isinstance(found, str) else list(found)


def _line(typed: Answers, name: str) -> str:
    found = typed.get(name, "")
    return found if isinstance(found, str) else "\n".join(found)
