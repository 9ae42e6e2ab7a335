"""All mails of the product, sent through SES; whether mail reaches an address; unsubscribing and undoing it.

Owns: Delivery, Mailbox (core). Events in: SignInRequested, LinkRenewalAsked, AddressAsked, AddressesChanged,
AddressProposed, PasskeyAdded, SessionCopied, ApplicationSubmitted, ApplicantAdded, ApplicantDisowned,
ContactToConfirm, ConsentToRenew, DraftWaits, AskedToComeAgain, OrganizerInvited, OrganizerJoined,
OrganizerRoleChanged, JobFinished, ApplicationAccepted, ApplicationDecided, PairProposed, ProposalReminded,
ProposalDeclined, ProposalExpired, PairAgreed, ContractProposed, ContractSignedByOne, ContractSigned, GoalProposed,
GoalEndProposed, TaskAssigned, SummaryProposed, MessagesUnread, DeskMessagesUnread, DeskMessagesWait, AnswerUnkept,
AnnouncementAddressed, RoomErasureAsked, RoomErasureDropped, RoomErased, MeetingProposed, MeetingConfirmed,
MeetingRescheduled, MeetingCancelled, MeetingDoubted, MeetingPlaceChanged, PlanProposed, PlanAgreed, PlanCalledOff,
PlanDoubted, PlanAnswerUnused, MeetingAnswerUnused, MeetingReminderDue, MeetingEnded, MeetingContested, SurveyAssigned,
GatheringSurveyAssigned, PairWentInactive, OnboardingOverdue, MatterRaised, GatheringTold, CircleTold,
IntroductionAsked, IntroductionAccepted, PairStageChanged, PairPaused, PairClosed, ReportPrepared, DigestPrepared,
WeeklyReportPrepared, MenteeLeftUnmatched, MentorsSuggested, WeeklyPairsFound, MenteeWaitsLong,
ContractSignaturesVoided, AddressCorrected, AddressTrusted, MailboxRecovered; what SES tells of every mail, and of mail
that arrives. Events out: MailboxLost, MailboxRecovered, MailReceived.

Each recipient of an event is a step of its own: a Delivery is claimed, sent, and recorded. A recipient who can't be
reached doesn't stop the others; unsent mails are listed under their address and sent again when the address is
corrected or works again, if they are still true. A repeated event sends only what isn't settled. One gap remains: if
SES has accepted a mail and the function dies before recording it, the redelivered event sends that mail again, unless
SES has reported it by then. `Delivery.taken_over` counts these.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
