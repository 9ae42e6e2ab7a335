"""Events that workspace publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class ContractProposed(EventData):
    """One of the pair proposed a contract text; `by` is a person id."""

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    by: str


@dataclass(frozen=True)
class ContractSignedByOne(EventData):
    """One of the pair signed; `by` is a person id."""

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    by: str


@dataclass(frozen=True)
class ContractSigned(EventData):
    """Both signed the same text; `sha256` is the hash of that text.

    What they agreed on in figures: days between meetings, how many meetings, minutes of each; 0 = not in figures.
    """

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    sha256: str
    interval_days: int = 0
    planned_meetings: int = 0
    meeting_minutes: int = 0


@dataclass(frozen=True)
class ContractSignaturesVoided(EventData):
    """A text that waits for signatures was changed or dropped; `by` and `signed_by` are person ids.

    `by` is empty if the organizers changed the programme's clauses; then `signed_by` may be empty, too.
    """

    source = "workspace"
    aggregate = "contract"
    programme_id: str
    pair_id: str
    contract_version: int
    by: str
    signed_by: list[str]


@dataclass(frozen=True)
class GoalProposed(EventData):
    """One of the pair wrote a goal; the other is asked to agree."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str
    by: str


@dataclass(frozen=True)
class GoalAgreed(EventData):
    """Both agreed on a goal."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str


@dataclass(frozen=True)
class GoalWithdrawn(EventData):
    """One of the pair, `by`, took a goal off the table before it was agreed; it is deleted."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str
    by: str


@dataclass(frozen=True)
class GoalEndProposed(EventData):
    """One of the pair, `by`, proposed to conclude a goal as `state`: achieved, partly, changed or dropped."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str
    state: str
    by: str


@dataclass(frozen=True)
class GoalEndRefused(EventData):
    """A goal goes on: the proposal to conclude it was answered with «not yet», or taken back, by `by`."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str
    by: str


@dataclass(frozen=True)
class GoalConcluded(EventData):
    """A goal ended, as both say: `state` is achieved, partly, changed or dropped."""

    source = "workspace"
    aggregate = "goal"
    programme_id: str
    pair_id: str
    goal_id: str
    state: str


@dataclass(frozen=True)
class TaskAssigned(EventData):
    """Homework was set."""

    source = "workspace"
    aggregate = "task"
    programme_id: str
    pair_id: str
    task_id: str
    by: str


@dataclass(frozen=True)
class TaskDone(EventData):
    """Homework was marked as done."""

    source = "workspace"
    aggregate = "task"
    programme_id: str
    pair_id: str
    task_id: str


@dataclass(frozen=True)
class TaskReopened(EventData):
    """Homework that was done is open again."""

    source = "workspace"
    aggregate = "task"
    programme_id: str
    pair_id: str
    task_id: str


@dataclass(frozen=True)
class TaskDeleted(EventData):
    """Homework was deleted by who wrote it."""

    source = "workspace"
    aggregate = "task"
    programme_id: str
    pair_id: str
    task_id: str


@dataclass(frozen=True)
class TakeawayNoted(EventData):
    """One of the pair, `by`, noted or changed what they take away from a meeting."""

    source = "workspace"
    aggregate = "takeaway"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str


@dataclass(frozen=True)
class TakeawayDeleted(EventData):
    """One of the pair, `by`, deleted what they noted of a meeting."""

    source = "workspace"
    aggregate = "takeaway"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str


@dataclass(frozen=True)
class SummaryProposed(EventData):
    """One of the pair wrote the joint summary; `by` is a person id."""

    source = "workspace"
    aggregate = "summary"
    programme_id: str
    pair_id: str
    by: str


@dataclass(frozen=True)
class SummaryApproved(EventData):
    """Both approved the joint summary: the process can be completed."""

    source = "workspace"
    aggregate = "summary"
    programme_id: str
    pair_id: str


@dataclass(frozen=True)
class MessageWritten(EventData):
    """One of the pair wrote a line of their conversation, on the page or by mail; `by` is a person id."""

    source = "workspace"
    aggregate = "thread"
    programme_id: str
    pair_id: str
    number: int
    by: str
    by_mail: bool


@dataclass(frozen=True)
class MessagesUnread(EventData):
    """Lines after `after`, up to `up_to`, have waited for one of the pair, `person_id`, who hasn't read them."""

    source = "workspace"
    aggregate = "thread"
    programme_id: str
    pair_id: str
    person_id: str
    after: int
    up_to: int


@dataclass(frozen=True)
class AnswerUnkept(EventData):
    """What somebody answered by mail was not kept; `why` is closed, empty, files or too_long.

    `pair_id` is empty where they wrote to the organizers.
    """

    source = "workspace"
    aggregate = "thread"
    programme_id: str
    pair_id: str
    person_id: str
    why: str


@dataclass(frozen=True)
class DeskMessageWritten(EventData):
    """A line between somebody, `person_id`, and the organizers of a programme; `by` is who wrote it.

    Events of earlier versions don't say as which participant they have the conversation.
    """

    source = "workspace"
    aggregate = "desk_thread"
    programme_id: str
    person_id: str
    number: int
    by: str
    by_mail: bool
    participant_id: str = ""


