"""The room of a pair: conversation, contract, goals, tasks, takeaways, notes, the closing summary.

And everybody's home page.

Also what organizers tell everybody: the guides of a programme, and a guide to each meeting.

Owns: RoomHead, RoomKey, Erasure, Contract, Goal, Task, Takeaway, Summary, Note, NoteText, Material, SharedItem,
ProgrammeKey, ThreadHead, Message, DeskThread, DeskCounts, ReplyAddress, Announcement, AnnouncementPeople, Announced,
AnnouncementReads, GuideShelf, Guide, GuideReader, GuideReads, SessionGuides (core).
Events in: PairAgreed (the pair gets its room with its key and a draft of the contract, the programme a key of its own),
MailReceived (somebody answered a mail), ApplicationAccepted (a participant may write to the organizers), ClausesChanged
(contracts that aren't signed take the programme's clauses as they are now), MaterialAdded and MaterialDeleted (a file
of a room is settled or removed), AnnouncementSent (its readers get it, in parts), RoomErased
(its files, and what was shared of it, are deleted). WorkspaceWorkContinued continues long work.
Events out: ContractProposed, ContractSignedByOne, ContractSigned, ContractSignaturesVoided, GoalProposed, GoalAgreed,
GoalWithdrawn, GoalEndProposed, GoalEndRefused, GoalConcluded, TaskAssigned, TaskDone, TaskReopened, TaskDeleted,
TakeawayNoted, TakeawayDeleted, SummaryProposed, SummaryApproved, NoteWritten, NoteWidened, NoteTakenBack, NoteDeleted,
MaterialAdded, MaterialWidened, MaterialTakenBack, MaterialDeleted, MessageWritten, MessagesUnread,
AnswerUnkept, DeskMessageWritten, DeskMessagesUnread, DeskMessagesWait, AnnouncementSent, AnnouncementAddressed,
WorkspaceWorkContinued, GuidePublished, GuideChanged, GuideWithdrawn, GuideRead, SessionGuideChanged, RoomErasureAsked,
RoomErasureDropped, RoomErased.

Files: `rooms/<pair>/<material>` and `uploads/<pair>/<upload>` in the bucket, under the key of rooms. Files that come
with a mail of the pair are handed to `use_cases.uploads.take(context, pair_id, person_id, name, bytes)`, which
keeps them as materials of the pair; the same file twice is one, and a refused one raises `FileRefused`.

Organizers read states and dates (`status`), never what a pair wrote.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
