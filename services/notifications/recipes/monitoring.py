"""Nudges to silent pairs, and what organizers hear of pairs and mentees who need a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import links
from mentoring.agreement import every
from mentoring.events.monitoring import MatterRaised, OnboardingOverdue, PairWentInactive
from mentoring.tables.core import Item
from mentoring.tables.gatherings.onboarding import Onboarding, OnboardingProgress
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import SAME_DAY, AssignmentState, Worry
from notifications import people
from notifications.recipes.base import for_organizers, make, sign, tells
from notifications.truth import monitoring as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail, Recipient


def nudge(context: Context, data: PairWentInactive) -> list[Mail]:
    """A friendly question to both, with the reason and one-click answers; of a survey, to whom it waits for."""
    found = people.of_pair(context, data.pair_id)
    if data.rule == Worry.SURVEY:
        return [
            make(
                "nudge",
                to,
                found.programme,
                links.url("/surveys"),
                rule=data.rule,
                days=data.days,
                other=found.other(to.key).name,
                agreed="",
            )
            for to in found.both
            if _has_open_survey(context, data.pair_id, to)
        ]
    return [
        make(
            "nudge",
            to,
            found.programme,
            links.url("/monitoring/answer", sign(context, "nudge", data.pair_id, to, rule=data.rule)),
            rule=data.rule,
            days=data.days,
            other=found.other(to.key).name,
            agreed=every(found.pair.interval_days, to.locale) if found.pair.interval_days else "",
        )
        for to in found.both
    ]


def onboarding(context: Context, data: OnboardingOverdue) -> list[Mail]:
    """A friendly word to somebody whose onboarding waits: how much is left, and whether it comes first."""
    (one,) = people.participants(context, data.programme_id, [data.participant_id])
    about = people.programme(context, data.programme_id)
    keys = [Onboarding.key(data.programme_id), OnboardingProgress.key(data.programme_id, data.participant_id)]
    read = context.store.get_many(Item, keys)
    left = next((each.left for each in read if isinstance(each, OnboardingProgress)), 0)
    first = any(isinstance(each, Onboarding) and each.comes_first for each in read)
    link = links.url(f"/onboarding/{data.programme_id}")
    return [make("onboarding_reminder", people.of_participant(one), about, link, left=left, first=first)]


def matter(context: Context, data: MatterRaised) -> list[Mail]:
    """Tell the organizers which pair needs somebody, and why, if they hear of it the same day."""
    if data.urgency not in SAME_DAY:
        return []
    link = links.url(f"/monitoring/{data.programme_id}/matters")
    found = people.of_pair(context, data.pair_id)
    values = {"rule": data.rule, "mentor": found.mentor.name, "mentee": found.mentee.name}
    return for_organizers(context, "alert", found.programme, link, **values)


def _has_open_survey(context: Context, pair_id: str, to: Recipient) -> bool:
    theirs = context.store.listed(Assignment, *Assignment.listed(to.key))
    return any(one.pair_id == pair_id and one.state == AssignmentState.OPEN for one in theirs)


TOLD = (
    tells(PairWentInactive, holds.silence_lasts, nudge),
    tells(OnboardingOverdue, holds.onboarding_waits, onboarding),
    tells(MatterRaised, holds.matter_is_open, matter),
)
