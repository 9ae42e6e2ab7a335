"""Questions at the moments of the process, mapped to Kirkpatrick's levels; answers nobody but the results shows.

Owns: Assignment, Waiting, Answer (core).
Events in: PairAgreed, MeetingHeld, PairClosed (the moments at which surveys are assigned).
Events out: SurveyAssigned, SurveyAnswered.

What is asked while a process goes on lapses, unanswered, with its end.
Nobody is asked anything before the programme's kick-off: what is asked earlier waits for it on the due index.
A partner never sees ratings; organizers see results of at least five answers, never a single one, nor two results of
which the difference tells one (`disclosure`). What reaches them otherwise, a question says itself.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
