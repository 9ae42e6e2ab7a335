"""The room of a pair: contract, goals, tasks, the closing summary; and everybody's home page.

Owns: RoomHead, Contract, Goal, Task, Summary, ReplyAddress (core).
Events in: PairAgreed (the pair gets its room with a draft of the contract), MailReceived (somebody answered a mail).
Events out: ContractProposed, ContractSignedByOne, ContractSigned, ContractSignaturesVoided, GoalProposed, GoalAgreed,
GoalConcluded, TaskAssigned, TaskDone, SummaryProposed, SummaryApproved.

Organizers read states and dates (`status`), never what a pair wrote.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
