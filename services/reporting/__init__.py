"""What is read afterwards: the weekly organizer report, the PDF report of a process, and where they can be got.

Owns: Document, WeeklyReport, Weeks, Running (core); documents (bucket, `reports/`).
Events in: PairClosed (its report is made), ProgrammeStageChanged (which programmes get a weekly report).
Events out: ReportPrepared, WeeklyReportPrepared.

Two editions of a process: the pair's (full, private notes never) and the organizer's (facts only). Only `consumer`
loads xhtml2pdf.
"""

import mentoring  # noqa: F401 - before all else: it says how rarely Python looks for cycles
