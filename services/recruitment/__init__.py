"""From the announcement to the participants: organizations, programmes, applications.

Owns: Audit, Organization, Founder, Member, Invitation, Disowned, Contact, FileShape, Programme, DatesAhead,
LateInvitation, AskedBack, ConsentText, StageChange, Slug, FormPlan, Application, Rows, Readdressed, AddressProposal,
Participant, Counts, Digest, Job (core); files of jobs (`jobs/` in the bucket). Events in: JobRequested,
RecruitmentWorkContinued (its own, by the worker), PairAgreed, PairClosed (who has a pair, in the list), ConsentsAsked
(its own), AddressesChanged; PairingRequested, PairingCancelled, PairingPreviewEdited, PairingRoundSent, PairPaused,
RematchRequested, PairWentInactive, OnboardingOverdue, MattersHandled, GatheringAnnounced, GatheringChanged,
GatheringCancelled, GatheringAttended, GatheringMissed, CheckInChanged, BreakoutRoomsChanged, CircleRoundChanged,
CirclesSent, OnboardingChanged, OnboardingWaived, AnnouncementSent, DeskMessageWritten, GuidePublished, GuideChanged,
GuideWithdrawn, SessionGuideChanged (what organizers did, for the audit). Events out: OrganizationFounded,
OrganizerInvited, InvitationWithdrawn, OrganizerJoined, OrganizerRoleChanged, ProgrammeCreated, ProgrammeChanged,
ClausesChanged, RulesChanged, ProgrammeStageChanged, ProgrammeDateNears, ApplicationSubmitted, ApplicationsCollected,
ApplicationChanged, ApplicationAccepted, ApplicationDecided, ApplicationCompleted, ApplicationCorrected,
ApplicationWithdrawn, ApplicantAdded, AddressConfirmed, ApplicantDisowned, ContactToConfirm, ConsentsAsked,
ConsentToRenew, DraftWaits, AskedToComeAgain, AddressCorrected, AddressProposed, AddressGiven, AddressTrusted,
JobRequested, JobFinished, RecruitmentWorkContinued.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
