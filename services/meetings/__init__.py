"""When a pair meets: times that suit both, proposed and answered, reminders, «did it take place?», the calendar feed.

Owns: Meeting, PairCalendar, BusyDay, Feed, FeedAddress (core). The calendar objects themselves are made in
`mentoring.calendar`, because mails carry them.
Events in: PairClosed (open meetings of an ended process are cancelled), MailReceived (calendars answer invitations).
Events out: MeetingProposed, MeetingConfirmed, MeetingRescheduled, MeetingCancelled, MeetingDoubted,
MeetingAnswerUnused, MeetingReminderDue, MeetingEnded, MeetingHeld, MeetingNotHeld.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
