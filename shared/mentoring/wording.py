"""The texts of mails with a preview, shared by both: decisions for applicants, and announcements.

msgids may contain `%(programme)s`. An organizer's own message follows these texts and isn't part of them.
"""

from __future__ import annotations

from mentoring.errors import N_
from mentoring.tables.vocabulary import ApplicationState, Role
from mentoring.values import dataclass


@dataclass(frozen=True)
class Words:
    """A subject and the paragraphs below it, as msgids."""

    subject: str
    lines: tuple[str, ...]


_ACCEPTED = (
    N_("Next, we look for good pairs for everybody. You will get a proposal with our reasons, and you decide."),
    N_("Until then you don't have to do anything."),
)
_CHOOSING = {
    Role.MENTEE: (
        N_("In this programme you choose your mentor yourself. We'll write to you as soon as you can choose."),
        N_("Until then you don't have to do anything."),
    ),
    Role.MENTOR: (
        N_("Mentees choose in this programme. When somebody asks you, you get a mail, and you decide."),
        N_("Until then you don't have to do anything."),
    ),
}
"""The next step in programmes whose mentees choose for themselves."""
_DECISIONS = {
    ApplicationState.REJECTED: Words(
        N_("About your application: %(programme)s"),
        (N_("This time we can't offer you a place. It's down to the number of places, not to you."),),
    ),
    ApplicationState.WAITLISTED: Words(
        N_("You are on the waiting list: %(programme)s"),
        (N_("All places are taken at the moment. We keep your application and will write as soon as one is free."),),
    ),
    ApplicationState.NEEDS_INFO: Words(
        N_("We need a little more from you: %(programme)s"),
        (N_("Please complete your application and send it again."),),
    ),
}


def of_decision(state: ApplicationState, role: Role, *, chooses: bool) -> Words:
    """Return the text of a decision for somebody who applied as `mentor` or `mentee`.

    `chooses`: in this programme mentees choose their mentors themselves.
    """
    if state != ApplicationState.ACCEPTED:
        return _DECISIONS[state]
    taking = N_("You are taking part as a mentor.") if role == Role.MENTOR else N_("You are taking part as a mentee.")
    return Words(N_("Welcome to the programme %(programme)s"), (taking, *(_CHOOSING[role] if chooses else _ACCEPTED)))


@dataclass(frozen=True)
class AnnouncementWords:
    """What stands around an announcement, as msgids; `subject` where its own can't be shown."""

    subject: str = N_("News from the organizers: %(programme)s")
    button: str = N_("Read it on our page")
    why: str = N_("You get this mail because you take part in the programme %(programme)s.")
