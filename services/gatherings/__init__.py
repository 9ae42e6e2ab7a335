"""What a whole programme does together: opening and closing, workshops, intervision, networking.

Laid out so that each idea is a module of the same name in `domain/`, `store/`, `use_cases/`, `pages/`, `routes/` and
`mentoring.tables.gatherings`. It is registered by one line: its routes in `routes/`, its pages in `pages/`, what is
due in `use_cases/`, what it hears in `consumer`.

Owns: Gathering, GatheringsAhead, GatheringSeats, SignUp, Queued, Onboarding, OnboardingList, OnboardingProgress,
Attendance, CheckIn, Breakout, CircleRound, Circle, CircleMember, CircleSteps, CaseCard, DirectoryEntry, DirectoryCard,
Introduction, GatheringRecord (core).
Events in: GatheringAnnounced (those it is for are invited), GatheringMoved, GatheringCancelled, GatheringNear (those
who come are told), SeatsChanged (the waiting list moves up), GatheringEnded (an intervision group is ready for its next
date), CirclesSent (groups are formed), ApplicationAccepted (who comes in is invited to what was announced before, and
has the list of their role), OnboardingChanged (so has everybody), ApplicationWithdrawn (who left has no seats, groups
and no list, and nobody finds them), GatheringAttended, GatheringMissed (steps of onboarding that are about being
there). GatheringsWorkContinued continues long work.
Events out: GatheringAnnounced, GatheringChanged, GatheringMoved, GatheringCancelled, GatheringNear, GatheringEnded,
SeatsChanged, GatheringTold (of which mails are made), OnboardingChanged, OnboardingWaived, OnboardingWaits,
OnboardingCompleted, GatheringAttended, GatheringMissed, CheckInChanged, PhotosAnswered, BreakoutRoomsChanged,
CircleRoundChanged, CirclesSent, CircleFormed, CircleChanged, CircleTold (of which mails are made), CaseCardWritten,
CaseCardKept, CaseCardErased, DirectoryChanged, IntroductionAsked, IntroductionAccepted, IntroductionDeclined,
GatheringsWorkContinued.

No seat is given twice: a sign-up adds to the number of seats that are taken, in its transaction, on the condition that
it is below the capacity. Who waits is asked in their order by mail; the seat is kept for them until they answer or it
lapses. Who has just joined a waiting list lets it be looked at, too: the last seat may have become free in between.

Intervision and peer circles (`circle…` in each layer) are asked in two functions: organizers propose groups and see
when these met; those of a group are answered by GatheringsCircleApi, which alone may open case cards.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
