"""Every mail of the product, sent through SES; whether mail reaches an address; unsubscribing and undoing it.

Owns: Delivery, Mailbox (core).
Events in: SignInRequested, ApplicationSubmitted, ApplicantAdded,
ApplicantDisowned, ContactToConfirm, JobFinished, ApplicationAccepted, ApplicationDecided, PairProposed,
ProposalReminded, ProposalDeclined, ProposalExpired, PairAgreed, ContractProposed, ContractSignedByOne, ContractSigned,
GoalProposed, TaskAssigned, SummaryProposed, MeetingProposed, MeetingConfirmed, MeetingRescheduled, MeetingCancelled,
MeetingReminderDue, MeetingEnded, SurveyAssigned, PairWentInactive, AlertRaised, PairStageChanged,
PairClosed, ReportPrepared, WeeklyReportPrepared, MenteeLeftUnmatched, MentorsSuggested,
ContractSignaturesVoided, AddressCorrected, AddressTrusted, MailboxRecovered; what SES tells of every mail,
and of mail that arrives.
Events out: MailboxRecovered, MailReceived.

Every recipient of an event is a step of its own: a Delivery is claimed, sent, and noted. Who can't be reached stops
nobody; what did not arrive is listed under its address and sent again when the address is another or works again, as
far as it is true then. An event that comes again sends only what isn't settled. One window can't be closed: when SES
has taken a mail and the function dies before noting it, the redelivered event sends that one mail again, unless SES
has told of it by then. `Delivery.taken_over` counts these.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
