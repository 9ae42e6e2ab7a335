"""What a whole programme does together: opening and closing, workshops, intervision, networking.

Laid out so that each idea is a module of the same name in `domain/`, `store/`, `use_cases/`, `pages/`, `routes/` and
`mentoring.tables.gatherings`. It is registered by one line: its routes in `routes/`, its pages in `pages/`, what is
due in `use_cases/`, what it hears in `consumer`.

Owns: Gathering, Onboarding, OnboardingList, OnboardingProgress (core).
Events in: ApplicationAccepted, ApplicationWithdrawn, OnboardingChanged. GatheringsWorkContinued continues long work.
Events out: GatheringEnded, OnboardingChanged, OnboardingWaits, OnboardingCompleted, GatheringsWorkContinued.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
