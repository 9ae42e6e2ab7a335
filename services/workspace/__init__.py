"""The room of a pair: conversation, contract, goals, tasks, notes, the closing summary; and everybody's home page.

Owns: RoomHead, RoomKey, Contract, Goal, Task, Summary, Note, NoteText, SharedItem, ProgrammeKey, ThreadHead, Message,
ReplyAddress (core).
Events in: PairAgreed (the pair gets its room with its key and a draft of the contract, the programme a key of its own),
MailReceived (somebody answered a mail). WorkspaceWorkContinued continues long work.
Events out: ContractProposed, ContractSignedByOne, ContractSigned, ContractSignaturesVoided, GoalProposed, GoalAgreed,
GoalConcluded, TaskAssigned, TaskDone, SummaryProposed, SummaryApproved, NoteWritten, NoteWidened, NoteDeleted,
MessageWritten, MessagesUnread, AnswerUnkept, WorkspaceWorkContinued.

Organizers read states and dates (`status`), never what a pair wrote.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
