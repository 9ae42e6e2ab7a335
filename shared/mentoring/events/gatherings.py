"""Events that gatherings publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class GatheringAnnounced(EventData):
    """People can sign up for a gathering; those it is for are invited, one after the other."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str


@dataclass(frozen=True)
class GatheringChanged(EventData):
    """An organizer changed something of a gathering that is announced."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str


@dataclass(frozen=True)
class GatheringMoved(EventData):
    """A gathering has another time or place; `at` is the sequence with which calendars are told of it."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str
    at: int


@dataclass(frozen=True)
class GatheringCancelled(EventData):
    """A gathering was cancelled; `at` is the sequence with which calendars are told of it."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str
    at: int


@dataclass(frozen=True)
class GatheringNear(EventData):
    """It is time to remind those who come to a gathering; `ahead` is how long before it (ISO 8601)."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str
    ahead: str


@dataclass(frozen=True)
class SeatsChanged(EventData):
    """Seats of a gathering became free, or somebody waits for one: who waits longest may be asked."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str


@dataclass(frozen=True)
class GatheringTold(EventData):
    """Somebody is told something of a gathering by mail (`news`); `at` is the sequence of time and place."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str
    person_id: str
    participant_id: str
    news: str
    at: int
    ahead: str = ""


@dataclass(frozen=True)
class GatheringEnded(EventData):
    """The time of a gathering is over."""

    source = "gatherings"
    aggregate = "gathering"
    programme_id: str
    gathering_id: str


@dataclass(frozen=True)
class OnboardingChanged(EventData):
    """The lists of a programme that people have, or what holds for them, changed: everybody's standing follows.

    `reminders`: the days until the first reminder changed, too.
    """

    source = "gatherings"
    aggregate = "programme"
    programme_id: str
    reminders: bool


@dataclass(frozen=True)
class OnboardingWaived(EventData):
    """An organizer waived a step for these participants, or all that are open (an empty `step_id`)."""

    source = "gatherings"
    aggregate = "programme"
    programme_id: str
    step_id: str
    participant_ids: list[str]


@dataclass(frozen=True)
class OnboardingWaits(EventData):
    """Somebody has steps to do that are required, since an instant (`since`)."""

    source = "gatherings"
    aggregate = "participant"
    programme_id: str
    participant_id: str
    person_id: str
    role: str
    since: str


@dataclass(frozen=True)
class OnboardingCompleted(EventData):
    """Nothing required is left for somebody: it was done, waived, or taken off the list."""

    source = "gatherings"
    aggregate = "participant"
    programme_id: str
    participant_id: str
    person_id: str
    role: str


@dataclass(frozen=True)
class GatheringAttended(EventData):
    """Somebody is, or was, at a gathering."""

    source = "gatherings"
    aggregate = "attendance"
    programme_id: str
    gathering_id: str
    person_id: str
    participant_id: str


@dataclass(frozen=True)
class GatheringMissed(EventData):
    """Somebody wasn't at a gathering, other than was noted before."""

    source = "gatherings"
    aggregate = "attendance"
    programme_id: str
    gathering_id: str
    person_id: str
    participant_id: str


@dataclass(frozen=True)
class PhotosAnswered(EventData):
    """Somebody said whether photos of a gathering may show them (`answer`), or took that back."""

    source = "gatherings"
    aggregate = "sign_up"
    programme_id: str
    gathering_id: str
    person_id: str
    participant_id: str
    answer: str


@dataclass(frozen=True)
class CheckInChanged(EventData):
    """People can confirm at other times, or with another code, that they are at a gathering."""

    source = "gatherings"
    aggregate = "check_in"
    programme_id: str
    gathering_id: str


@dataclass(frozen=True)
class BreakoutRoomsChanged(EventData):
    """People of a gathering are seated in breakout rooms, or a round began, paused or ended; `nth` is from 0."""

    source = "gatherings"
    aggregate = "breakout"
    programme_id: str
    gathering_id: str
    state: str
    nth: int


@dataclass(frozen=True)
class CircleRoundChanged(EventData):
    """Groups were proposed, somebody was moved to another one, or the draft was thrown away (`gone`)."""

    source = "gatherings"
    aggregate = "circle_round"
    programme_id: str
    round_id: str
    gone: bool = False


@dataclass(frozen=True)
class CirclesSent(EventData):
    """Groups are decided: each is formed, and its people are told."""

    source = "gatherings"
    aggregate = "circle_round"
    programme_id: str
    round_id: str


@dataclass(frozen=True)
class CircleFormed(EventData):
    """A group exists, and looks for a date."""

    source = "gatherings"
    aggregate = "circle"
    programme_id: str
    circle_id: str


@dataclass(frozen=True)
class CircleChanged(EventData):
    """Something became different of a group (`deed`); `nth` is its meeting, from 1."""

    source = "gatherings"
    aggregate = "circle"
    programme_id: str
    circle_id: str
    deed: str
    nth: int


@dataclass(frozen=True)
class CircleTold(EventData):
    """Somebody is told something of their group by mail (`news`); `nth` is its meeting, from 1."""

    source = "gatherings"
    aggregate = "circle"
    programme_id: str
    circle_id: str
    person_id: str
    participant_id: str
    news: str
    nth: int


@dataclass(frozen=True)
class CaseCardWritten(EventData):
    """The presenter wrote or changed a case card; `shown` says whether the group may read it."""

    source = "gatherings"
    aggregate = "case_card"
    programme_id: str
    circle_id: str
    card_id: str
    shown: bool


@dataclass(frozen=True)
class CaseCardKept(EventData):
    """The author keeps a case card, for themselves alone."""

    source = "gatherings"
    aggregate = "case_card"
    programme_id: str
    circle_id: str
    card_id: str


@dataclass(frozen=True)
class CaseCardErased(EventData):
    """The words of a case card and its key are gone; `why` as in `CaseEnd`."""

    source = "gatherings"
    aggregate = "case_card"
    programme_id: str
    circle_id: str
    card_id: str
    why: str


@dataclass(frozen=True)
class DirectoryChanged(EventData):
    """Somebody can be found in the directory of a programme, in another way than before, or not any more."""

    source = "gatherings"
    aggregate = "person"
    programme_id: str
    person_id: str


@dataclass(frozen=True)
class IntroductionAsked(EventData):
    """Somebody would like to meet somebody, who is asked by mail; `turn` says for which time."""

    source = "gatherings"
    aggregate = "introduction"
    programme_id: str
    introduction_id: str
    asker_person_id: str
    asked_person_id: str
    turn: int


@dataclass(frozen=True)
class IntroductionAccepted(EventData):
    """Two people would like to meet: both get a mail with each other's address."""

    source = "gatherings"
    aggregate = "introduction"
    programme_id: str
    introduction_id: str
    asker_person_id: str
    asked_person_id: str


@dataclass(frozen=True)
class IntroductionDeclined(EventData):
    """Somebody would rather not meet who asked; nobody is told."""

    source = "gatherings"
    aggregate = "introduction"
    programme_id: str
    introduction_id: str


@dataclass(frozen=True)
class GatheringsWorkContinued(Continued):
    """The gatherings consumer continues work that takes several parts."""

    source = "gatherings"
    aggregate = "work"
