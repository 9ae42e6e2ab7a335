"""Announcements of organizers: what they say, in which language, and for whom they are. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import Audience, PairOutcome, PairStage, Role, SegmentKind
from mentoring.texts import language
from mentoring.values import dataclass
from workspace.guides import READS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MOST_DAYS = 365
MOST_CHOSEN = 100
"""People of a list that is typed or pasted; more of them are a role or a condition."""
MOST_SUBJECT = 150
MOST_TEXT = 20_000
TOO_LONG = {
    "subject": N_("This is too long: at most %(most_subject)s characters."),
    "text": N_("This is too long: at most %(most)s characters."),
}
MOST_PEOPLE = 10_000
"""People to whom one announcement goes, and pairs or surveys that are looked at for it."""
OF_PAIRS = (SegmentKind.STAGE, SegmentKind.UNSIGNED, SegmentKind.SILENT)

Texts = dict[str, dict[str, str]]
"""Language → `{subject, text}`, the text in Markdown."""
NOTHING = {"subject": "", "text": ""}


def subject(texts: Texts, locale: str) -> str:
    """Return the subject in the language in which somebody reads these texts."""
    return str(texts[language(texts, locale)]["subject"])


class NobodyMeant(Conflict):
    """Nobody is in this segment today."""

    code = "nobody-meant"
    message = N_("Nobody is meant at the moment: there is nobody to send this to.")


class PeopleChanged(Conflict):
    """Others are in the segment than in the preview."""

    code = "people-changed"
    message = N_(
        "Meanwhile this is for others than the preview said: %(now)s instead of %(before)s people, or not the same "
        "ones. Nothing was sent. Look at the preview again."
    )


class TooManyPeople(Conflict):
    """More people than one announcement goes to."""

    code = "too-many-people"
    message = N_("These are more than %(most)s people. Write to mentors and mentees, or to each stage, one by one.")


class PeopleUnknown(Invalid):
    """Some of the chosen people don't take part, or not in this role."""

    code = "people-unknown"
    message = N_("Nobody who takes part in this programme in the chosen role has this address: %(who)s")


@dataclass(frozen=True)
class PairSeen:
    """What a segment asks of a pair; `quiet_since` is its last meeting, or its beginning if it hasn't met."""

    stage: PairStage
    outcome: PairOutcome
    signed: bool
    quiet_since: datetime
    rests: bool = False

    @property
    def goes_on(self) -> bool:
        """Return whether its process has not ended."""
        return not self.outcome


@dataclass(frozen=True)
class Segment:
    """For whom an announcement is: a role, and a condition on it.

    `stage` belongs to `SegmentKind.STAGE`, `days` to `SILENT`, `chosen` (addresses or participant ids) to `CHOSEN`.
    """

    audience: Audience = Audience.BOTH
    kind: SegmentKind = SegmentKind.EVERYBODY
    stage: PairStage | None = None
    days: int = 0
    chosen: tuple[str, ...] = ()

    def checked(self) -> Segment:
        """Return it without what its kind doesn't need; raise `Invalid` if something it needs is missing."""
        wrong = {}
        if self.kind == SegmentKind.STAGE and self.stage is None:
            wrong["/stage"] = N_("Choose a stage.")
        if self.kind == SegmentKind.SILENT and not 1 <= self.days <= MOST_DAYS:
            wrong["/days"] = N_("Choose a number of days from 1 to 365.")
        if self.kind == SegmentKind.CHOSEN and not 1 <= len(self.chosen) <= MOST_CHOSEN:
            wrong["/chosen"] = N_("Name at least one person, and at most a hundred.")
        if wrong:
            raise Invalid(fields=wrong)
        return replace(
            self,
            stage=self.stage if self.kind == SegmentKind.STAGE else None,
            days=self.days if self.kind == SegmentKind.SILENT else 0,
            chosen=tuple(dict.fromkeys(self.chosen)) if self.kind == SegmentKind.CHOSEN else (),
        )

    def includes(self, role: Role) -> bool:
        """Return whether it is for people with a role."""
        return self.audience in (Audience.BOTH, READS[role])

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return the roles it is for."""
        return tuple(role for role in Role if self.includes(role))

    def concerns(self, pair: PairSeen, now: datetime) -> bool:
        """Return whether it is for the two of a pair. Who pauses need not have met, nor sign anything."""
        if self.kind == SegmentKind.STAGE:
            return pair.stage == self.stage
        if not pair.goes_on or pair.rests:
            return False
        if self.kind == SegmentKind.UNSIGNED:
            return not pair.signed
        return self.kind == SegmentKind.SILENT and now - pair.quiet_since >= timedelta(days=self.days)


def checked(texts: Texts, languages: Sequence[str]) -> Texts:
    """Return the texts of the languages that are written, each whole; one of the programme's `languages` has to be."""
    written = {locale: one for locale, one in texts.items() if any(part.strip() for part in one.values())}
    needed = list(languages) or list(texts)
    asked = written if any(one in written for one in needed) else {needed[0]: NOTHING, **written}
    wrong = {
        f"/{name}_{locale}": N_("This is required.")
        for locale, one in asked.items()
        for name, value in one.items()
        if not value.strip()
    }
    for locale, one in written.items():
        for name, most in (("subject", MOST_SUBJECT), ("text", MOST_TEXT)):
            if len(one[name]) > most:
                wrong[f"/{name}_{locale}"] = TOO_LONG[name]
    if wrong:
        raise Invalid(fields=wrong, most=MOST_TEXT, most_subject=MOST_SUBJECT)
    return {locale: {name: value.strip() for name, value in one.items()} for locale, one in written.items()}


def digest(person_ids: Iterable[str]) -> str:
    """Return a hash of who is meant: the same people in any order give the same one."""
    return hashlib.sha256("\n".join(sorted(person_ids)).encode()).hexdigest()
