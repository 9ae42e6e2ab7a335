"""The clauses of a pair's contract: what is asked, which answers there are, and an answer as it is kept.

An answer is kept as codes, a number, a day and free words (`Answer.stored`), so that each of the two reads it in their
own language (`mentoring.agreement`), whatever language the other one chose it in; free words stay as they were written.
The programme's own clauses are texts by language. Pure.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_TEXT = 4_000
ON_DAY = "on_day"
"""The code that a day belongs to."""

Texts = dict[str, str]
"""A clause of the programme: language → text; `""` for a text whose language nobody told."""


@dataclass(frozen=True)
class Clause:
    """A clause of the pair's own: its title, the question, and the answers to choose from.

    `options` are (code, msgid); `several` may be chosen, but not both of a pair in `apart`. A number is one of
    `numbers`, or another from `low` to `high`; both 0 where no number is asked for.
    """

    title: str
    question: str
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False
    apart: tuple[tuple[str, str], ...] = ()
    numbers: tuple[int, ...] = ()
    low: int = 0
    high: int = 0

    @property
    def counts(self) -> bool:
        """Return whether an answer may have a number."""
        return bool(self.high)

    @property
    def dates(self) -> bool:
        """Return whether an answer may have a day."""
        return ON_DAY in dict(self.options)

    def flaws(self, answer: Answer) -> dict[str, str]:
        """Return what is wrong with an answer: the part of it → a msgid."""
        known = dict(self.options)
        found = {}
        if any(one not in known for one in answer.codes) or (len(answer.codes) > 1 and not self.several):
            found["codes"] = N_("This isn't one of the answers.")
        elif any(one in answer.codes and other in answer.codes for one, other in self.apart):
            found["codes"] = N_("Two of these answers contradict each other.")
        if answer.number is not None and not (self.counts and self.low <= answer.number <= self.high):
            found["number"] = N_("This number is too small or too large.")
        if bool(answer.day) != (ON_DAY in answer.codes):
            found["day"] = N_("A day belongs to the answer “on a day”.") if answer.day else N_("Give the day as well.")
        elif answer.day and not _is_day(answer.day):
            found["day"] = N_("There is no such day.")
        if len(answer.text) > MOST_TEXT:
            found["text"] = N_("This is too long: at most 4000 characters.")
        return found


CLAUSES = {
    "form": Clause(
        N_("Form of meetings"),
        N_("How we meet"),
        (
            ("online", N_("online")),
            ("in_person", N_("in person")),
            ("mixed", N_("sometimes online, sometimes in person")),
        ),
    ),
    "frequency": Clause(N_("How often"), N_("How often we meet"), numbers=(7, 14, 21, 28, 42), low=1, high=120),
    "length": Clause(
        N_("Length of a meeting"), N_("How long a meeting takes"), numbers=(30, 45, 60, 90), low=15, high=240
    ),
    "number": Clause(N_("How many meetings"), N_("How many meetings we plan"), low=1, high=60),
    "tools": Clause(
        N_("Tools"),
        N_("Which tools we use"),
        (
            ("teams", "Microsoft Teams"),
            ("meet", "Google Meet"),
            ("zoom", "Zoom"),
            ("jitsi", "Jitsi Meet"),
            ("phone", N_("telephone")),
            ("documents", N_("shared documents")),
        ),
        several=True,
    ),
    "camera": Clause(
        N_("Camera"),
        N_("Camera on?"),
        (
            ("always", N_("always on")),
            ("usually", N_("on, whenever the connection allows")),
            ("free", N_("as each of us likes")),
        ),
    ),
    "contact": Clause(
        N_("Contact between meetings"),
        N_("How we keep in touch between meetings, and how soon we answer"),
        (
            ("room", N_("messages in our room")),
            ("mail", N_("email")),
            ("phone", N_("telephone")),
            ("messenger", N_("a messenger or text messages")),
            ("none", N_("only in meetings")),
        ),
        several=True,
        apart=tuple((one, "none") for one in ("room", "mail", "phone", "messenger")),
        numbers=(1, 2, 3, 5),
        low=1,
        high=30,
    ),
    "cancelling": Clause(
        N_("Cancelling and moving"),
        N_("How long before we cancel or move a meeting at the latest"),
        numbers=(24, 48, 72),
        low=1,
        high=336,
    ),
    "notes": Clause(
        N_("Notes and recordings"),
        N_("Notes and recordings"),
        (
            ("own", N_("each of us takes notes for themselves")),
            ("shared", N_("we keep shared notes in our room")),
            ("unrecorded", N_("we record nothing")),
            ("agreed", N_("we record only what both agreed to before")),
        ),
        several=True,
        apart=(("unrecorded", "agreed"),),
    ),
    "feedback": Clause(
        N_("Feedback"),
        N_("When we give each other feedback"),
        (
            ("each", N_("for a few minutes at the end of each meeting")),
            ("half_way", N_("half-way through our meetings")),
            ("end", N_("at the end of the process")),
            ("asked", N_("whenever one of us asks for it")),
        ),
        several=True,
    ),
    "limits": Clause(N_("Topics we leave out"), N_("Topics we leave out")),
    "review": Clause(
        N_("Review of the contract"),
        N_("When we look at this contract again"),
        (
            ("third", N_("after our third meeting")),
            ("half_way", N_("half-way through our meetings")),
            (ON_DAY, N_("on a day")),
        ),
    ),
}
"""The pair's own clauses, by name, in their order."""

