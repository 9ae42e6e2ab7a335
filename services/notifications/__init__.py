"""Every mail of the product, sent through SES; what bounces or complains gets no more; one-click unsubscription.

Owns: Delivery, Suppression (core).
Events in: SignInRequested, ApplicationSubmitted, ApplicationAccepted, ApplicationDecided, PairProposed,
ProposalReminded, ProposalDeclined, ProposalExpired, PairAgreed, ContractProposed, ContractSignedByOne, ContractSigned,
GoalProposed, TaskAssigned, SummaryProposed, MeetingProposed, MeetingConfirmed, MeetingRescheduled, MeetingCancelled,
MeetingReminderDue, MeetingEnded, SurveyAssigned, PairWentInactive, AlertRaised, PairStageChanged,
PairClosed, ReportPrepared, WeeklyReportPrepared, MenteeLeftUnmatched, MentorsSuggested,
ContractSignaturesVoided; SES bounces and complaints.
Events out: none.

A mail is claimed (a Delivery per event, kind and recipient), sent, and noted as sent; an event that comes again sends
only what isn't noted. One window can't be closed: when SES has taken a mail and the function dies before noting it, the
redelivered event sends that one mail again.
"""
