"""What organizers read together: their daily digest and weekly report; PDF reports of processes, certificates.

Owns: DailyDigest, Document, WeeklyReport, Weeks, Running (core); documents (bucket, `reports/`).
Events in: PairClosed (its report is made), ProgrammeStageChanged (which programmes get a weekly report),
ProgrammeChanged (when digest and report come), ApplicationsCollected, ProgrammeDateNears, MatterRaised (what the
digest tells),
WeeklyReportDue (its own: the report is made, each programme's on its own).
Events out: DigestPrepared, ReportPrepared, WeeklyReportDue, WeeklyReportPrepared.

Two editions of a process: the pair's (full, private notes never) and the organizer's (facts only). A certificate is
drawn whenever it is asked for, and stored nowhere. Only the consumers and `ReportingCertificatesApi` have xhtml2pdf,
and load it when there is something to draw.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
