"""Which pair needs a push: watches, rules, the scheduled scan, alerts, answers to nudges.

Owns: Watch, Alert (core).
Events in: PairAgreed, MeetingConfirmed, MeetingRescheduled, MeetingCancelled, MeetingHeld, MeetingNotHeld,
ContractSigned, GoalAgreed, SurveyAssigned, SurveyAnswered, PairPaused, PairClosed, MenteeLeftUnmatched,
ApplicationWithdrawn.
Events out: PairWentInactive, AlertRaised, HelpRequested.

A watch stands on the due index at the next instant at which a rule can fire, so the scan reads what is due and nothing
else; activity moves that instant.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
