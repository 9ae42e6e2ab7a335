"""Surveys at certain moments of the process, by Kirkpatrick's levels; answers are seen only as results.

Owns: Assignment, Waiting, Answer, GatheringAsked (core). Events in: PairAgreed, MeetingHeld, PairClosed (the moments at
which surveys are assigned), GatheringEnded, GatheringAttended (who was at a gathering is asked how it was, at its end,
or when that is noted later). Events out: SurveyAssigned, SurveyAnswered, GatheringSurveyAssigned,
GatheringSurveyAnswered. SurveysWorkContinued continues long work.

Surveys about the current process lapse when it ends. Nobody is asked anything about a process before the programme's
kick-off: earlier surveys wait for it on the due index. A partner never sees ratings; organizers see results of at least
five answers, never a single one, nor two results whose difference reveals one (`disclosure`). A question says if its
answer reaches them in another way.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