FIXED_CLAUSES = (
    N_("What we say to each other stays between us, unless we both agree otherwise."),
    N_("The mentor shares experience and asks questions; the mentee decides and acts."),
    N_("We come prepared and on time, and tell each other early when something comes up."),
    N_("Either of us may end the process without giving a reason, after telling the other and the organizers."),
)
"""Clauses for programmes without their own."""


@dataclass(frozen=True)
class Answer:
    """An answer to a clause: codes in the order of its options, a number, a day (YYYY-MM-DD) and free words."""

    codes: tuple[str, ...] = ()
    number: int | None = None
    day: str = ""
    text: str = ""

    @classmethod
    def of(cls, kept: str | Mapping[str, Any]) -> Answer:
        """Return an answer as it is kept; older ones were free words."""
        if isinstance(kept, str):
            return cls(text=kept)
        return cls(tuple(kept.get("codes") or ()), kept.get("number"), kept.get("day") or "", kept.get("text") or "")

    def sorted(self, clause: Clause) -> Answer:
        """Return the same answer in the one way it is kept: codes once, in order; free words without space around."""
        order = [code for code, _ in clause.options]
        codes = sorted(set(self.codes), key=lambda one: order.index(one) if one in order else len(order))
        return Answer(tuple(codes), self.number, self.day, self.text.strip())

    def __bool__(self) -> bool:
        """Return whether it says anything."""
        return bool(self.codes or self.number is not None or self.day or self.text)

    def stored(self) -> dict[str, Any]:
        """Return it as it is kept: what it says, by the names of the parts."""
        parts = {"codes": list(self.codes), "number": self.number, "day": self.day, "text": self.text}
        return {name: value for name, value in parts.items() if value not in ([], None, "")}


@dataclass(frozen=True)
class Rhythm:
    """What a pair agreed on in figures: days between meetings, their number, minutes of each; 0 = not as a figure."""

    interval_days: int = 0
    planned_meetings: int = 0
    meeting_minutes: int = 0

    @classmethod
    def of(cls, own: Mapping[str, Answer]) -> Rhythm:
        """Return the figures in a pair's answers."""
        names = ("frequency", "number", "length")
        return cls(*(own[name].number or 0 if name in own else 0 for name in names))


def text_in(clause: Mapping[str, str], locale: str) -> str:
    """Return a clause of the programme in the reader's language, or else in one it has."""
    return next((clause[one] for one in (locale, *clause) if clause.get(one)), "")


def are_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Return whether two clauses of the programme say the same in a language both have, or in the one it is told in."""
    return bool(set(one.values()) & set(other.values()))


def all_in(clauses: Iterable[Mapping[str, str]], locale: str) -> list[str]:
    """Return clauses of the programme in the reader's language."""
    return [text_in(one, locale) for one in clauses]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
