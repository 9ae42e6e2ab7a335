"""Persons, their verified addresses, sign-in by mail or passkey, sessions, the API's authorizer, and static files.

Owns: Person, Address, SessionList, Passkey (core); sign-in requests, wishes to add addresses, sessions and counts of
what strangers ask for (once). Events in: ApplicationAccepted (an accepted applicant becomes a person),
AddressConfirmed, PairAgreed (an answer from a mailed link confirms the address), AddressGiven (an address that
organizers proposed is the person's). Events out: SignInRequested, LinkRenewalAsked, PersonRegistered, PersonChanged,
SessionCopied, AddressAsked, AddressesChanged, PasskeyAdded.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
