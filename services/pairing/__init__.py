"""Who works with whom: the algorithm, rounds, proposals, pairs and the stage of their process.

Owns: Round, Proposal, ProposalSide, Seats, Pair, PairMember (core); round results (bucket, `rounds/`).
Events in: PairingRequested, PairingRoundSent (worker); ContractProposed, ContractSigned, GoalAgreed, MeetingHeld,
MeetingNotHeld, ProgrammeStageChanged, SummaryApproved (the stage of a pair follows from facts).
Events out: PairingRequested, PairingPreviewed, PairingRoundSent, PairProposed, ProposalReminded,
ProposalAcceptedByOne, ProposalDeclined, ProposalExpired, PairAgreed, PairStageChanged, PairPaused, PairClosed.

Only the worker imports numpy and scipy (`scoring`, `assignment`, `explain`).
"""
