"""An application between its applicant and the organizers, who decide on it (domain.md §2.2)."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, Conflict, Invalid
from mentoring.questions import PREFIX
from mentoring.tables.vocabulary import ApplicationState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_TYPED = 60_000
"""Characters of a draft, all answers together."""

STATE_NAMES = {
    ApplicationState.DRAFT: N_("draft"),
    ApplicationState.SUBMITTED: N_("to decide"),
    ApplicationState.NEEDS_INFO: N_("more information asked for"),
    ApplicationState.ACCEPTED: N_("accepted"),
    ApplicationState.WAITLISTED: N_("waiting list"),
    ApplicationState.REJECTED: N_("rejected"),
    ApplicationState.WITHDRAWN: N_("withdrawn"),
}
"""State → its name for organizers."""
DECISIONS = {
    ApplicationState.ACCEPTED: (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO, ApplicationState.WAITLISTED),
    ApplicationState.WAITLISTED: (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO),
    ApplicationState.REJECTED: (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO, ApplicationState.WAITLISTED),
    ApplicationState.NEEDS_INFO: (ApplicationState.SUBMITTED,),
}
"""Decision → states it may follow on."""
UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO)
"""States in which the organizers have it and haven't decided."""
EDITABLE = (ApplicationState.DRAFT, *UNDECIDED, ApplicationState.WITHDRAWN)
"""States in which the applicant may change and send the application."""
WITHDRAWABLE = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.NEEDS_INFO,
    ApplicationState.WAITLISTED,
)


class AlreadyApplied(Conflict):
    """The application is decided, and the applicant can't change it any more."""

    code = "already-applied"
    message = N_("You have already applied in this role, and the organizers have decided.")


class TooMuchTyped(Invalid):
    """The form holds more than a draft keeps."""

    code = "too-much-typed"
    message = N_("This is more than a draft keeps: at most %(most)s characters in all. Shorten the longest answer.")


class DecisionRefused(Conflict):
    """The application's state, or the programme's stage, doesn't allow this decision."""

    code = "decision-refused"
    message = N_("This application can't be decided that way any more.")


class TooManyWished(Conflict):
    """A mentee wishes for as many mentors as there can be."""

    code = "too-many-wished"
    message = N_("You can choose at most five mentors. Take one away first.")


class NotChangeable(Conflict):
    """Somebody doesn't take part, or the programme is over."""

    code = "not-changeable"
    message = N_("This can only be changed while you take part in the programme.")


class NotTakenPart(Conflict):
    """Only who takes part can be taken out, and only who was taken out be put back."""

    code = "not-taken-part"
    message = N_("That isn't possible any more: the application has another state now, or the programme is over.")


class NotWithdrawable(Conflict):
    """The application was rejected, or the programme is over."""

    code = "not-withdrawable"
    message = N_("This application can't be withdrawn any more. Write to the organizers.")


@dataclass(frozen=True)
class Draft:
    """A form as its applicant typed it: answers by field, the opened page they are from, the version it is based on.

    `late` is the token of the link to apply after the last day that led to the form.
    """

    answers: Mapping[str, str | list[str]] = field(default_factory=dict)
    page: str = ""
    version: str = ""
    late: str = ""

    def check(self) -> None:
        """Raise `TooMuchTyped` for more than is kept."""
        if sum(len("".join(answer)) for answer in self.answers.values()) > MOST_TYPED:
            raise TooMuchTyped(most=MOST_TYPED)

    def continues(self, page: str) -> bool:
        """Return whether the page that saved last is this one: then its version needs no look.

        Answers to what it saved may have been lost on the way.
        """
        return bool(self.page) and self.page == page


