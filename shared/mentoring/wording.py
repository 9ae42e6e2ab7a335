"""The texts of mails with a preview, shared by both: decisions for applicants, and announcements.

msgids may contain `%(programme)s`, in quotes: strangers see names that somebody typed only so, and a preview says what
everybody reads. An organizer's own message follows these texts and isn't part of them.
"""

from __future__ import annotations

from mentoring.errors import N_
from mentoring.tables.vocabulary import ApplicationState, Role
from mentoring.values import dataclass


@dataclass(frozen=True)
class Words:
    """A subject and the paragraphs below it, as msgids; `as_mentor` is the one that has the reader's form in a mail."""

    subject: str
    lines: tuple[str, ...]
    as_mentor: str = ""


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
        N_("Mentees choose in this programme. When somebody asks you, you get an email, and you decide."),
        N_("Until then you don't have to do anything."),
    ),
}
"""The next step in programmes whose mentees choose for themselves."""
_DECISIONS = {
    ApplicationState.REJECTED: Words(
        N_("About your application: “%(programme)s”"),
        (N_("This time we can't offer you a place. It's down to the number of places, not to you."),),
    ),
    ApplicationState.WAITLISTED: Words(
        N_("You are on the waiting list: “%(programme)s”"),
        (N_("All places are taken at the moment. We keep your application and will write as soon as one is free."),),
    ),
    ApplicationState.NEEDS_INFO: Words(
        N_("We need a little more from you: “%(programme)s”"),
        (N_("Please complete your application and send it again."),),
    ),
    ApplicationState.SUBMITTED: Words(
        N_("We are looking at your application again: “%(programme)s”"),
        (
            N_("We wrote to you that we can't offer you a place. That no longer holds: we are deciding once more."),
            N_("You don't have to do anything; we'll write to you."),
        ),
    ),
    ApplicationState.WITHDRAWN: Words(
        N_("You no longer take part: “%(programme)s”"),
        (
            N_("The organizers have ended your part in the programme. Pairs, proposals and seats you had end with it."),
            N_("If you think that this is a mistake, write to the organizers."),
        ),
    ),
}
_RETURNED = N_("You are taking part again: “%(programme)s”")


def of_decision(state: ApplicationState, role: Role, *, chooses: bool, again: bool = False) -> Words:
    """Return the text of a decision for somebody who applied as `mentor` or `mentee`.

    `chooses`: in this programme mentees choose their mentors themselves. `again`: they had been taken out. Somebody who
    is told of «submitted» had been refused, of «withdrawn» was taken out.
    """
    if state != ApplicationState.ACCEPTED:
        return _DECISIONS[state]
    as_mentor = N_("You are taking part as a mentor.")
    taking = as_mentor if role == Role.MENTOR else N_("You are taking part as a mentee.")
    subject = _RETURNED if again else N_("Welcome to the programme “%(programme)s”")
    return Words(subject, (taking, *(_CHOOSING[role] if chooses else _ACCEPTED)), as_mentor)


@dataclass(frozen=True)
class AgainWords:
    """What asks people of an earlier edition to come again, as msgids; `%(earlier)s` is what that was called."""

    subject: str = N_("Would you like to come again? “%(programme)s”")
    before: str = N_(
        "You were in the programme %(earlier)s and wanted to be told of the next one: applications are open."
    )
    until: str = N_("You can apply until %(day)s.")
    form: str = N_(
        "The button leads to your own application: what you said of yourself last time stands there already. Look at "
        "it, add what is new, give your consents anew, and send it."
    )
    no: str = N_(
        "If it doesn't suit you this time, say so there with one click, and we won't ask again about this edition."
    )
    silence: str = N_("If you do nothing, nothing happens.")
    button: str = N_("Look at it, or say no")
    why: str = N_("You get this email once, because you agreed to be told of the next editions.")


@dataclass(frozen=True)
class AnnouncementWords:
    """What stands around an announcement, as msgids; `subject` where its own can't be shown."""

    subject: str = N_("News from the organizers: “%(programme)s”")
    button: str = N_("Read it on our page")
    why: str = N_("You get this email because you take part in the programme “%(programme)s”.")
