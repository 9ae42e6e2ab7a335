"""Which pairs need help: watches, rules, the scheduled scan, matters, answers to reminders.

Owns: Watch, Newcomer, Written, Nudged, Unreached, Matter (core). Events in: PairAgreed, MeetingConfirmed,
MeetingRescheduled, MeetingCancelled, MeetingHeld, MeetingNotHeld, MeetingContested, ContractSigned, GoalAgreed,
DeskMessageWritten, SurveyAssigned, SurveyAnswered, PairPaused, PairClosed, RematchRequested, MenteeLeftUnmatched,
MenteeWaitsLong, ApplicationWithdrawn, OnboardingWaits, OnboardingCompleted, MailboxLost, MailboxRecovered,
AddressCorrected, RulesChanged (all pairs are looked at again).
Events out: PairWentInactive, OnboardingOverdue, MatterRaised, MattersHandled, HelpRequested.

`sight` is how organizers see each pair, and a programme as a whole: facts, never what the two wrote.

The due index has each watch at the next instant at which a rule can fire, so the scan reads only what is due; activity
moves that instant.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