@dataclass(frozen=True)
class Application:
    """How an application stands, and when it was last sent; a new one is a draft.

    `withdrawn_from` is the state of one that was withdrawn before; nothing for any other.
    """

    state: ApplicationState = ApplicationState.DRAFT
    submitted_at: str | None = None
    withdrawn_from: str = ""

    @property
    def is_shown(self) -> bool:
        """Return whether organizers see it: a draft is its applicant's own, also one that was dropped."""
        return self.state != ApplicationState.DRAFT and self.submitted_at is not None

    def check_editable(self) -> None:
        """Raise `AlreadyApplied` unless the applicant may change it."""
        if self.state not in EDITABLE:
            raise AlreadyApplied

    def keep(self) -> Application:
        """Let the applicant save it: one that was withdrawn is a draft again."""
        if self.state != ApplicationState.WITHDRAWN:
            return self
        return replace(self, state=ApplicationState.DRAFT, withdrawn_from="")

    def submit(self, at: str) -> Application:
        """Send it, at an instant: it waits for a decision. One that waits already is only changed."""
        if self.state == ApplicationState.SUBMITTED:
            return self
        return replace(self, state=ApplicationState.SUBMITTED, submitted_at=at, withdrawn_from="")

    def may_be_changed(self, *, over: bool) -> bool:
        """Return whether somebody who takes part may change what they said, until the programme is `over`."""
        return self.state == ApplicationState.ACCEPTED and not over

    def check_changeable(self, *, over: bool) -> None:
        """Raise `NotChangeable` unless `may_be_changed`."""
        if not self.may_be_changed(over=over):
            raise NotChangeable

    def takes(self, decision: ApplicationState) -> bool:
        """Return whether a decision can follow and changes something."""
        return self.state in DECISIONS.get(decision, ())

    def decide(self, decision: ApplicationState) -> Application:
        """Decide; raise `DecisionRefused` when the decision can't follow.

        The same decision again changes nothing, so that a list of decisions may be sent again.
        """
        if self.state == decision and decision in DECISIONS:
            return self
        if not self.takes(decision):
            raise DecisionRefused
        return replace(self, state=decision)

    def reconsider(self) -> Application:
        """Take back a refusal: it waits for a decision again. Raises `DecisionRefused`."""
        if self.state != ApplicationState.REJECTED:
            raise DecisionRefused
        return replace(self, state=ApplicationState.SUBMITTED)

    def take_out(self, *, over: bool) -> Application:
        """Let the organizers end somebody's part; raises `NotTakenPart`."""
        if self.state != ApplicationState.ACCEPTED or over:
            raise NotTakenPart
        return replace(self, state=ApplicationState.WITHDRAWN)

    def put_back(self, *, taken_out: bool) -> Application:
        """Let somebody take part again whom the organizers had taken out; raises `NotTakenPart`."""
        if self.state != ApplicationState.WITHDRAWN or not taken_out:
            raise NotTakenPart
        return replace(self, state=ApplicationState.ACCEPTED)

    def may_be_withdrawn(self, *, over: bool) -> bool:
        """Return whether its applicant may leave; who was accepted may until the programme is `over`."""
        return self.state in WITHDRAWABLE or (self.state == ApplicationState.ACCEPTED and not over)

    def withdraw(self, *, over: bool) -> Application:
        """Leave; a second time changes nothing. Raises `NotWithdrawable`."""
        if self.state == ApplicationState.WITHDRAWN:
            return self
        if not self.may_be_withdrawn(over=over):
            raise NotWithdrawable
        return replace(self, state=ApplicationState.WITHDRAWN, withdrawn_from=self.state)

    def may_come_back(self, *, decides: bool) -> bool:
        """Return whether a withdrawal can be taken back: of one that waited, while organizers still decide."""
        waited = self.withdrawn_from in (*UNDECIDED, ApplicationState.WAITLISTED)
        return self.state == ApplicationState.WITHDRAWN and waited and decides

    def come_back(self, *, decides: bool) -> Application:
        """Take a withdrawal back; of one that waits nothing changes. Raises `NotWithdrawable`."""
        if self.state in (*UNDECIDED, ApplicationState.WAITLISTED):
            return self
        if not self.may_come_back(decides=decides):
            raise NotWithdrawable
        return replace(self, state=ApplicationState(self.withdrawn_from), withdrawn_from="")


ADD, DROP, UP = "add", "drop", "up"
"""What can be done with a wish."""
MOST_WISHED = 5


def wished(before: Sequence[str], verb: str, mentor: str) -> list[str]:
    """Return a mentee's wishes, best first, after one was added, dropped, or put one place up."""
    found = list(before)
    if verb == ADD and mentor not in found:
        if len(found) >= MOST_WISHED:
            raise TooManyWished
        found.append(mentor)
    elif verb == DROP and mentor in found:
        found.remove(mentor)
    elif verb == UP and mentor in found[1:]:
        place = found.index(mentor)
        found[place - 1 : place + 1] = [mentor, found[place - 1]]
    return found


def completed(told: Mapping[str, Any], drafted: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an imported profile, completed from the person's own draft; the person's own consents are kept."""
    draft = drafted or {}
    consents = {one["kind"]: one for one in (*told["consents"], *draft.get("consents", []))}
    return {name: value or draft.get(name, value) for name, value in told.items()} | {
        "consents": list(consents.values())
    }


def still_asked(asked: Mapping[str, str], profile: Mapping[str, Any]) -> dict[str, str]:
    """Return what a person still has to be asked for: fields and consents that nobody has told since."""
    given = {f"{one['kind']}_consent" for one in profile["consents"]}
    return {
        name: text
        for name, text in asked.items()
        if name not in given and (text or name.endswith("_consent") or not _told(profile, name))
    }


def _told(profile: Mapping[str, Any], name: str) -> bool:
    """Return whether a profile tells a field, or answers an own question."""
    return bool(profile.get(name) or profile.get("answers", {}).get(name.removeprefix(PREFIX)))


def mail_locale(spoken: Sequence[str], wished: str, offered: Sequence[str] = ("pl", "en")) -> str:
    """Return the language of mails to an imported person: `wished`, unless they speak only another one."""
    understood = [locale for locale in offered if locale in spoken]
    return wished if wished in understood or not understood else understood[0]