@dataclass(frozen=True)
class DeskMessagesUnread(EventData):
    """Lines of the organizers after `after`, up to `up_to`, have waited for somebody who hasn't read them."""

    source = "workspace"
    aggregate = "desk_thread"
    programme_id: str
    person_id: str
    after: int
    up_to: int


@dataclass(frozen=True)
class DeskMessagesWait(EventData):
    """What somebody wrote to the organizers, up to line `up_to`, has waited and nobody has looked at it."""

    source = "workspace"
    aggregate = "desk_thread"
    programme_id: str
    person_id: str
    up_to: int


@dataclass(frozen=True)
class WorkspaceWorkContinued(Continued):
    """The workspace consumer continues work that takes several parts."""

    source = "workspace"
    aggregate = "work"


@dataclass(frozen=True)
class NoteWritten(EventData):
    """One of the pair wrote or changed a note; `by` is a person id, `number` that of the text."""

    source = "workspace"
    aggregate = "note"
    programme_id: str
    pair_id: str
    note_id: str
    by: str
    number: int


@dataclass(frozen=True)
class NoteWidened(EventData):
    """The author of a note let more people see it."""

    source = "workspace"
    aggregate = "note"
    programme_id: str
    pair_id: str
    note_id: str
    visibility: str


@dataclass(frozen=True)
class NoteTakenBack(EventData):
    """The author of a note took it back from everybody but the pair."""

    source = "workspace"
    aggregate = "note"
    programme_id: str
    pair_id: str
    note_id: str


@dataclass(frozen=True)
class NoteDeleted(EventData):
    """The author of a note deleted it."""

    source = "workspace"
    aggregate = "note"
    programme_id: str
    pair_id: str
    note_id: str


@dataclass(frozen=True)
class MaterialAdded(EventData):
    """One of the pair keeps a link or a file (`what`); `by` is a person id."""

    source = "workspace"
    aggregate = "material"
    programme_id: str
    pair_id: str
    material_id: str
    by: str
    what: str


@dataclass(frozen=True)
class MaterialWidened(EventData):
    """The author of a material let more people see it."""

    source = "workspace"
    aggregate = "material"
    programme_id: str
    pair_id: str
    material_id: str
    visibility: str


@dataclass(frozen=True)
class MaterialTakenBack(EventData):
    """The author of a material took it back from everybody but the pair."""

    source = "workspace"
    aggregate = "material"
    programme_id: str
    pair_id: str
    material_id: str


@dataclass(frozen=True)
class MaterialDeleted(EventData):
    """The author of a material deleted it; its file is to be deleted, too."""

    source = "workspace"
    aggregate = "material"
    programme_id: str
    pair_id: str
    material_id: str


@dataclass(frozen=True)
class GuidePublished(EventData):
    """Participants of a programme can read a guide from now on."""

    source = "workspace"
    aggregate = "guide"
    programme_id: str
    guide_id: str


@dataclass(frozen=True)
class GuideChanged(EventData):
    """An organizer changed a guide that participants can read."""

    source = "workspace"
    aggregate = "guide"
    programme_id: str
    guide_id: str


@dataclass(frozen=True)
class SessionGuideChanged(EventData):
    """An organizer wrote the guide to a meeting (`slot`), or, unless it is their `own`, took back what they wrote."""

    source = "workspace"
    aggregate = "programme"
    programme_id: str
    slot: str
    own: bool


@dataclass(frozen=True)
class GuideWithdrawn(EventData):
    """A published guide is a draft again, or deleted."""

    source = "workspace"
    aggregate = "guide"
    programme_id: str
    guide_id: str


@dataclass(frozen=True)
class GuideRead(EventData):
    """Somebody said that they have read a guide; who it was is nobody's business."""

    source = "workspace"
    aggregate = "guide"
    programme_id: str
    guide_id: str


@dataclass(frozen=True)
class AnnouncementSent(EventData):
    """Organizers sent an announcement; whom it is for is fixed, and they are told one after the other."""

    source = "workspace"
    aggregate = "announcement"
    programme_id: str
    announcement_id: str


@dataclass(frozen=True)
class AnnouncementAddressed(EventData):
    """Somebody has an announcement, and is to get it by mail."""

    source = "workspace"
    aggregate = "announcement"
    programme_id: str
    announcement_id: str
    person_id: str
    participant_id: str


@dataclass(frozen=True)
class RoomErasureAsked(EventData):
    """One of a pair (a person id) asks that all they wrote be erased; the other one can answer."""

    source = "workspace"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    by: str


@dataclass(frozen=True)
class RoomErasureDropped(EventData):
    """The wish is taken back by who asked, or the other one would rather keep everything (`by`)."""

    source = "workspace"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    asked_by: str
    by: str


@dataclass(frozen=True)
class RoomErased(EventData):
    """The key of a room is gone, and with it all that was written; `agreed`: both wanted it, not one and silence."""

    source = "workspace"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    agreed: bool
