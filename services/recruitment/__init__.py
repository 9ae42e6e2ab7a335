"""From the announcement to the list of participants: organizations, programmes, applications.

Owns: Organization, Founder, Member, Disowned, Contact, Programme, StageChange, Slug, Application, Readdressed,
Participant (core).
Events in: none.
Events out: OrganizationFounded, ProgrammeCreated, ProgrammeChanged, ProgrammeStageChanged, ApplicationSubmitted,
ApplicationAccepted, ApplicationDecided, ApplicationWithdrawn, ApplicantAdded, AddressConfirmed, ApplicantDisowned,
ContactToConfirm, AddressCorrected, AddressTrusted.
"""
