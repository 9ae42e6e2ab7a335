"""When a pair meets: times that suit both, proposed and answered, reminders, «did it take place?», the calendar feed.

Owns: Meeting, Plan, PairCall, PairCalendar, BusyDay, Feed, FeedAddress (core). The calendar objects themselves are made
in `mentoring.calendar`, because mails carry them.
A plan is several meetings every so many weeks, proposed with one mail and answered at once; then each has its own life.
Where one of the two says that they met and the other that they didn't, both are asked once more, once. Until they agree
it counts as held, whoever answered first: no figure is lost by one click, and nobody is shown to be right. After three
days it stays so, the two read it on their pages, and organizers see the fact without who said what.
Events in: PairClosed (open meetings of an ended process are cancelled), MailReceived (calendars answer invitations).
Events out: MeetingProposed, MeetingConfirmed, MeetingRescheduled, MeetingPlaceChanged, MeetingCancelled,
MeetingDoubted, MeetingAnswerUnused, MeetingReminderDue, MeetingEnded, MeetingHeld, MeetingNotHeld,
MeetingContested, PlanProposed, PlanAgreed, PlanCalledOff, PlanDoubted, PlanAnswerUnused.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
