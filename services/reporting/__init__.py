"""What is read afterwards: the weekly organizer report, PDF reports of processes, certificates of attendance.

Owns: Document, WeeklyReport, Weeks, Running (core); documents (bucket, `reports/`).
Events in: PairClosed (its report is made), ProgrammeStageChanged (which programmes get a weekly report).
Events out: ReportPrepared, WeeklyReportPrepared.

Two editions of a process: the pair's (full, private notes never) and the organizer's (facts only). A certificate is
drawn whenever it is asked for, and stored nowhere. Only the consumers and `ReportingCertificatesApi` have xhtml2pdf,
and load it when there is something to draw.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
