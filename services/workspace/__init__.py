"""The room of a pair: conversation, contract, goals, tasks, the closing summary; and everybody's home page.

Owns: RoomHead, Contract, Goal, Task, Summary, ThreadHead, Message, ReplyAddress (core).
Events in: PairAgreed (the pair gets its room with a draft of the contract), MailReceived (somebody answered a mail).
WorkspaceWorkContinued continues long work.
Events out: ContractProposed, ContractSignedByOne, ContractSigned, ContractSignaturesVoided, GoalProposed, GoalAgreed,
GoalConcluded, TaskAssigned, TaskDone, SummaryProposed, SummaryApproved, MessageWritten, MessagesUnread, AnswerUnkept,
WorkspaceWorkContinued.

Organizers read states and dates (`status`), never what a pair wrote.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
