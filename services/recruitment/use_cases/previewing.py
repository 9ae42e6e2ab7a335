"""A decision before it is made: on whom, who is passed over and why, which mail each would get.

A preview has a tag. Who decides sends it back, and if anything about the choice has changed since, nothing is decided:
the organizer sees the new preview. So neither an old page nor «all that fit» decides on somebody nobody looked at.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

from mentoring import wording
from mentoring.errors import NotFound
from mentoring.tables.vocabulary import ApplicationState, PairingMode, Passed, Role
from mentoring.values import dataclass
from recruitment import domain, selecting
from recruitment.use_cases import deciding, decision_jobs, listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Application, Job, Programme
    from mentoring.wording import Words
    from recruitment.rows import Row
    from recruitment.use_cases.deciding import Remarks


@dataclass(frozen=True)
class Choice:
    """Which applications are meant: these, or all that fit what is wanted (`selecting.FILTERS`)."""

    application_ids: Sequence[str] = ()
    everybody: bool = False
    wanted: Mapping[str, str] | None = None


@dataclass(frozen=True)
class MailGroup:
    """A mail that so many get, in one language and one role."""

    locale: str
    role: Role
    number: int
    words: Words


@dataclass(frozen=True)
class Preview:
    """A decision on some applications: on whom it is made, who is passed over for which reason, the mails."""

    decision: ApplicationState
    decided: Sequence[Row]
    passed: Mapping[Passed, Sequence[Row]]
    mails: Sequence[MailGroup]

    @property
    def tag(self) -> str:
        """Return what a confirmation repeats: it changes with whoever is decided on or passed over."""
        told: list[object] = [self.decision, sorted(one.application_id for one in self.decided)]
        told += [[reason, sorted(one.application_id for one in some)] for reason, some in self.passed.items()]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def preview(
    context: Context, programme_id: str, choice: Choice, decision: ApplicationState | None = None
) -> tuple[Programme, list[Preview]]:
    """Return a programme and the preview of a decision on a choice, or without one, of each that is possible.

    Raises `NotFound` for a foreign id.
    """
    programme, known = listing.organized(context, programme_id)
    chosen = _chosen(choice, known, programme)
    decisions = [decision] if decision else [one for one in domain.DECISIONS if _possible(chosen, one)]
    return programme, [_preview(programme, chosen, one) for one in decisions]


def decide(
    context: Context, programme_id: str, choice: Choice, decision: ApplicationState, words: Remarks, tag: str
) -> list[Application] | Job:
    """Decide what was previewed under a tag; many are left to the worker, whose job is returned.

    Raises `ChangedMeanwhile` unless the preview is still the same.
    """
    _, (found,) = preview(context, programme_id, choice, decision)
    if found.tag != tag:
        raise domain.ChangedMeanwhile
    chosen = [one.application_id for one in found.decided]
    if len(chosen) <= deciding.DECIDED_AT_ONCE:
        return deciding.decide(context, programme_id, chosen, decision, comment=words.comment, message=words.message)
    deciding.check_decision(context, programme_id, decision, words.message)
    return decision_jobs.begin(context, programme_id, chosen, decision, words)


def unconfirmed(context: Context, programme_id: str, choice: Choice) -> int | None:
    """Return how many of those chosen by id haven't confirmed their address; None for all that fit: not looked up."""
    if choice.everybody:
        return None
    return len(deciding.unconfirmed(context, deciding.chosen(context, programme_id, choice.application_ids)[1]))


def _chosen(choice: Choice, known: Sequence[Row], programme: Programme) -> list[Row]:
    if choice.everybody:
        return list(selecting.select(known, choice.wanted or {}, programme.consent_texts).rows)
    by_id = {one.application_id: one for one in known}
    wanted = list(dict.fromkeys(choice.application_ids))
    if not all(one in by_id for one in wanted):
        raise NotFound
    return [by_id[one] for one in wanted]


def _possible(chosen: Sequence[Row], decision: ApplicationState) -> bool:
    return all(_takes(one, decision) for one in chosen)


def _takes(one: Row, decision: ApplicationState) -> bool:
    return domain.Application(ApplicationState(one.state)).takes(decision)


def _preview(programme: Programme, chosen: Sequence[Row], decision: ApplicationState) -> Preview:
    decided: list[Row] = []
    passed: dict[Passed, list[Row]] = {}
    for one in chosen:
        reason = why_passed(one, decision)
        (passed.setdefault(reason, []) if reason else decided).append(one)
    chooses = programme.pairing_mode == PairingMode.SELF_MATCHING
    groups = Counter((one.locale, one.role) for one in decided)
    mails = [
        MailGroup(locale, Role(role), number, wording.of_decision(decision, Role(role), chooses=chooses))
        for (locale, role), number in groups.most_common()
    ]
    return Preview(decision, decided, passed, mails)


def why_passed(one: Row, decision: ApplicationState) -> Passed | None:
    """Return why a decision passes over an application; None if it doesn't."""
    if one.state == decision:
        return Passed.ALREADY
    if not _takes(one, decision):
        return Passed.STATE
    if one.waits:
        return Passed.UNTOLD
    if decision == ApplicationState.ACCEPTED and one.asked:
        return Passed.CONSENTS
    return None
