"""Forms pairs: the algorithm, rounds, proposals, pairs and the stage of their process.

Owns: Round, WeeklyPairing, Proposal, ProposalSide, Seats, Pair, PairMember (core); results of rounds and what each
mentee may choose from (bucket, `rounds/`). Events in: PairingRequested, PairingRoundSent, RematchRequested (worker);
ContractProposed, ContractSigned, GoalAgreed, MeetingHeld, MeetingNotHeld, ProgrammeStageChanged, SummaryApproved (the
stage of a pair follows from facts); ApplicationWithdrawn, PairAgreed (what can't become a pair any more ends);
PersonChanged, ApplicationCorrected (names of pairs); ProgrammeChanged (when an ongoing programme pairs people).
Events out: PairingRequested, PairingPreviewed, PairingPreviewEdited, PairingCancelled, PairingRoundSent, PairProposed,
ProposalReminded, ProposalAcceptedByOne, ProposalDeclined, ProposalExpired, RematchRequested, MenteeLeftUnmatched,
MentorsSuggested, WeeklyPairsFound, MenteeWaitsLong, PairAgreed, PairStageChanged, PairPaused, PairClosed.

Only the worker imports numpy and scipy: most of `matching`, and the use cases `attempts`, `inputs`, `opening`,
`proposing`, `rescuing` and `solving`, which no other entry point loads.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
