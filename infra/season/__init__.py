"""Plays one season of a programme as its people would: through the public HTTP API and the mails, nothing else.

`python -m infra.season --applications FILE --out FOLDER`. Every act checks what it sees and stops the season with one
clear line at the first thing that isn't as it should be.

Modules: `people` (a browser and an inbox for each person) · `forms` (reading the forms of a page) · `acts` (the season,
act by act) · `ledger` (what is counted, compared and left behind).
"""
