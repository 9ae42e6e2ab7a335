"""Words of groups for pages: roles and steps, and what a case was about."""

from __future__ import annotations

from mentoring.errors import N_
from mentoring.tables.vocabulary import CircleRole, CircleState, CircleStep, CircleTheme

ROLES = {
    CircleRole.MODERATOR: N_("moderates"),
    CircleRole.PRESENTER: N_("brings a case"),
    CircleRole.TIME_KEEPER: N_("keeps the time"),
    CircleRole.CONSULTANT: N_("helps to think"),
}
STEP_NAMES = {
    CircleStep.ROLES: N_("Roles"),
    CircleStep.CASE: N_("The case"),
    CircleStep.QUESTION: N_("The key question"),
    CircleStep.CLARIFYING: N_("Clarifying questions"),
    CircleStep.IDEAS: N_("Ideas"),
    CircleStep.SUMMARY: N_("What the presenter takes"),
    CircleStep.LEARNING: N_("What we learned"),
}
STEP_TEXTS = {
    CircleStep.ROLES: N_("Who does what today; what is said here stays here."),
    CircleStep.CASE: N_("The presenter tells the case, without names. All others listen and don't interrupt."),
    CircleStep.QUESTION: N_("The presenter says in one sentence what they would like to think about."),
    CircleStep.CLARIFYING: N_("Questions that help to understand. No advice yet, not even as a question."),
    CircleStep.IDEAS: N_("The consultants think aloud with each other. The presenter listens and takes notes."),
    CircleStep.SUMMARY: N_("The presenter says what they take from the ideas, and what they will try first."),
    CircleStep.LEARNING: N_("Each says one thing that they take for their own work."),
}
STATES = {
    CircleState.POLLING: N_("looks for a date"),
    CircleState.ARRANGED: N_("has a date"),
    CircleState.MET: N_("met"),
    CircleState.CALLED_OFF: N_("called off"),
    CircleState.NO_DATE: N_("found no date"),
}
THEMES = {
    CircleTheme.NONE: N_("not said"),
    CircleTheme.RELATIONSHIP: N_("the relationship in a pair"),
    CircleTheme.GOALS: N_("goals"),
    CircleTheme.MOTIVATION: N_("motivation"),
    CircleTheme.BOUNDARIES: N_("boundaries and expectations"),
    CircleTheme.FEEDBACK: N_("feedback"),
    CircleTheme.CONFLICT: N_("a conflict"),
    CircleTheme.CAREER: N_("career and change"),
    CircleTheme.ENDING: N_("ending a process"),
    CircleTheme.OTHER: N_("something else"),
}
